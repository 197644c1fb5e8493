package metrics

import (
	"math"
	"sync"
)

// memo keeps what readers have found until the store changes.
type memo struct {
	mu          sync.Mutex
	areas       *areas
	losses      *lossSums
	firstLevels []int
	tables      map[float64]Confusion
}

func (m *memo) clear() { m.areas, m.losses, m.firstLevels, m.tables = nil, nil, nil, nil }

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
	m.mu.Lock()
	found := m.areas
	m.mu.Unlock()
	if found == nil {
		now := find()
		m.mu.Lock()
		m.areas, found = &now, &now
		m.mu.Unlock()
	}
	return *found
}
