package metrics

import (
	"math"
	"sync"
)

// memo keeps what readers have found until the store changes.
type memo struct {
	mu     sync.Mutex
	areas  *areas
	pairs  *[]pairCounts
	sums   *[]areaSums
	losses *lossSums
	levels *levelTable
	tables map[float64]Confusion
}

func (m *memo) clear() {
	m.areas, m.pairs, m.sums, m.losses, m.levels, m.tables = nil, nil, nil, nil, nil, nil
}

// tableAt keeps a few tables of a store that takes long to find one.
func (m *memo) tableAt(threshold float64, find func() Confusion) Confusion {
	const most = 64
	if math.IsNaN(threshold) {
		threshold = math.Inf(1)
	}
	m.mu.Lock()
	table, ok := m.tables[threshold]
	m.mu.Unlock()
	if ok {
		return table
	}
	table = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tables == nil || len(m.tables) >= most {
		m.tables = make(map[float64]Confusion)
	}
	m.tables[threshold] = table
	return table
}

func (m *memo) areasOf(find func() areas) areas {
	return *remembered(m, &m.areas, func() *areas { a := find(); return &a })
}

func (m *memo) tableOf(find func() *levelTable) *levelTable { return remembered(m, &m.levels, find) }

// remembered is what stands at a place of the memo, or else is found and put there. Readers beside each other may
// each find it.
func remembered[T any](m *memo, place **T, find func() *T) *T {
	m.mu.Lock()
	found := *place
	m.mu.Unlock()
	if found == nil {
		found = find()
		m.mu.Lock()
		*place = found
		m.mu.Unlock()
	}
	return found
}
