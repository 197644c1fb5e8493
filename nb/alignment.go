package nb

import "slices"

// gap stands in an aligned text where the other has a rune more. Unlike a hyphen, data seldom hold it.
const gap = '·'

// aligned are two texts of one length, gaps filled in so that as few runes as can be stand over another one
// (Needleman and Wunsch, J. Mol. Biol. 48 (1970) 443, at a cost of 1 for a gap and for a substitution). differs says
// where.
func aligned(a, b []rune) (x, y []rune, differs []bool) {
	cost := make([][]int, len(a)+1)
	for i := range cost {
		cost[i] = make([]int, len(b)+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = j
			case j == 0:
				cost[i][j] = i
			default:
				cost[i][j] = min(cost[i-1][j-1]+unequal(a[i-1], b[j-1]), cost[i-1][j]+1, cost[i][j-1]+1)
			}
		}
	}
	for i, j := len(a), len(b); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && cost[i][j] == cost[i-1][j-1]+unequal(a[i-1], b[j-1]):
			i, j = i-1, j-1
			x, y, differs = append(x, a[i]), append(y, b[j]), append(differs, a[i] != b[j])
		case i > 0 && cost[i][j] == cost[i-1][j]+1:
			i--
			x, y, differs = append(x, a[i]), append(y, gap), append(differs, true)
		default:
			j--
			x, y, differs = append(x, gap), append(y, b[j]), append(differs, true)
		}
	}
	slices.Reverse(x)
	slices.Reverse(y)
	slices.Reverse(differs)
	return x, y, differs
}

func unequal(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
