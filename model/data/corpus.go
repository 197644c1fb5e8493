package data

// Corpus returns the different sequences of pairs as ids, each once and without padding, in the order of their
// texts in the source. Both sides must have one vocabulary; it returns nil where each has its own.
func (e *PairEncoder) Corpus(p *Pairs) [][]int32 {
	if !e.SharedVocabulary() {
		return nil
	}
	uses, onB := p.uses(p.a), p.uses(p.b)
	var corpus [][]int32
	longer := e.A.withLength(max(e.A.length, e.B.length))
	row := make([]int32, longer.length)
	for text := range uses {
		if uses[text]+onB[text] == 0 {
			continue
		}
		var c Coverage
		longer.encode(p.texts[text], row, &c)
		corpus = append(corpus, append([]int32(nil), row[:c.Units]...))
	}
	return corpus
}
