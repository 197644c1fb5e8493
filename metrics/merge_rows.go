package metrics

// mergeRows yields the rows of several cursors in falling order, until yield says no.
func mergeRows(cursors []rowCursor, yield func(row) bool) error {
	merged, err := newMergedRows(cursors)
	if err != nil {
		return err
	}
	return drain(merged, yield)
}

// mergedRows is a heap of cursors by the row that each is at, the highest first.
type mergedRows struct{ heads []rowHead }

type rowHead struct {
	row
	from rowCursor
}

func newMergedRows(cursors []rowCursor) (*mergedRows, error) {
	m := &mergedRows{}
	for _, cursor := range cursors {
		r, ok, err := cursor.next()
		if err != nil {
			return nil, err
		}
		if ok {
			m.heads = append(m.heads, rowHead{r, cursor})
		}
	}
	for i := len(m.heads)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return m, nil
}

func (m *mergedRows) next() (row, bool, error) {
	if len(m.heads) == 0 {
		return row{}, false, nil
	}
	top := &m.heads[0]
	highest := top.row
	r, ok, err := top.from.next()
	if err != nil {
		return row{}, false, err
	}
	if ok {
		top.row = r
	} else {
		last := len(m.heads) - 1
		m.heads[0] = m.heads[last]
		m.heads = m.heads[:last]
	}
	m.sink(0)
	return highest, true, nil
}

// sink moves head i down to where no head below is higher.
func (m *mergedRows) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(m.heads) {
			return
		}
		if child+1 < len(m.heads) && m.heads[child+1].above(&m.heads[child]) {
			child++
		}
		if !m.heads[child].above(&m.heads[i]) {
			return
		}
		m.heads[i], m.heads[child] = m.heads[child], m.heads[i]
		i = child
	}
}

func (h *rowHead) above(o *rowHead) bool {
	if h.bits != o.bits {
		return h.bits > o.bits
	}
	return h.weight > o.weight
}
