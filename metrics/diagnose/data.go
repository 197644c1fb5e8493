package diagnose

// Data is what labelled pairs say before any model is trained. The command and
// package model/data count it.
type Data struct {
	Parts []Part // in the order train, valid, test; one named "the pairs" if they are not split
}

// trainName is how the training part is called.
const trainName = "training data"

// Part is one part of the data, and what it shares with the training part.
type Part struct {
	Name          string
	Pairs         int64
	Positives     int64
	Repeated      int64 // pairs that stand in the part before, with the same label
	RepeatedOf    int64 // positives among them
	Contradictory int64 // different pairs that carry both labels within the part
	Runs          int64 // of equal labels in the order of the rows

	Shared        int64 // pairs that stand in the training part too, exchanged ones included
	SharedOf      int64 // positives among them
	Disputed      int64 // different pairs that carry the other label in the training part
	Members       int64 // different sequences
	SharedMembers int64 // of them in the training part too
}

// Active is what experiments on the model said.
type Active struct{}
