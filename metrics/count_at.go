package metrics

import "math"

// CountAt is the table of a batch at one threshold, scores of at least the threshold being positive, in one pass
// and without a State. It is an error if [Batch32.Validate] finds one.
func CountAt(b Batch32, threshold float64) (Confusion, error) {
	if b.Weights != nil || len(b.Labels) != len(b.Scores) {
		return countWeighted(b, threshold)
	}
	workers := threads(len(b.Scores))
	cells, highest := make([][4]int64, workers), make([]uint32, workers)
	together(workers, func(worker int) {
		from, to := len(b.Scores)*worker/workers, len(b.Scores)*(worker+1)/workers
		cells[worker], highest[worker] = countCells(b.Scores[from:to], b.Labels[from:to], narrowThreshold(threshold))
	})
	var all [4]int64
	for worker, part := range cells {
		if highest[worker] > math.Float32bits(1) && firstBad(b.Scores) >= 0 {
			return Confusion{}, b.Validate()
		}
		for cell, rows := range part {
			all[cell] += rows
		}
	}
	return NewConfusion(all[3], all[1], all[0], all[2]), nil
}

// narrowThreshold is the lowest float32 from the threshold on: the same float32 scores reach both.
func narrowThreshold(threshold float64) float32 {
	narrow := float32(threshold)
	if float64(narrow) < threshold {
		narrow = math.Nextafter32(narrow, float32(math.Inf(1)))
	}
	return narrow
}

// countCells counts true and false negatives, then false and true positives, as cells 2·label + prediction. The
// highest bits of a score tell whether one is no probability.
func countCells(scores []float32, labels []bool, threshold float32) (cells [4]int64, highest uint32) {
	labels = labels[:len(scores)]
	positives, alerts, hits := 0, 0, 0
	for i, score := range scores {
		highest = max(highest, math.Float32bits(score))
		positive, alert := bit(labels[i]), bit(score >= threshold)
		positives += positive
		alerts += alert
		hits += positive & alert
	}
	rest := len(scores) - positives - alerts + hits
	return [4]int64{int64(rest), int64(alerts - hits), int64(positives - hits), int64(hits)}, highest
}

func countWeighted(b Batch32, threshold float64) (Confusion, error) {
	if err := b.Validate(); err != nil {
		return Confusion{}, err
	}
	var cells [4]runningTally
	for i := range b.rows() {
		if score, positive, weight := b.row(i); weight != 0 {
			cells[2*bit(positive)+bit(score >= threshold)].add(tally{rows: 1, weight: weight, squares: weight * weight})
		}
	}
	return confusion(cells[3].tally(), cells[1].tally(), cells[0].tally(), cells[2].tally()), nil
}
