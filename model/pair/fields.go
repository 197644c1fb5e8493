package pair

import (
	"errors"
	"fmt"
)

// shareOrDefault is what a share of zero stands for. All numbers below zero say the same.
func shareOrDefault(share, otherwise float64) float64 {
	switch {
	case share == 0:
		return otherwise
	case share < 0:
		return -1
	}
	return share
}

type size struct {
	name  string
	value int
}

func checkSizes(of string, sizes ...size) error {
	var errs []error
	for _, size := range sizes {
		if size.value < 1 {
			errs = append(errs, fmt.Errorf("%s: %s is %d, want at least 1, or 0 for the default", of, size.name, size.value))
		}
	}
	return errors.Join(errs...)
}

func checkWidths(of string, widths []int) error {
	for _, width := range widths {
		if width < 1 || width%2 == 0 {
			return fmt.Errorf("%s: Widths holds %d, want odd numbers from 1", of, width)
		}
	}
	return nil
}

func checkShare(of string, dropout float64) error {
	if !(dropout < 1) {
		return fmt.Errorf("%s: Dropout is %v, want a number below 1", of, dropout)
	}
	return nil
}
