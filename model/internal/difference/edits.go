package difference

import "slices"

// edit is a run of letters in one word in whose place another run stands in the other. Either may be empty.
type edit struct {
	removed, added []rune
	before, after  []rune // two letters of the first word on either side, edges among them
	kept           []rune // the letters before the next edit
}

// editsOf are what turns word a into b with the fewest letters exchanged, removed and added (Levenshtein 1966), from the start on.
// Neighbouring ones are one edit.
func editsOf(a, b []rune) []edit {
	padded := append(append([]rune{edge, edge}, a...), edge, edge)
	var edits []edit
	i, j := 0, 0
	for _, kept := range append(commonLetters(a, b), [2]int{len(a), len(b)}) {
		if to := kept[0]; kept != [2]int{i, j} {
			edits = append(edits, edit{a[i:to], b[j:kept[1]], padded[i : i+2], padded[to+2 : to+4], nil})
		}
		i, j = kept[0]+1, kept[1]+1
		if last := len(edits) - 1; last >= 0 && i <= len(a) {
			edits[last].kept = append(edits[last].kept, a[kept[0]])
		}
	}
	return edits
}

// and is what both edits and the letters between them make of what.
func (e edit) and(next edit) (before, after []rune) {
	return slices.Concat(e.removed, e.kept, next.removed), slices.Concat(e.added, e.kept, next.added)
}

// commonLetters are the places, in a and b, of the letters that stay, rising. Of several ways to turn a into b with the fewest
// changes it takes the one that, seen from the end, exchanges or keeps letters first, and then removes.
func commonLetters(a, b []rune) [][2]int {
	distance := distances(a, b)
	var kept [][2]int
	for i, j := len(a), len(b); i > 0 && j > 0; {
		differs := 0
		if a[i-1] != b[j-1] {
			differs = 1
		}
		switch distance[i][j] {
		case distance[i-1][j-1] + differs:
			i, j = i-1, j-1
			if differs == 0 {
				kept = append(kept, [2]int{i, j})
			}
		case distance[i-1][j] + 1:
			i--
		default:
			j--
		}
	}
	slices.Reverse(kept)
	return kept
}

// distances are those between the first i letters of a and the first j of b, at [i][j].
func distances(a, b []rune) [][]int {
	d := make([][]int, len(a)+1)
	numbers := make([]int, (len(a)+1)*(len(b)+1))
	for i := range d {
		d[i] = numbers[i*(len(b)+1) : (i+1)*(len(b)+1)]
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i, x := range a {
		for j, y := range b {
			exchanged := d[i][j]
			if x != y {
				exchanged++
			}
			d[i+1][j+1] = min(exchanged, d[i][j+1]+1, d[i+1][j]+1)
		}
	}
	return d
}
