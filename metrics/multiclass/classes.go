package multiclass

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// MaxClasses bounds the classes (or labels) of one accumulator: a Confusion holds their square.
const MaxClasses = 4096

// Numbered are the classes "0" to "k-1".
func Numbered(k int) []string {
	names := make([]string, max(k, 0))
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}

func checkClasses(classes []string, fewest int) error {
	if len(classes) < fewest || len(classes) > MaxClasses {
		return fmt.Errorf("multiclass: %d classes: want %d to %d", len(classes), fewest, MaxClasses)
	}
	first := make(map[string]int, len(classes))
	for i, name := range classes {
		if name == "" || !utf8.ValidString(name) {
			return fmt.Errorf("multiclass: class %d (from 0) is named %q: give every class a name in UTF-8", i, name)
		}
		if at, ok := first[name]; ok {
			return fmt.Errorf("multiclass: classes %d and %d (from 0) are both named %q: rename one", at, i, name)
		}
		first[name] = i
	}
	return nil
}

// sameClasses says whether two accumulators can be merged.
func sameClasses(mine, theirs []string) error {
	if slices.Equal(mine, theirs) {
		return nil
	}
	if len(mine) != len(theirs) {
		return fmt.Errorf("multiclass: cannot merge %d classes with %d: make both from the same list", len(mine), len(theirs))
	}
	for i := range mine {
		if mine[i] != theirs[i] {
			return fmt.Errorf("multiclass: cannot merge: class %d (from 0) is %q in one and %q in the other: "+
				"make both from the same list", i, mine[i], theirs[i])
		}
	}
	return nil
}

var errNoClasses = errors.New("multiclass: an accumulator without classes: make it with its constructor")

// checkClass is what is wrong with a class index, or nil.
func checkClass(class, k int, of string) error {
	if class < 0 || class >= k {
		return fmt.Errorf("%s is class %d: want 0 to %d; leave the row out with weight 0 if it has none", of, class, k-1)
	}
	return nil
}
