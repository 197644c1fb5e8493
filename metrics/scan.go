package metrics

// visitor takes the levels of a State in falling order of score.
type visitor = func(*stretch)

// scanner prepares one pass over the levels of examples that total pos and neg: what takes the levels (nil if
// none need be seen) and what then reads. Several scanners can share a pass: see gathering.
type scanner[T any] func(pos, neg tally) (visitor, func() T)

// scan reads one scanner.
func scan[T any](s *State, prepare scanner[T]) T {
	g := newGathering(s)
	read := gather(g, nil, prepare)
	g.run()
	return read()
}

// gathering is scanners that will share passes over one State.
type gathering struct {
	kept     store
	pos, neg tally
	given    bool // see State
	visits   []visitor
	shared   map[any]any // functions that read, by key
}

func newGathering(s *State) *gathering {
	g := &gathering{kept: s.settled(), given: s.given, shared: make(map[any]any)}
	g.pos, g.neg = g.kept.total()
	return g
}

// gather adds a scanner, unless one of the same key, not nil, has been added. What it returns reads after run.
func gather[T any](g *gathering, key any, prepare scanner[T]) func() T {
	if read, ok := g.shared[key].(func() T); ok {
		return read
	}
	visit, read := prepare(g.pos, g.neg)
	if visit != nil {
		g.visits = append(g.visits, visit)
	}
	if key != nil {
		g.shared[key] = read
	}
	return read
}

// run lets every scanner see the levels: on each thread some of them, which is a pass.
func (g *gathering) run() {
	passes := min(threads(int(g.pos.rows+g.neg.rows)), len(g.visits))
	together(passes, func(pass int) {
		var mine []visitor
		for i := pass; i < len(g.visits); i += passes {
			mine = append(mine, g.visits[i])
		}
		g.kept.sweep(func(s *stretch) {
			s.mark()
			for _, visit := range mine {
				visit(s)
			}
		})
	})
}

// already is a scanner's answer that needs no pass.
func already[T any](answer T) (visitor, func() T) {
	return nil, func() T { return answer }
}
