package metrics

// The reasons why readers of one threshold, of costs or of a constraint give no value.
const (
	NoFalsePositives Reason = "no false positives to divide by"
	NoTrueNegatives  Reason = "no true negatives to divide by"
	NoMistakes       Reason = "no false positives or no false negatives to divide by"
	OneClass         Reason = "a class is missing, so that always saying the prevalence costs nothing"
	NoNegativeScore  Reason = "the negative examples all score 0"
	BadRate          Reason = "the rate is not in [0, 1]"
	BadAlpha         Reason = "alpha is not in [0, 1]"
	BadCosts         Reason = "a cost is negative, NaN or above 1e50, or both are 0"
	BadProbability   Reason = "the threshold probability is not in [0, 1)"
	BadAlerts        Reason = "the number of alerts is not above 0"
	BadBudget        Reason = "the budget is not a number of alerts of at least 0 for a number of examples above 0"
	NoRule           Reason = "no rule was given"
	BadBins          Reason = "the number of bins is not in [1, 65536]"
	BadRange         Reason = "the rates are not 1e-100 <= lower < upper <= 1"
	TooManyAlerts    Reason = "more alerts than examples"
	Infeasible       Reason = "no threshold meets the constraint"
)

// The reasons why they give no interval.
const (
	ZeroCell     Reason = "a cell of the table is 0"
	UseBootstrap Reason = "no closed form: take the bootstrap"
	ChosenHere   Reason = "the threshold was chosen on these examples: report it on others, or take the bootstrap"
	TiesCut      Reason = "tied scores were cut by lot"
	NoConstraint Reason = "the rule has no constraint"
	ACount       Reason = "a count is what it is"
)

// The reasons why they give no baseline.
const (
	CalibratedConstant Reason = "always saying the prevalence is perfectly calibrated"
	NoCommonBaseline   Reason = "what a model without skill reads depends on its scores"
)

// NoArea and its like say why a curve has no area.
const NoArea Reason = "this curve has no customary area"
