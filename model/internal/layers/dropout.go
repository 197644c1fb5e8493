package layers

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
)

// Dropout zeroes a share of x while training; none where share is not above zero.
func Dropout(scope *model.Scope, x *Node, share float64) *Node {
	return layers.DropoutStatic(scope, x, share)
}

// DropoutOrDefault is what the field of an architecture stands for: zero is otherwise, and all numbers below zero say none, -1.
func DropoutOrDefault(share, otherwise float64) float64 {
	switch {
	case share == 0:
		return otherwise
	case share < 0:
		return -1
	}
	return share
}

// CheckDropout returns an error unless the share is below 1. of is the architecture, such as "pair.Siamese".
func CheckDropout(of string, share float64) error {
	if !(share < 1) {
		return fmt.Errorf("%s: Dropout is %v, want a number below 1", of, share)
	}
	return nil
}
