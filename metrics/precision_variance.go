package metrics

// precisionSums are the sums over the steps of a part behind the variance of average precision, Σw·P/Σw over the positives,
// P = H/(H+M) being the precision at a positive's score, where H hits and M false alarms lie. By its derivatives, a row of
// weight w that moves by dw moves Σw times it by
//
//	(P - average precision + G)·dw  if it is positive, G = Σw·M/(H+M)² over the positives that do not lie above it,
//	-L·dw                           if it is negative, L = Σw·H/(H+M)² over the same.
//
// The variance is the sum of their squares times w², as in the infinitesimal jackknife: Efron, The Jackknife, the
// Bootstrap and Other Resampling Plans (1982), 6.3. It is that of rows drawn at random, so that prevalence varies too.
// A walk from the top knows what G and L lack to those of all positives.
type precisionSums struct {
	gains, losses        float64    // G and L of the steps so far
	positives, negatives squareSums // of what moves so far
}

// add takes a level of positives, of that weight and squared weight, with the hits and false alarms down to it, and
// the squared weight of the negatives since the level before.
func (s *precisionSums) add(weight, squares, ofNegatives, hits, falseAlarms float64) {
	s.negatives.add(ofNegatives, s.losses)
	share := 1 / (hits + falseAlarms)
	s.positives.add(squares, hits*share-s.gains)
	s.gains += weight * share * share * falseAlarms
	s.losses += weight * share * share * hits
}

// precisionVariance is that of an average precision over positives of that weight.
func precisionVariance(parts []precisionSums, precision, weight float64) float64 {
	var gains, losses, variance sum
	for _, part := range parts {
		gains.Add(part.gains)
		losses.Add(part.losses)
	}
	gain, loss := gains.Value(), losses.Value() // of this part and those below
	for _, part := range parts {
		variance.Add(part.positives.around(gain - precision))
		variance.Add(part.negatives.around(-loss))
		gain -= part.gains
		loss -= part.losses
	}
	return max(variance.Value(), 0) / weight / weight
}
