package metrics

// Flipped is the table with the classes exchanged, as if the negative class were the one sought: its Precision is
// this table's NPV, its Recall the Specificity.
func (c Confusion) Flipped() Confusion {
	flipped := confusion(c.tn(), c.fn(), c.tp(), c.fp())
	flipped.GivenPrevalence = c.GivenPrevalence
	return flipped
}
