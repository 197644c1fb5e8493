package model

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// TestJudge: the monitor decides, then the loss; patience counts from where the monitor moved; and any loss can be saved.
func TestJudge(t *testing.T) {
	undefined := metrics.Value{Undefined: metrics.NoPositives}
	var p progress
	for i, c := range []struct {
		value metrics.Value
		loss  float64
		best  bool
	}{
		{undefined, math.NaN(), true}, {undefined, math.Inf(1), false}, {undefined, 3, true}, {metrics.Value{V: 0.5}, 9, true},
		{metrics.Value{V: 0.5}, 9, false}, {metrics.Value{V: 0.5}, 8, true}, {metrics.Value{V: 0.4}, 1, false}, {undefined, 1, false},
	} {
		p.Epoch = i + 1
		if best := p.judge(p.Epoch, c.value, c.loss, metrics.HigherIsBetter); best != c.best {
			t.Errorf("epoch %d: best is %v", p.Epoch, best)
		}
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("epoch %d: %v", p.Epoch, err)
		}
	}
	if p.BestEpoch != 6 || p.Moved != 4 || !p.stops(4, 0) || p.stops(5, 0) || p.stops(4, 5) || !p.stops(3, 5) {
		t.Errorf("best epoch %d, the monitor moved in %d", p.BestEpoch, p.Moved)
	}
}
