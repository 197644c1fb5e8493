package metrics

import (
	"errors"
	"math"
)

var (
	errSklearnNaN   = errors.New("ValueError: Input contains NaN.")                                            //nolint:staticcheck // as scikit-learn says it
	errSklearnEmpty = errors.New("ValueError: Found array with 0 sample(s) while a minimum of 1 is required.") //nolint:staticcheck // as scikit-learn says it
)

// sklearnCalls read labels that were made as FixedThresholdClassifier makes them: positive from the threshold on.
func sklearnCalls() []peerCall {
	return []peerCall{
		{"accuracy_score", sklearnTable(Confusion.Accuracy), oursAt(Confusion.Accuracy)},
		{"precision_score", sklearnTable(Confusion.Precision), oursAt(Confusion.Precision)},
		{"recall_score", sklearnTable(Confusion.Recall), oursAt(Confusion.Recall)},
		{"f1_score", sklearnTable(Confusion.F1), oursAt(Confusion.F1)},
		{"matthews_corrcoef", sklearnTable(Confusion.MCC), oursAt(Confusion.MCC)},
		{"imblearn specificity_score", imblearnSpecificity, oursAt(Confusion.Specificity)},
		{"roc_auc_score", sklearnScores((*State).ROCAUC, math.NaN()), oursOf((*State).ROCAUC)},
		{"average_precision_score", sklearnScores((*State).AveragePrecision, 0), oursOf((*State).AveragePrecision)},
		{"auc of precision_recall_curve", sklearnTrapezoids, oursOf((*State).AveragePrecision)},
	}
}

// ranked is a State of the ranks of scores: scikit-learn takes any finite score.
func ranked(p *peerInput) (*State, error) {
	if p.hasNaN() {
		return nil, errSklearnNaN
	}
	s := NewState()
	for _, b := range p.batches {
		squeezed := Batch{Labels: b.Labels, Weights: b.Weights}
		for _, score := range b.Scores {
			if p.outside() {
				score = 0.5 + math.Atan(score)/math.Pi // keeps the order
			}
			squeezed.Scores = append(squeezed.Scores, score)
		}
		if err := s.Update(squeezed); err != nil {
			return nil, err
		}
	}
	if s.Positives()+s.Negatives() == 0 {
		return nil, errSklearnEmpty
	}
	return s, nil
}

func whySklearn(p *peerInput) string {
	if p.refused != nil {
		return "scikit-learn takes any finite score; we want probabilities, since losses and thresholds need them"
	}
	return "scikit-learn warns and prints 0 where the reading is 0/0; we say undefined and why"
}

func sklearnTable(read func(Confusion) Value) func(*peerInput) (float64, string, error) {
	return func(p *peerInput) (float64, string, error) {
		if p.hasNaN() {
			return 0, whySklearn(p), errSklearnNaN
		}
		var cells [4]tally
		p.each(func(score float64, positive bool, weight float64) {
			at := &cells[2*bit(positive)+bit(score >= p.threshold)]
			*at = at.plus(tally{rows: 1, weight: weight, squares: weight * weight})
		})
		c := confusion(cells[3], cells[1], cells[0], cells[2])
		if c.total() == 0 {
			return 0, whySklearn(p), errSklearnEmpty
		}
		number, _ := SklearnConvention.Number(read(c))
		return number, whySklearn(p), nil
	}
}

// imblearnSpecificity is 0 where negatives are the only class, although all are right.
func imblearnSpecificity(p *peerInput) (float64, string, error) {
	number, why, err := sklearnTable(Confusion.Specificity)(p)
	if err == nil && p.refused == nil && p.state.Positives() == 0 && p.state.At(p.threshold).FP == 0 {
		return 0, "imbalanced-learn takes the only class that it sees for the positive one", nil
	}
	return number, why, err
}

func sklearnScores(read func(*State) Value, missing float64) func(*peerInput) (float64, string, error) {
	return func(p *peerInput) (float64, string, error) {
		s, err := ranked(p)
		if err != nil {
			return 0, whySklearn(p), err
		}
		if v := read(s); v.Undefined == "" {
			return v.V, whySklearn(p), nil
		}
		return missing, "a class is missing: scikit-learn warns and prints NaN or 0, we say undefined", nil
	}
}

func sklearnTrapezoids(p *peerInput) (float64, string, error) {
	number, why, err := sklearnScores((*State).PRTrapezoid, 0)(p)
	if p.refused == nil {
		why = "trapezoids join points that no threshold between them reaches, which is too high as a rule; average precision has steps"
	}
	return number, why, err
}
