package model

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// checkMonitor refuses a monitor that reads nothing of the valid examples, whether they are ranked at random or without a mistake, as the
// precision of more alerts than there are examples.
func (f *fitting) checkMonitor() error {
	e := &f.source.valid
	var reason metrics.Reason
	for _, score := range []func(i int, positive bool) float64{
		func(i int, _ bool) float64 { return float64(i+1) / float64(len(e.Labels)+1) },
		func(_ int, positive bool) float64 {
			if positive {
				return 0.75
			}
			return 0.25
		},
	} {
		t := newTally(e)
		var b metrics.Batch
		for i, positive := range e.Labels {
			if e.Counts != nil && !e.Counts[i] {
				continue
			}
			b.Scores, b.Labels = append(b.Scores, score(i, positive)), append(b.Labels, positive)
			if e.Weights != nil {
				b.Weights = append(b.Weights, e.Weights[i])
			}
		}
		if err := t.State.Update(b); err != nil {
			return err
		}
		if reason = t.read(f.monitor).Undefined; reason == "" {
			return nil
		}
	}
	return fmt.Errorf("model.Config: Monitor is %s, which is undefined on the %d valid labels whatever their scores: %s", f.monitor.Name, len(e.Labels), reason)
}
