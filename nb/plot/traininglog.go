package plot

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// trainingLog is a run's log in columns.
type trainingLog struct {
	monitor   string
	reached   float64 // the last epoch, begun or done
	best      int     // 0: none yet
	positives int64   // per epoch; 0 before the first has ended
	soFar     int64   // positives of the latest step
	epochs    []history.Record
	steps     []xy // running loss; x in epochs
	train     []xy // loss per epoch
	valid     []xy
	trainRead []reading
	validRead []reading
}

type xy struct{ x, y float64 }

type reading struct {
	epoch float64
	value metrics.Value
}

func readLog(records []history.Record) trainingLog {
	log := trainingLog{}
	for _, r := range records {
		if r.Monitor != "" {
			log.monitor = r.Monitor
		}
	}
	for _, r := range records {
		switch at := float64(r.Epoch); {
		case r.Kind == history.Step && r.Steps > 0:
			at = float64(r.Step) / float64(r.Steps) * float64(max(1, r.Epochs))
			log.steps = append(log.steps, xy{at, r.Loss})
			log.reached = max(log.reached, math.Ceil(at))
			log.soFar = r.Positives
		case r.Kind == history.Epoch:
			log.epochs = append(log.epochs, r)
			log.reached = max(log.reached, at)
			log.positives = r.Positives
			if r.Best {
				log.best = r.Epoch
			}
			log.train, log.trainRead = log.split(at, r.Train, log.train, log.trainRead)
			log.valid, log.validRead = log.split(at, r.Valid, log.valid, log.validRead)
		}
	}
	return log
}

func (log trainingLog) split(at float64, s *history.Split, loss []xy, read []reading) ([]xy, []reading) {
	if s == nil {
		return loss, read
	}
	if v, ok := s.Reading(log.monitor); ok {
		read = append(read, reading{at, v})
	}
	return append(loss, xy{at, s.Loss}), read
}

// monitoredIn is the reading that decides: on the validation part, if there is one.
func (log trainingLog) monitoredIn(r history.Record) (metrics.Value, bool) {
	if v, ok := r.Valid.Reading(log.monitor); ok {
		return v, true
	}
	return r.Train.Reading(log.monitor)
}

func readingPoints(read []reading) []xy {
	points := make([]xy, len(read))
	for i, r := range read {
		points[i] = xy{r.epoch, r.value.V}
		if r.value.Undefined != "" {
			points[i].y = math.NaN()
		}
	}
	return points
}
