package dense

import (
	"encoding/json"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// MLP is a multilayer perceptron over rows of features: dense layers with rectified linear units (ReLU), each followed
// by dropout. It standardises the features, and takes those with heavy tails, such as amounts, by their ranks among the training rows.
type MLP struct {
	Hidden  []int   // units of each hidden layer; zero: 128 and 64
	Dropout float64 // share of the units that a training step leaves out, below 1; zero: 0.2; below zero: none

	standardization layers.Standardization
	quantiles       layers.Quantiles
}

func (m MLP) withDefaults() MLP {
	if len(m.Hidden) == 0 {
		m.Hidden = []int{128, 64}
	}
	m.Dropout = layers.DropoutOrDefault(m.Dropout, 0.2)
	return m
}

// Learn implements model.Learner: it returns m with what standardises the training examples.
func (m MLP) Learn(train *data.Examples) (model.Network, error) {
	var err error
	if m.standardization, err = learn(train); err != nil {
		return m, err
	}
	x, err := columnX(train)
	if err == nil && len(x.Shape) == 1 {
		m.quantiles = layers.NewQuantiles(x.Floats, x.Width())
	}
	return m, err
}

// Logits implements model.Network: [B, D] to [B, columns].
func (m MLP) Logits(scope *gomlx.Scope, columns map[string]*Node, bias []float32) *Node {
	m = m.withDefaults()
	x := standardised(scope, columns, m.standardization)
	if x.Rank() == 2 {
		x = m.quantiles.Replace(scope.In("quantiles"), columns[data.ColumnX], x)
	}
	x = Reshape(x, x.Shape().Dim(0), -1)
	for i, units := range m.Hidden {
		x = activation.Relu(layers.Dense(scope.In("hidden_%d", i), x, units, nil))
		x = layers.Dropout(scope.In("dropout_%d", i), x, m.Dropout)
	}
	return layers.Dense(scope.In("head"), x, len(bias), bias)
}

// Check implements model.Network.
func (m MLP) Check() error {
	m = m.withDefaults()
	errs := []error{layers.CheckDropout("dense.MLP", m.Dropout)}
	for _, units := range m.Hidden {
		if units < 1 {
			errs = append(errs, fmt.Errorf("dense.MLP: Hidden holds %d, want at least 1 unit in each layer", units))
		}
	}
	return errors.Join(errs...)
}

// MarshalJSON writes the name of the network and its fields, with their defaults.
func (m MLP) MarshalJSON() ([]byte, error) {
	type fields MLP
	return json.Marshal(struct {
		Name string
		fields
	}{"mlp", fields(m.withDefaults())})
}

func (m MLP) String() string { return text(m) }
