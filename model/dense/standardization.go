package dense

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// learn reads what standardises the last axis of the column x of the training examples.
func learn(train *data.Examples) (layers.Standardization, error) {
	x, err := columnX(train)
	if err != nil {
		return layers.Standardization{}, err
	}
	width := x.Shape[len(x.Shape)-1]
	return layers.NewStandardization(slices.Chunk(x.Floats, width), width), nil
}

// columnX is the column x of training examples.
func columnX(train *data.Examples) (data.Column, error) {
	for _, c := range train.Columns {
		if c.Name != data.ColumnX || c.Floats == nil || len(c.Shape) == 0 {
			continue
		}
		if c.Index != nil {
			return c, fmt.Errorf("package dense: the examples share rows of column %q: give each a row of its own, without Index", data.ColumnX)
		}
		return c, nil
	}
	return data.Column{}, fmt.Errorf("package dense: the examples have no column %q of numbers: data.Features and data.Images make such examples", data.ColumnX)
}

// standardised is the column x, […, D].
func standardised(scope *model.Scope, columns map[string]*Node, by layers.Standardization) *Node {
	x, there := columns[data.ColumnX]
	if !there {
		exceptions.Panicf("package dense: the examples have no column %q", data.ColumnX)
	}
	return by.Apply(scope.In("standardization"), x)
}
