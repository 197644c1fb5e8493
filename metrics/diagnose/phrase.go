package diagnose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// number shows v to three significant digits, four if it is near 1.
func number(v float64) string {
	if v >= 0.9 && v < 1 {
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// list joins words: "a, b and c". Repeated words are named once.
func list(words ...string) string {
	different := once(words)
	if len(different) < 2 {
		return strings.Join(different, "")
	}
	last := len(different) - 1
	return strings.Join(different[:last], ", ") + " and " + different[last]
}

// once are words without repetitions, in their order.
func once(words []string) []string {
	var all []string
	for _, w := range words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// short is list with at most four words, the first and the last ones.
func short(words ...string) string {
	if len(words) <= 4 {
		return list(words...)
	}
	return words[0] + ", " + words[1] + ", … " + words[len(words)-1]
}

// epochs names the epochs of rows: "epochs 2-3".
func epochs(rows []row) string {
	first, last := rows[0].epoch, rows[len(rows)-1].epoch
	if one(rows) {
		return fmt.Sprintf("epoch %d", first)
	}
	return fmt.Sprintf("epochs %d-%d", first, last)
}

// during says over which epochs, or in which one, something holds.
func during(rows []row) string {
	if one(rows) {
		return "in " + epochs(rows)
	}
	return "over " + epochs(rows)
}

// texts are the readings of rows as printed.
func texts(rows []row, read func(row) reading) []string {
	var all []string
	for _, w := range rows {
		all = append(all, read(w).text)
	}
	return all
}
