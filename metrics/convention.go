package metrics

import "math"

// Convention is what libraries choose differently when they turn scores into a number. The zero value is ours.
type Convention struct {
	Above  bool     // a score is positive above the threshold; else it is from the threshold on
	Zero   ZeroRule // what a reading becomes that does not exist
	PRArea PRArea   // what is called the area under the precision-recall curve
}

// ZeroRule is what a reading becomes that does not exist, such as a precision where nothing is predicted positive.
type ZeroRule int

// The rules. KeepUndefined is ours: a Value that says why.
const (
	KeepUndefined ZeroRule = iota
	ZeroIfUndefined
	OneIfUndefined
	NaNIfUndefined
)

// PRArea is a way to the area under the precision-recall curve.
type PRArea int

// The ways. AveragePrecisionSteps is ours and scikit-learn's; scikit-learn's auc of its curve is PRTrapezoids, too
// high as a rule; Keras interpolates as Davis and Goadrich do.
const (
	AveragePrecisionSteps PRArea = iota
	PRTrapezoids
	DavisGoadrich
)

// The conventions of others for a sigmoid's score, at one threshold. torchmetrics' curves count from the
// threshold on, where its tables count above it.
var (
	KerasConvention        = Convention{Above: true, Zero: ZeroIfUndefined, PRArea: DavisGoadrich}
	TorchmetricsConvention = Convention{Above: true, Zero: ZeroIfUndefined}
	SklearnConvention      = Convention{Zero: ZeroIfUndefined}
	TFMAConvention         = Convention{Above: true, Zero: NaNIfUndefined, PRArea: DavisGoadrich}
)

// At is [State.At] by the convention.
func (c Convention) At(s *State, threshold float64) Confusion {
	if c.Above {
		threshold = math.Nextafter(threshold, math.Inf(1))
	}
	return s.At(threshold)
}

// Number is a Value as the convention prints it, and whether it exists there.
func (c Convention) Number(v Value) (float64, bool) {
	if v.Undefined == "" {
		return v.V, true
	}
	switch c.Zero {
	case ZeroIfUndefined:
		return 0, true
	case OneIfUndefined:
		return 1, true
	case NaNIfUndefined:
		return math.NaN(), true
	}
	return 0, false
}

// PRAUC is what the convention calls the area under the precision-recall curve.
func (c Convention) PRAUC(s *State) Value {
	switch c.PRArea {
	case PRTrapezoids:
		return s.PRTrapezoid()
	case DavisGoadrich:
		return s.PRDavisGoadrich()
	}
	return s.AveragePrecision()
}
