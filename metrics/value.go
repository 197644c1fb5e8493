package metrics

// Reason says why a value (or its interval) does not exist. The empty Reason means that it does.
type Reason string

// The reasons that readers of this package give.
const (
	NoExamples      Reason = "no examples"
	NoPositives     Reason = "no positive examples"
	NoNegatives     Reason = "no negative examples"
	NothingPositive Reason = "nothing predicted positive"
	NothingNegative Reason = "nothing predicted negative"
)

// Direction says which way a metric gets better.
type Direction int

// The two directions.
const (
	HigherIsBetter Direction = iota
	LowerIsBetter
)

// Value is one reading: never a bare number.
// V, Lo and Hi mean nothing when Undefined is set; Lo and Hi mean nothing when NoInterval is set.
type Value struct {
	V          float64 // the reading
	Lo, Hi     float64 // 95 % interval
	N          int64   // examples that the reading's denominator rests on, unweighted
	Weight     float64 // their summed weight
	Baseline   float64 // what a model without skill reads at this prevalence
	Undefined  Reason  // why V does not exist; empty if it does
	NoInterval Reason  // why Lo and Hi do not exist; empty if they do
}
