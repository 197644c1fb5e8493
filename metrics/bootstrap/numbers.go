package bootstrap

import (
	"fmt"
	"math"
	"slices"
)

// numbers are the row numbers that were given, so that none is given twice: two rows of one number would be
// drawn together.
type numbers struct {
	next  int64
	taken []span // in rising order, apart
}

// span is the numbers from from to to-1.
type span struct{ from, to int64 }

// take gives the next n numbers.
func (s *numbers) take(n int64) error {
	if n == 0 {
		return nil
	}
	if n > math.MaxInt64-s.next {
		return fmt.Errorf("bootstrap: %d rows from number %d on are more than can be numbered", n, s.next)
	}
	if err := s.insert(span{s.next, s.next + n}); err != nil {
		return err
	}
	s.next += n
	return nil
}

// merge takes the numbers of other, or none.
func (s *numbers) merge(other numbers) error {
	merged := numbers{next: max(s.next, other.next), taken: slices.Clone(s.taken)}
	for _, part := range other.taken {
		if err := merged.insert(part); err != nil {
			return err
		}
	}
	*s = merged
	return nil
}

func (s *numbers) insert(part span) error {
	at, _ := slices.BinarySearchFunc(s.taken, part, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	clash := func(i int) bool {
		return i >= 0 && i < len(s.taken) && s.taken[i].from < part.to && part.from < s.taken[i].to
	}
	if clash(at-1) || clash(at) {
		return fmt.Errorf("bootstrap: rows numbered %d to %d were counted before: start each shard with NumberFrom where the "+
			"one before ends, or name the rows with UpdateUnits", part.from, part.to-1)
	}
	if at > 0 && s.taken[at-1].to == part.from { // the usual case: one stream
		s.taken[at-1].to = part.to
		return nil
	}
	s.taken = slices.Insert(s.taken, at, part)
	return nil
}
