package model

import (
	"math"
	"path"
	"strings"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/history"
)

// layerName is the scope of a weight below that of the model, or that itself.
func layerName(weight string) string {
	scope := path.Dir(weight)
	return strings.TrimPrefix(strings.TrimPrefix(scope, "/"+modelScope+"/"), "/")
}

// layers says what the step before did, from the weights before it and the squared norms of its gradients. A layer is the
// weights of one scope; layers are in the order in which the network first uses them.
func (t *trainer) layers(before map[string][]float32, squares []float32) ([]history.Layer, error) {
	now, err := t.weights()
	if err != nil {
		return nil, err
	}
	var layers []history.Layer
	place := map[string]int{}
	sums := map[string]*struct{ gradient, change, weight float64 }{}
	for _, weight := range t.uses {
		name := layerName(weight)
		if _, there := place[name]; !there {
			place[name] = len(layers)
			layers = append(layers, history.Layer{Name: name, DeadShare: math.NaN()})
			sums[name] = new(struct{ gradient, change, weight float64 })
		}
		sum := sums[name]
		for i, v := range now[weight] {
			was := float64(before[weight][i])
			sum.change += (float64(v) - was) * (float64(v) - was)
			sum.weight += was * was
		}
	}
	for i, weight := range t.weightPaths {
		sums[layerName(weight)].gradient += float64(squares[i])
	}
	for name, sum := range sums {
		l := &layers[place[name]]
		l.GradientNorm, l.UpdateRatio = math.Sqrt(sum.gradient), math.Sqrt(sum.change/sum.weight)
	}
	return layers, nil
}

// weights copies the weights to the host, by path.
func (t *trainer) weights() (map[string][]float32, error) {
	values := map[string][]float32{}
	for _, path := range t.uses {
		var err error
		if values[path], err = numbers(t.network.store.GetVariable(path)); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// weightsInUse are the paths of the weights among the parameters of a traced step, in their order.
func weightsInUse(store *model.Store, parameters []string) []string {
	var paths []string
	for _, name := range parameters {
		if v := store.GetVariable(name); v != nil && v.Trainable {
			paths = append(paths, name)
		}
	}
	return paths
}
