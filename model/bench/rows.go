package main

import (
	"bufio"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
)

const (
	vocabulary = 5000
	length     = 32
	width      = 75 // of the features
	epochs     = 4  // the first, which compiles, is not timed
	dataSeed   = 47
	firstSeed  = 47 // of the weights, the order and the dropout of the first round
)

// row is one network: what both sides train, on the same data.
type row struct {
	name   string
	batch  int
	steps  int // in an epoch
	config model.Config
}

func rows() []row {
	siamese := func(name string, encoder func(*gomlx.Scope, *graph.Node) *graph.Node, steps int) row {
		return row{name: name, batch: 128, steps: steps, config: model.Config{
			Encoding:     data.Encoding{Length: length, Vocabulary: vocabulary},
			Model:        pair.Func{ID: name, Build: siamese(encoder), Swappable: true},
			LearningRate: 0.001,
		}}
	}
	all := []row{
		siamese("mean", mean, 800),
		siamese("cnn", cnn, 200),
		siamese("bilstm", bilstm, 60),
		siamese("transformer", transformer, 60),
		{name: "mlp", batch: 50, steps: 500, config: model.Config{
			Network: features{}, Optimizer: optimizers.Adamax{}, LearningRate: 0.001,
		}},
	}
	for i := range all {
		c := &all[i].config
		c.Epochs, c.BatchSize, c.Patience, c.Schedule = epochs, all[i].batch, -1, model.Constant
	}
	return all
}

// pairs are what the siamese networks read. One in five shares half of its ids, and is positive; one label in ten is wrong.
type pairs struct {
	A, B   []int32 // ids from 1 on, [N, length]
	Labels []bool
}

func newPairs(n int) *pairs {
	random := rand.New(rand.NewPCG(dataSeed, 1))
	p := &pairs{Labels: make([]bool, n)}
	for i := range n {
		related := random.Float64() < 0.2
		for range length {
			id := int32(1 + random.IntN(vocabulary))
			p.A = append(p.A, id)
			if !related || random.Float64() < 0.5 {
				id = int32(1 + random.IntN(vocabulary))
			}
			p.B = append(p.B, id)
		}
		p.Labels[i] = related != (random.Float64() < 0.1)
	}
	return p
}

// firstCharacter stands for id 0; the following ones are characters of Unicode's ideographs.
const firstCharacter = 0x4E00

// text turns ids into characters.
func (p *pairs) text() (*data.Pairs, error) {
	texts := func(ids []int32) string {
		runes := make([]rune, len(ids))
		for i, id := range ids {
			runes[i] = firstCharacter + id
		}
		return string(runes)
	}
	all := make([]data.Pair, len(p.Labels))
	for i := range all {
		at := i * length
		all[i] = data.Pair{A: texts(p.A[at : at+length]), B: texts(p.B[at : at+length]), Label: p.Labels[i]}
	}
	return data.New(all)
}

// newFeatures are normal; a positive, one in five, has a sum of its first ten above a bound.
func newFeatures(n int) *data.Examples {
	random := rand.New(rand.NewPCG(dataSeed, 2))
	e := &data.Examples{Source: "features"}
	column := data.Column{Name: "x", Shape: []int{width}}
	for range n {
		sum := 0.0
		for j := range width {
			x := random.NormFloat64()
			if j < 10 {
				sum += x
			}
			column.Floats = append(column.Floats, float32(x))
		}
		e.Labels = append(e.Labels, sum+random.NormFloat64() > 2.8)
	}
	e.Columns = []data.Column{column}
	return e
}

// write leaves the data of a row for Python.
func (r row) write(dir string) error {
	n := r.batch * r.steps
	if r.config.Network != nil {
		e := newFeatures(n)
		return writeAll(dir, map[string]any{"x": e.Columns[0].Floats, "labels": e.Labels})
	}
	p := newPairs(n)
	return writeAll(dir, map[string]any{"a": p.A, "b": p.B, "labels": p.Labels})
}

func writeAll(dir string, columns map[string]any) error {
	for name, values := range columns {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		defer file.Close()
		w := bufio.NewWriter(file)
		if err := binary.Write(w, binary.LittleEndian, values); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}
