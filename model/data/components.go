package data

// unionFind joins numbered nodes into components (path halving, union by size).
type unionFind struct{ parent, size []int32 }

func newUnionFind(n int) *unionFind {
	u := &unionFind{parent: make([]int32, n), size: make([]int32, n)}
	for i := range u.parent {
		u.parent[i], u.size[i] = int32(i), 1
	}
	return u
}

func (u *unionFind) find(x int32) int32 {
	for u.parent[x] != x {
		u.parent[x] = u.parent[u.parent[x]]
		x = u.parent[x]
	}
	return x
}

func (u *unionFind) union(x, y int32) {
	x, y = u.find(x), u.find(y)
	if x == y {
		return
	}
	if u.size[x] < u.size[y] {
		x, y = y, x
	}
	u.parent[y] = x
	u.size[x] += u.size[y]
}

// connected gives each pair the component that its sequences and its group put it in. Empty
// sequences and empty groups connect nothing, except that pairs of two empty sequences are the same pair.
func (p *Pairs) connected() []int32 {
	n := len(p.texts)
	u := newUnionFind(n + p.Len())
	groups := map[string]int32{}
	for i := range p.labels {
		node := int32(n + i)
		for _, text := range []int32{p.a[i], p.b[i]} {
			if p.texts[text] != "" || p.a[i] == p.b[i] {
				u.union(node, text)
			}
		}
		if g := p.group(i); g != "" {
			first, seen := groups[g]
			if !seen {
				groups[g] = node
				continue
			}
			u.union(node, first)
		}
	}
	blocks := make([]int32, p.Len())
	for i := range blocks {
		blocks[i] = u.find(int32(n + i))
	}
	return blocks
}
