package losses

// undecided is the score at which the sigmoid is steepest. Losses begin there that would draw all scores to one end, where it is flat,
// before the model has learned what tells the classes apart.
const (
	undecided     = 0.5
	undecidedOdds = undecided / (1 - undecided)
)
