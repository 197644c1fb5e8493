package optimizers

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Optimizer moves weights by their gradients, as a value: json.Marshal writes it, [Decode] reads it back.
type Optimizer interface {
	// Graph sets the next value of every weight's variable. rate is the learning rate, a float32 scalar. What the
	// optimizer remembers from step to step lives in variables of scope, which are not trainable. It panics, as graph code does.
	Graph(scope *model.Scope, weights []Weight, rate *graph.Node)

	// Check returns an error that names every field out of range.
	Check() error

	fmt.Stringer
}

// Weight is a variable and the gradient of the loss by it, of the same shape.
type Weight struct {
	Variable *model.Variable
	Gradient *graph.Node
}

// state is a variable of an optimizer that belongs to a weight and starts at 0.
func state(scope *model.Scope, w Weight, name string) *model.Variable {
	return stateOf(scope, w, name, tensors.FromShape(w.Variable.Shape()))
}

// stateOf is a variable of an optimizer that belongs to a weight and starts with a tensor of zeros.
func stateOf(scope *model.Scope, w Weight, name string, zero *tensors.Tensor) *model.Variable {
	return zeros(scope.Store(), path.Join("/", scope.Scope(), w.Variable.Path(), name), zero)
}

// step counts the steps of an optimizer, from 1 on, as a float32 scalar.
func step(scope *model.Scope, g *graph.Graph) *graph.Node {
	v := zeros(scope.Store(), path.Join("/", scope.Scope(), "step"), tensors.FromScalar(float32(0)))
	next := graph.AddScalar(v.NodeValue(g), 1)
	v.SetNodeValue(next)
	return next
}

func zeros(store *model.Store, path string, zero *tensors.Tensor) *model.Variable {
	if v := store.GetVariable(path); v != nil {
		return v
	}
	return store.VariableWithValue(path, zero).SetTrainable(false)
}

// average sets v to decay·v + (1−decay)·x.
func average(v *model.Variable, x *graph.Node, decay float64) *graph.Node {
	next := graph.Add(graph.MulScalar(v.NodeValue(x.Graph()), decay), graph.MulScalar(x, 1-decay))
	v.SetNodeValue(next)
	return next
}

// meanSquare is the running mean of the squared gradient of each weight; of sparse weights, one scalar for all of them.
func meanSquare(scope *model.Scope, w Weight, decay float64) *graph.Node {
	square := graph.Square(w.Gradient)
	sparse, _ := scope.Store().GetParam(path.Join(w.Variable.Scope(), layers.ParamSparse))
	if sparse != true {
		return average(state(scope, w, "square"), square, decay)
	}
	one := stateOf(scope, w, "square", tensors.FromScalar(float32(0)))
	return average(one, graph.ReduceAllMean(square), decay)
}

// correction is 1/(1−decay^t), which takes out that an average started at 0.
func correction(decay float64, t *graph.Node) *graph.Node {
	return graph.Reciprocal(graph.Neg(graph.Expm1(graph.MulScalar(t, math.Log(decay)))))
}

type field struct {
	name  string
	value float64
	ok    bool
	want  string
}

func check(optimizer string, fields ...field) error {
	var errs []error
	for _, f := range fields {
		if !f.ok {
			errs = append(errs, fmt.Errorf("optimizers.%s: %s is %v, want %s", optimizer, f.name, f.value, f.want))
		}
	}
	return errors.Join(errs...)
}

// decay is a share in (0, 1); zero stands for a default.
func decay(name string, v float64) field {
	return field{name, v, v >= 0 && v < 1, "a number in (0, 1), or 0 for the default"}
}

func positive(name string, v float64) field {
	return field{name, v, v >= 0 && !math.IsInf(v, 0), "a finite number above 0, or 0 for the default"}
}

// unless is v, and 0 where v is the default that 0 stands for.
func unless(standard, v float64) float64 {
	if v == standard {
		return 0
	}
	return v
}

// encode writes an optimizer as its name and its fields.
func encode(name string, fields any) ([]byte, error) {
	text, err := json.Marshal(fields)
	if err != nil || string(text) == "{}" {
		return []byte(`{"Name":` + strconv.Quote(name) + `}`), err
	}
	return append([]byte(`{"Name":`+strconv.Quote(name)+`,`), text[1:]...), nil
}

// Decode reads an optimizer that json.Marshal wrote.
func Decode(text []byte) (Optimizer, error) {
	var head struct{ Name string }
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("optimizer: %w", err)
	}
	switch head.Name {
	case adamName:
		return decode[Adam](text)
	case adamaxName:
		return decode[Adamax](text)
	case pesgName:
		return decode[PESG](text)
	case rmspropName:
		return decode[RMSprop](text)
	case sgdName:
		return decode[SGD](text)
	}
	return nil, fmt.Errorf("optimizer: unknown name %q, this version knows %s", head.Name, strings.Join([]string{adamName, adamaxName, pesgName, rmspropName, sgdName}, ", "))
}

func decode[O Optimizer](text []byte) (Optimizer, error) {
	var o O
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("optimizer: %w", err)
	}
	return o, nil
}
