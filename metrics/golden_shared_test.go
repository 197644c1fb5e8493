package metrics_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// notRead are the golden cases that no testdata of this module holds, and why.
var notRead = map[string]string{
	"keras.AUC/PR/minoring":     "a bound of 4 bins by summing at one side: AveragePrecisionBound bounds the binning of average precision instead",
	"keras.AUC/PR/majoring":     "as minoring",
	"keras.AUC/PRGAIN/minoring": "as minoring; PRGain is asserted with Keras' interpolation",
	"keras.AUC/PRGAIN/majoring": "as minoring",
	"keras.Mean":                "the mean of any numbers, which is no reading of a classifier",
	"keras.Mean/weighted":       "as Mean",

	"torchmetrics.binary_hinge_loss": "for margins: READERS.md says why it is left out",

	"keras.class_weight_to_sample_weights/onehot": "training's weights: model/losses tests its own ClassWeight",
	"undersampling correction":                    "TestUndersampling, below",
	"tfma.flip rates":                             "TestFlipsGolden of metrics/paired",
	"tfma.jackknife standard error":               "TestJackknife of metrics/bootstrap",
}

// TestEveryGoldenCase: each case that was collected is read by a test, which fails where one is not, or stands above.
func TestEveryGoldenCase(t *testing.T) {
	all := goldenNames(t, "../../shared/golden/golden.json")
	if all == nil {
		t.Skip("the collection ../shared/golden is not beside the repository")
	}
	read := make(map[string]bool)
	for _, pattern := range []string{"testdata/golden*.json", "*/testdata/golden*.json", "../model/losses/testdata/golden*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for name := range goldenNames(t, file) {
				read[name] = true
			}
		}
	}
	for name := range all {
		if why := notRead[name]; read[name] == (why != "") {
			t.Errorf("%q: read by a test: %v, reason why not: %q", name, read[name], why)
		}
	}
	for name := range notRead {
		if !all[name] {
			t.Errorf("%q is no case", name)
		}
	}
}

func goldenNames(t *testing.T, path string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	names := make(map[string]bool)
	var cases []golden
	if json.Unmarshal(data, &cases) == nil {
		for _, c := range cases {
			names[c.Name] = true
		}
	}
	return names
}

// TestUndersampling: Dal Pozzolo, Caelen, Johnson and Bontempi, SSCI 2015, correct scores for negatives of which a share
// β was kept: the odds fall by that factor.
func TestUndersampling(t *testing.T) {
	const beta, balanced = 0.1, 0.5
	prevalence := beta / (1 + beta)
	for score, want := range map[float64]float64{0.5: 0.09090909090909091, 0.9: 0.473684210526316} {
		checkNumbers(t, []float64{metrics.ShiftScore(score, balanced, prevalence)}, []float64{want}, 1e-12)
	}
}
