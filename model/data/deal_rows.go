package data

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
)

// dealRows divides n rows into train, valid and test. count says how many labels of each class a row has. Rows of one
// group stay together, and so does each with the rows that it is like.
func dealRows(groups []string, seed int64, n int, count func(row int) [2]int, like ...func(row int) int32) ([3][]int, error) {
	var rows [3][]int
	if n < len(partShares) {
		return rows, fmt.Errorf("%d examples cannot be split into train, valid and test: at least 3 are needed", n)
	}
	together := newUnionFind(n)
	firsts := map[string]int32{}
	for i := range n {
		for _, other := range like {
			together.union(int32(i), other(i))
		}
		if groups == nil || groups[i] == "" {
			continue
		}
		if first, seen := firsts[groups[i]]; seen {
			together.union(int32(i), first)
		} else {
			firsts[groups[i]] = int32(i)
		}
	}
	b := blocks{of: number(n, func(i int) int32 { return together.find(int32(i)) })}
	for i, block := range b.of {
		if int(block) == len(b.count) {
			b.count = append(b.count, [2]int{})
		}
		for class, labels := range count(i) {
			b.count[block][class] += labels
			b.total[class] += labels
		}
	}
	partOf := deal(b, seed)
	for i, block := range b.of {
		rows[partOf[block]] = append(rows[partOf[block]], i)
	}
	return rows, b.check(partOf)
}

// check refuses a part that lacks a class which the blocks have, or half of its share of the labels.
func (b blocks) check(partOf []int8) error {
	var counts [3][2]int
	for block, part := range partOf {
		for class, labels := range b.count[block] {
			counts[part][class] += labels
		}
	}
	if err := b.checkThree(); err != nil {
		return err
	}
	all := b.total[0] + b.total[1]
	for part, target := range partShares {
		for class, labels := range counts[part] {
			if labels == 0 && b.total[class] > 0 {
				return fmt.Errorf("a split leaves no %s label for %s: the %d there are stand in %d groups or examples that are kept whole: add examples of that class, or use smaller groups",
					classNames[class], partNames[part], b.total[class], b.holding(class))
			}
		}
		if got := float64(counts[part][0]+counts[part][1]) / float64(all); 2*got < target {
			return fmt.Errorf("a split would give %s %.0f %% of the labels instead of %.0f %%: %d of %d stand in one group or example that is kept whole: use smaller groups, or split the data yourself",
				partNames[part], 100*got, 100*target, b.largest(), all)
		}
	}
	return nil
}

// checkThree refuses a class that is there and cannot stand in three parts, whatever is kept whole.
func (b blocks) checkThree() error {
	for class, n := range b.total {
		if n > 0 && n < len(partNames) {
			return fmt.Errorf("%d of the labels are %s, which cannot stand in train, valid and test: add examples of that class, or make the parts yourself", n, classNames[class])
		}
	}
	return nil
}

// count is one label of a class.
func count(positive bool) [2]int {
	if positive {
		return [2]int{0, 1}
	}
	return [2]int{1, 0}
}

// copies says which row, of so many values each, is the first that was asked for of those that equal a given one.
func copies(values []float32, width int) func(row int) int32 {
	firsts := map[[sha256.Size]byte]int32{}
	buffer := make([]byte, 0, 4*width)
	return func(row int) int32 {
		buffer = buffer[:0]
		for _, v := range part(values, row, width) {
			buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(v+0)) // adding 0 turns -0 into +0
		}
		sum := sha256.Sum256(buffer)
		if first, seen := firsts[sum]; seen {
			return first
		}
		firsts[sum] = int32(row)
		return int32(row)
	}
}
