package model

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// checkMonitor refuses a monitor that reads nothing of the valid examples, whether they are ranked at random or without a mistake, as the
// precision of more alerts than there are examples.
func (f *fitting) checkMonitor() error {
	e := &f.source.valid
	var ranked, perfect metrics.Batch
	for i, positive := range e.Labels {
		if e.Counts != nil && !e.Counts[i] {
			continue
		}
		ranked.Labels = append(ranked.Labels, positive)
		if e.Weights != nil {
			ranked.Weights = append(ranked.Weights, e.Weights[i])
		}
		ranked.Scores = append(ranked.Scores, float64(i+1)/float64(len(e.Labels)+1))
		perfect.Scores = append(perfect.Scores, 0.25+float64(number(positive))/2)
	}
	perfect.Labels, perfect.Weights = ranked.Labels, ranked.Weights
	var reason metrics.Reason
	for _, b := range []metrics.Batch{ranked, perfect} {
		t := newTally(e)
		if err := t.State.Update(b); err != nil {
			return err
		}
		if reason = t.read(f.monitor).Undefined; reason == "" {
			return nil
		}
	}
	return fmt.Errorf("model.Config: Monitor is %s, which is undefined on the %d valid labels whatever their scores: %s", f.monitor.Name, len(e.Labels), reason)
}
