package metrics_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// recorded are questions to Keras and torchmetrics with their answers, written by testdata/record_peers.py.
type recorded struct {
	Versions map[string]string `json:"versions"`
	Cases    []struct {
		peerCase
		Keras        map[string]*float64 `json:"keras"`
		Torchmetrics map[string]*float64 `json:"torchmetrics"`
	} `json:"cases"`
}

func readRecorded(t *testing.T) recorded {
	t.Helper()
	data, err := os.ReadFile("testdata/recorded_peers.json")
	if err != nil {
		t.Fatal(err)
	}
	var r recorded
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Cases) < 400 || r.Versions["keras"] != "3.15.1" || r.Versions["torchmetrics"] != "1.9.0" {
		t.Fatalf("%d cases of %v", len(r.Cases), r.Versions)
	}
	return r
}

// filledIn are readings for which the two print a number where there is none, with its number.
var filledIn = map[string]string{
	"specificity":          "0 without negatives",
	"npv":                  "0 where nothing is predicted negative",
	"jaccard":              "0 without positives and predicted positives",
	"kappa":                "0/0 is NaN or 0 where everything is one class",
	"f2":                   "0 without positives",
	"partial_roc_auc(0.3)": "0 without a class, or a refusal",
}

// TestAgainstRecordedPeers: Explain prints what the peers printed, names the reason wherever ours is another number,
// and the readings that it does not know are the same by the peers' ">" or are undefined where a number is made up.
func TestAgainstRecordedPeers(t *testing.T) {
	agreed, explained := 0, map[string]int{}
	for i, c := range readRecorded(t).Cases {
		for peer, theirs := range map[metrics.Peer]map[string]*float64{metrics.Keras: c.Keras, metrics.Torchmetrics: c.Torchmetrics} {
			calls, err := metrics.Explain(peer, c.Threshold, c.batch())
			if err != nil {
				t.Fatal(err)
			}
			known := make(map[string]metrics.Explanation)
			for _, e := range calls {
				known[e.Call] = e
			}
			for call, want := range theirs {
				e, isCall := known[call]
				switch {
				case !isCall && !sameByName(t, call, c.peerCase, want):
					t.Errorf("case %d, %s, %s: theirs %v", i, peer, call, text([]*float64{want}))
				case !isCall:
					agreed++
				case want == nil && e.Raises == "" && !math.IsNaN(e.Theirs), want != nil && !near(e.Theirs, *want):
					t.Errorf("case %d, %s: it printed %v: %v", i, peer, text([]*float64{want}), e)
				case e.Why != "":
					explained[e.Why]++
				case want == nil || e.Ours.Undefined != "" || !near(e.Ours.V, *want):
					t.Errorf("case %d, %s: nothing explains %v", i, peer, e)
				default:
					agreed++
				}
			}
		}
	}
	for why, times := range explained {
		t.Logf("%5d times: %s", times, why)
	}
	if t.Logf("%d readings agree", agreed); agreed < 5000 {
		t.Errorf("only %d readings agree", agreed)
	}
}

// near allows for float32.
func near(a, b float64) bool { return math.Abs(a-b) <= 3e-5*max(1, math.Abs(b)) }

// sameByName compares a reading by its name, tables above the threshold.
func sameByName(t *testing.T, name string, c peerCase, want *float64) bool {
	t.Helper()
	at, err := metrics.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	b := c.batch()
	if name == "log_loss" { // Keras clips at its epsilon, in float32, where scikit-learn and we do at that of float64
		b.Scores = slices.Clone(b.Scores)
		for i, score := range b.Scores {
			b.Scores[i] = min(max(score, 1e-7), float64(1-float32(1e-7)))
		}
	}
	s := newState(t, b)
	v := at.Read(s)
	if strict, err := metrics.ByName(name + "@" + text64(math.Nextafter(c.Threshold, 2))); err == nil {
		v = strict.Read(s)
	}
	if v.Undefined != "" {
		return filledIn[name] != ""
	}
	return want != nil && near(v.V, *want)
}

func text64(x float64) string {
	data, _ := json.Marshal(x)
	return string(data)
}
