package series_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/model/series"
)

// architectures are small ones of every kind that numbers can go through.
var architectures = map[string]pair.Architecture{
	"cnn":         pair.Siamese{Embedding: 4, Filters: 6, Widths: []int{1, 3}, Hidden: 5},
	"separate":    pair.Siamese{Embedding: 4, Filters: 6, Hidden: 5, Separate: true},
	"mean":        pair.Siamese{Encoder: pair.Mean, Embedding: 4, Hidden: 5},
	"cosine":      pair.Siamese{Embedding: 4, Filters: 3, Cosine: true},
	"lstm":        pair.Siamese{Encoder: pair.LSTM, Embedding: 4, Filters: 3, Hidden: 5},
	"gru":         pair.Siamese{Encoder: pair.GRU, Embedding: 4, Filters: 3, Hidden: 5},
	"transformer": pair.Siamese{Encoder: pair.Transformer, Embedding: 4, Filters: 6, Heads: 2, Layers: 1, Hidden: 5},
	"interaction": pair.Interaction{Embedding: 4, Filters: 3, Hidden: 5},
	"ensemble":    pair.Ensemble{Members: []pair.Architecture{pair.Decomposable{Embedding: 4, Hidden: 5}, pair.Siamese{Embedding: 4, Filters: 3, Hidden: 5}}},
}

var openBackend = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })

// ofTwoChannels are three pairs of up to four steps, in units far apart, with so much padding more.
func ofTwoChannels(padding int) *data.Series {
	s := &data.Series{Steps: 4 + padding, Channels: 2, Labels: []bool{true, false, false}, LengthsA: []int32{4, 3, 1}, LengthsB: []int32{2, 4, 4}}
	fill := func(lengths []int32, from float64) []float32 {
		values := make([]float32, len(lengths)*s.Width())
		for i, length := range lengths {
			for step := range int(length) {
				at := i*s.Width() + step*s.Channels
				wave := math.Sin(from + float64(i)*1.7 + float64(step))
				values[at], values[at+1] = float32(1000+100*wave), float32(0.001*wave*wave)
			}
		}
		return values
	}
	s.A, s.B = fill(s.LengthsA, 0.3), fill(s.LengthsB, 1.1)
	return s
}

// logits of a network that has learned from the examples, [N].
func logits(t *testing.T, n series.Network, train, e *data.Examples) []float32 {
	t.Helper()
	learned, err := n.Learn(train)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	exec, err := gomlx.NewExec(backend, gomlx.NewStore(), func(scope *gomlx.Scope, in []*graph.Node) *graph.Node {
		columns := map[string]*graph.Node{}
		for i, c := range e.Columns {
			columns[c.Name] = in[i]
		}
		return learned.Logits(scope, columns, make([]float32, 1))
	})
	if err != nil {
		t.Fatal(err)
	}
	var inputs []any
	for _, c := range e.Columns {
		dims := append([]int{e.Len()}, c.Shape...)
		if c.Ints != nil {
			inputs = append(inputs, tensors.FromFlatDataAndDimensions(c.Ints, dims...))
		} else {
			inputs = append(inputs, tensors.FromFlatDataAndDimensions(c.Floats, dims...))
		}
	}
	out, err := exec.Call(inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float32](out[0])
}

func near(a, b []float32, within float64) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Abs(float64(x-y)) <= within })
}

func TestPaddingChangesNothing(t *testing.T) {
	for name, a := range architectures {
		n := series.Network{Architecture: a}
		short, long := ofTwoChannels(0).Examples(), ofTwoChannels(3).Examples()
		want, got := logits(t, n, short, short), logits(t, n, long, long)
		if !near(want, got, 1e-5) {
			t.Errorf("%s: logits %v with padding, %v without", name, got, want)
		}
		if near(want[:1], want[1:2], 1e-4) {
			t.Errorf("%s: logits %v do not depend on the series", name, want)
		}
	}
}

func TestSymmetry(t *testing.T) {
	for name, a := range architectures {
		forth, back := ofTwoChannels(1), ofTwoChannels(1)
		back.A, back.B, back.LengthsA, back.LengthsB = back.B, back.A, back.LengthsB, back.LengthsA
		n := series.Network{Architecture: a}
		x, y := logits(t, n, forth.Examples(), forth.Examples()), logits(t, n, forth.Examples(), back.Examples())
		if same := near(x, y, 1e-5); same != a.Symmetric() {
			t.Errorf("%s: %v, and %v with the sides swapped", name, x, y)
		}
	}
}

// Another unit of a channel is the same series.
func TestUnitsChangeNothing(t *testing.T) {
	there, other := ofTwoChannels(2), ofTwoChannels(2)
	for _, side := range []struct {
		values  []float32
		lengths []int32
	}{{other.A, other.LengthsA}, {other.B, other.LengthsB}} {
		for i, length := range side.lengths {
			for step := range int(length) {
				side.values[i*other.Width()+step*2] = side.values[i*other.Width()+step*2]*1.8 + 32
			}
		}
	}
	n := series.Network{Architecture: architectures["cnn"]}
	if x, y := logits(t, n, there.Examples(), there.Examples()), logits(t, n, other.Examples(), other.Examples()); !near(x, y, 1e-4) {
		t.Errorf("%v, and %v in another unit", x, y)
	}
}

func TestLearnRefuses(t *testing.T) {
	rows, err := data.SyntheticFeatures(data.SyntheticFeaturesOptions{N: 20, Features: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (series.Network{}).Learn(rows.Examples()); err == nil || !strings.Contains(err.Error(), "data.Series") {
		t.Errorf("rows of features are taken for series: %v", err)
	}
	e := ofTwoChannels(0).Examples()
	e.Columns[1].Shape = []int{8, 1}
	if _, err := (series.Network{}).Learn(e); err == nil || !strings.Contains(err.Error(), "2 channels and the second ones 1") {
		t.Errorf("series of different channels: %v", err)
	}
}

func TestCheck(t *testing.T) {
	if err := (series.Network{}).Check(); err != nil {
		t.Error("zero value:", err)
	}
	if err := (series.Network{Architecture: pair.Siamese{Filters: -1}}).Check(); err == nil || !strings.Contains(err.Error(), "Filters") {
		t.Errorf("Filters below 0: %v", err)
	}
	for needs, a := range map[string]pair.Architecture{
		"pair.Wide: sequences of numbers have no n-grams": pair.Wide{}, "pair.Differences: there are no texts": pair.Differences{},
		"pair.Similarities: there are no texts":                            pair.Similarities{},
		"pair.Interaction: sequences of numbers have no n-grams in common": pair.Interaction{NGrams: []int{2}},
		"member 2: pair.Ensemble: member 1: pair.Wide: sequences of numbers have": pair.Ensemble{Members: []pair.Architecture{
			pair.Siamese{}, pair.Ensemble{Members: []pair.Architecture{pair.Wide{}}},
		}},
	} {
		if err := (series.Network{Architecture: a}).Check(); err == nil || !strings.Contains(err.Error(), needs) {
			t.Errorf("want %q: %v", needs, err)
		}
	}
	want := `{"Name":"series","Architecture":{"Name":"ensemble","Members":[{"Name":"interaction",`
	if got := (series.Network{}).String(); !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s…", got, want)
	}
}
