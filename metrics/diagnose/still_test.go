package diagnose_test

import (
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
)

func TestStill(t *testing.T) {
	undefined := metrics.Value{Undefined: "nothing is predicted positive"}
	for _, c := range []struct {
		name  string
		read  []metrics.Value
		found bool
	}{
		{"0 in all", []metrics.Value{{}, {}, {}}, true},
		{"undefined in all", []metrics.Value{undefined, undefined}, true},
		{"it moves", []metrics.Value{{}, {}, {V: 0.1}}, false},
		{"it comes to be defined", []metrics.Value{undefined, {}}, false},
		{"one epoch", []metrics.Value{{}}, false},
		{"perfect", []metrics.Value{{V: 1}, {V: 1}}, false},
	} {
		var e diagnose.Evidence
		for i, v := range c.read {
			e.Records = append(e.Records, history.Record{Kind: history.Epoch, Epoch: i + 1, Monitor: "recall", Valid: &history.Split{
				Readings: []metrics.Reading{{Name: "f1", Value: metrics.Value{V: float64(i)}}, {Name: "recall", Value: v}},
			}})
		}
		ranking := e
		ranking.Records = slices.Clone(e.Records)
		for i := range ranking.Records {
			ranking.Records[i].Monitor = "average_precision"
			ranking.Records[i].Valid = &history.Split{Readings: []metrics.Reading{{Name: "average_precision", Value: c.read[i]}}}
		}
		if found := diagnose.Still(ranking); len(found) > 0 {
			t.Errorf("%s of average precision: %v", c.name, found)
		}
		found := slices.ContainsFunc(diagnose.Still(e), func(f diagnose.Finding) bool { return f.ID == "D70" })
		if found != c.found {
			t.Errorf("%s: D70 found: %v", c.name, found)
		}
	}
}
