package pair

import (
	"errors"
	"fmt"
)

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
