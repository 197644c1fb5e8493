package optimizers_test

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
	"github.com/seqpair/seqpair/model/optimizers"
)

var openBackend = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })

// weightsAfter are the weights {1, −2, 0.5} after three steps at rate 0.1.
func weightsAfter(t *testing.T, o optimizers.Optimizer) []float32 {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	w := store.VariableWithValue("/model/w", []float32{1, -2, 0.5})
	exec, err := model.NewExec(b, store, func(scope *model.Scope, gradient *graph.Node) *graph.Node {
		rate := graph.Const(gradient.Graph(), float32(0.1))
		o.Graph(scope.In("optimizer"), []optimizers.Weight{{Variable: w, Gradient: gradient}}, rate)
		return rate
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, gradient := range [][]float32{{0.1, -0.2, 0}, {0.3, 0.1, -0.5}, {-0.2, 0.4, 0.25}} {
		if _, err := exec.Call(gradient); err != nil {
			t.Fatal(err)
		}
	}
	for v := range store.IterVariables() {
		if v.Trainable != (v == w) {
			t.Errorf("%s: trainable is %v", v.Path(), v.Trainable)
		}
	}
	return w.MustValue().Value().([]float32)
}

// What Keras 3.15.1 on JAX makes of the same weights and gradients. It loses digits of 1 − 0.999^t.
var keras = map[string]struct {
	optimizer optimizers.Optimizer
	want      [3]float64
}{
	"Adam":     {optimizers.Adam{}, [3]float64{0.7824374437332153, -1.9191019535064697, 0.5972762703895569}},
	"Adamax":   {optimizers.Adamax{}, [3]float64{0.8129873275756836, -1.9091846942901611, 0.5674064755439758}},
	"RMSprop":  {optimizers.RMSprop{}, [3]float64{0.5582995414733887, -2.1130738258361816, 0.6687854528427124}},
	"SGD":      {optimizers.SGD{}, [3]float64{0.9800000190734863, -2.0299999713897705, 0.5250000357627869}},
	"momentum": {optimizers.SGD{Momentum: 0.9}, [3]float64{0.9359000325202942, -2.0048000812530518, 0.5699999928474426}},
	"Nesterov": {optimizers.SGD{Momentum: 0.9, Nesterov: true}, [3]float64{0.9223099946975708, -2.034320116043091, 0.5879999995231628}},
}

func TestStepsAreThoseOfKeras(t *testing.T) {
	for name, test := range keras {
		for i, got := range weightsAfter(t, test.optimizer) {
			if math.Abs(float64(got)-test.want[i]) > 1e-5 {
				t.Errorf("%s: weight %d is %v, in Keras %v", name, i, got, test.want[i])
			}
		}
	}
}

// TestSparseWeightsShareTheirScale: the steps of all weights of a variable stand to each other as their gradients do.
func TestSparseWeightsShareTheirScale(t *testing.T) {
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []optimizers.Optimizer{optimizers.Adam{}, optimizers.RMSprop{}} {
		store := model.NewStore()
		store.SetParam("/model/table/"+layers.ParamSparse, true)
		w := store.VariableWithValue("/model/table/w", []float32{0, 0, 0})
		other := store.VariableWithValue("/model/w", []float32{0, 0, 0})
		exec, err := model.NewExec(b, store, func(scope *model.Scope, gradient *graph.Node) *graph.Node {
			rate := graph.Const(gradient.Graph(), float32(0.1))
			o.Graph(scope.In("optimizer"), []optimizers.Weight{{Variable: w, Gradient: gradient}, {Variable: other, Gradient: gradient}}, rate)
			return rate
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := exec.Call([]float32{4, 1, 0}); err != nil {
			t.Fatal(err)
		}
		sparse, each := w.MustValue().Value().([]float32), other.MustValue().Value().([]float32)
		if math.Abs(float64(sparse[0]/sparse[1]-4)) > 1e-4 || math.Abs(float64(each[0]/each[1]-1)) > 1e-4 {
			t.Errorf("%v: sparse weights move to %v, others to %v", o, sparse, each)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	for name, test := range keras {
		text, err := json.Marshal(test.optimizer)
		if err != nil {
			t.Fatal(err)
		}
		back, err := optimizers.Decode(text)
		if err != nil || back != test.optimizer {
			t.Errorf("%s: %s is read as %v, %v", name, text, back, err)
		}
		if back.String() == "" || back.Check() != nil {
			t.Errorf("%s: %q, %v", name, back, back.Check())
		}
	}
	for _, text := range []string{`[]`, `{}`, `{"Name":"lion"}`, `{"Name":"adam","Beta1":"much"}`} {
		if o, err := optimizers.Decode([]byte(text)); err == nil {
			t.Errorf("%s is read as %v", text, o)
		}
	}
}

// What a run with the defaults has saved stays what it is known by.
func TestDefaultsAreLeftOut(t *testing.T) {
	for want, os := range map[string][]optimizers.Optimizer{
		`{"Name":"adam"}`:              {optimizers.Adam{}, optimizers.Adam{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-7}},
		`{"Name":"adamax"}`:            {optimizers.Adamax{}, optimizers.Adamax{Epsilon: 1e-7}},
		`{"Name":"rmsprop"}`:           {optimizers.RMSprop{}, optimizers.RMSprop{Decay: 0.9, Epsilon: 1e-7}},
		`{"Name":"adam","Beta2":0.99}`: {optimizers.Adam{Beta1: 0.9, Beta2: 0.99}},
	} {
		for _, o := range os {
			if text, err := json.Marshal(o); err != nil || string(text) != want {
				t.Errorf("%#v is saved as %s, %v; want %s", o, text, err, want)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	for want, o := range map[string]optimizers.Optimizer{
		"Adam: Beta1": optimizers.Adam{Beta1: 1}, "Adam: Beta2": optimizers.Adam{Beta2: -1}, "Adam: Epsilon": optimizers.Adam{Epsilon: math.Inf(1)},
		"Adamax: Beta2": optimizers.Adamax{Beta2: 2}, "SGD: Momentum": optimizers.SGD{Momentum: 1}, "Nesterov": optimizers.SGD{Nesterov: true},
		"RMSprop: Decay": optimizers.RMSprop{Decay: math.NaN()},
	} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want one with %q", o, err, want)
		}
	}
}
