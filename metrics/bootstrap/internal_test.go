package bootstrap

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

// TestPoisson: a million draws have the frequencies of a Poisson variable of mean 1 (χ², 6 cells, 1 in 1000: 20.5).
func TestPoisson(t *testing.T) {
	const rows, pairs = 1000, 500
	keys := make([]uint64, rows)
	for i := range keys {
		keys[i] = numberedKey(int64(i))
	}
	even, odd := make([]uint8, rows), make([]uint8, rows)
	var seen [maxCount + 1]float64
	for pair := range pairs {
		drawPair(3, pair, keys, even, odd)
		for i := range keys {
			seen[even[i]]++
			seen[odd[i]]++
		}
	}
	term, left, chi, rest := math.Exp(-1)*2*pairs*rows, 2.0*pairs*rows, 0.0, 2.0*pairs*rows
	for k := range 5 {
		chi += (seen[k] - term) * (seen[k] - term) / term
		left, rest = left-term, rest-seen[k]
		term /= float64(k + 1)
	}
	chi += (rest - left) * (rest - left) / left
	if chi > 20.5 {
		t.Errorf("χ² of %v: %v", chi, seen)
	}
}

// TestPoissonInversion: the quick table and the thresholds agree at every border, and the ends are right.
func TestPoissonInversion(t *testing.T) {
	draws := []uint32{0, math.MaxUint32}
	for _, border := range belowCount {
		draws = append(draws, border-1, border, border+1)
	}
	for bits := range uint32(1 << quickBits) {
		lowest := bits << (32 - quickBits)
		draws = append(draws, lowest, lowest-1)
	}
	for _, draw := range draws {
		if poisson(draw) != slowCount(draw) {
			t.Errorf("draw %d: %d, want %d", draw, poisson(draw), slowCount(draw))
		}
	}
	if poisson(0) != 0 || poisson(math.MaxUint32) != maxCount {
		t.Errorf("ends: %d, %d", poisson(0), poisson(math.MaxUint32))
	}
}

// TestIndependence: the counts of one row in two replicates, and of two rows in one, are uncorrelated: rows
// numbered in sequence, replicates of one hash, of neighbouring pairs and of neighbouring seeds.
func TestIndependence(t *testing.T) {
	const rows = 200_000
	keys := make([]uint64, rows)
	for i := range keys {
		keys[i] = numberedKey(int64(i))
	}
	draw := func(seed uint64, pair int) (even, odd []uint8) {
		even, odd = make([]uint8, rows), make([]uint8, rows)
		drawPair(seed, pair, keys, even, odd)
		return even, odd
	}
	even, odd := draw(1, 0)
	next, nextOdd := draw(1, 1)
	other, otherOdd := draw(2, 0)
	// The mean of rows products of two Poisson(1) less 1 has standard deviation 1/√rows; seven tries, 4.5 of them.
	for name, pair := range map[string][2][]uint8{
		"one hash": {even, odd}, "next pair": {even, next}, "next pair, odd": {odd, nextOdd}, "next seed": {even, other},
		"next seed, odd": {odd, otherOdd}, "next row": {even[1:], even[:rows-1]}, "row after": {odd[2:], odd[:rows-2]},
	} {
		products := 0.0
		for i := range pair[0] {
			products += (float64(pair[0][i]) - 1) * (float64(pair[1][i]) - 1)
		}
		if z := products / math.Sqrt(rows); math.Abs(z) > 4.5 {
			t.Errorf("%s: correlated, z = %.1f", name, z)
		}
	}
}

// TestAreas: the shortcut reads what the metrics read of the replicate's State.
func TestAreas(t *testing.T) {
	if shortcutFor(metrics.ROCAUC()) == nil || shortcutFor(metrics.AveragePrecision()) == nil {
		t.Fatal("no shortcut")
	}
	impostor := metrics.Metric{Name: "roc_auc", Read: func(s *metrics.State) metrics.Value { return s.ROCAUC() }}
	if shortcutFor(impostor) != nil || shortcutFor(metrics.F1(0.5)) != nil {
		t.Fatal("a shortcut for the wrong metric")
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := New(4, rapid.Uint64().Draw(rt, "seed"))
		if err := s.Update(metricstest.Batch().Draw(rt, "batch")); err != nil {
			rt.Fatal(err)
		}
		each(4, s.seed, []*sample{s.sample()}, func(number int, drawn []*replicate) {
			r := drawn[0]
			for _, m := range []metrics.Metric{metrics.ROCAUC(), metrics.AveragePrecision()} {
				got, want := r.read(m), reading(m.Read(r.state()))
				if got != want && !(math.Abs(got-want) < 1e-12) && !(math.IsNaN(got) && math.IsNaN(want)) {
					rt.Errorf("%s of replicate %d: %v, want %v", m.Name, number, got, want)
				}
			}
			// Variances, since the root of what is left by rounding is a thousand million times as much.
			want := deLong(r)
			if got := r.areas.standardError; !math.IsNaN(want) && math.Abs(got*got-want*want) > 1e-12 {
				rt.Errorf("standard error of replicate %d: %v, want %v", number, got, want)
			}
		})
	})
}

// TestTables: metrics of a table are read from the counts as from the replicate's State.
func TestTables(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		batch := metricstest.Batch().Draw(rt, "batch")
		if rapid.Bool().Draw(rt, "unweighted") {
			batch.Weights = nil
		}
		ms := []metrics.Metric{metrics.F1(0.5), metrics.Accuracy(math.NaN()), metrics.MCC(0)}
		for _, score := range batch.Scores {
			ms = append(ms, metrics.Recall(score), metrics.Precision(math.Nextafter(score, 2)))
		}
		for _, name := range []string{"net_benefit@0.3", "expected_cost(1,9)@0.1", "lift"} {
			m, err := metrics.ByName(name)
			if err != nil || m.Table == nil {
				rt.Fatalf("%s: %v, or it has no table", name, err)
			}
			ms = append(ms, m)
		}
		s := New(4, rapid.Uint64().Draw(rt, "seed"))
		if err := s.Update(batch); err != nil {
			rt.Fatal(err)
		}
		each(4, s.seed, []*sample{s.sample()}, func(number int, drawn []*replicate) {
			for _, m := range ms {
				got, want := drawn[0].read(m), reading(m.Read(drawn[0].state()))
				if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
					rt.Errorf("%s of replicate %d: %v, want %v", m.Name, number, got, want)
				}
			}
		})
	})
}

// deLong is the standard error of a replicate's ROC AUC by its definition, a loop over pairs of rows: NaN where a class
// has an effective number of 1 or less.
func deLong(r *replicate) float64 {
	weight := func(i int) float64 {
		if r.weights == nil {
			return 1
		}
		return r.weights[i]
	}
	variance := 0.0
	for class := range r.classes {
		var sum, squares, mean float64
		placements := make([]float64, len(r.scores))
		for _, i := range r.classes[class] {
			var below, all float64
			for _, j := range r.classes[1-class] {
				w := float64(r.counts[j]) * weight(int(j))
				all += w
				switch {
				case r.scores[j] == r.scores[i]:
					below += w / 2
				case r.scores[j] < r.scores[i]:
					below += w
				}
			}
			placements[i] = below / all
			w, n := weight(int(i)), float64(r.counts[i])
			sum, squares, mean = sum+n*w, squares+n*w*w, mean+n*w*placements[i]
		}
		mean /= sum
		deviations := 0.0
		for _, i := range r.classes[class] {
			deviations += float64(r.counts[i]) * math.Pow(weight(int(i))*(placements[i]-mean), 2)
		}
		effective := sum * sum / squares
		if !(effective > 1) {
			return math.NaN()
		}
		variance += deviations / (sum * sum) * effective / (effective - 1)
	}
	return math.Sqrt(variance)
}

// TestDrawnState: the State of a replicate holds each row as often as it is drawn, however often that is.
func TestDrawnState(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows []row
	for i := range 200 {
		rows = append(rows, row{score: float64(random.IntN(20)) / 20, weight: float64(1 + i%3), key: uint64(i), positive: i%4 == 0})
	}
	s := newSample(rows)
	counts, again := make([]uint8, len(rows)), new(room)
	for range 20 {
		var b metrics.Batch
		for i := range counts {
			counts[i] = uint8(random.IntN(maxCount + 1))
			for range counts[i] {
				b.Scores, b.Labels = append(b.Scores, s.scores[i]), append(b.Labels, s.class[i] == 0)
				b.Weights = append(b.Weights, s.weights[i])
			}
		}
		want := metrics.NewState()
		if err := want.Update(b); err != nil {
			t.Fatal(err)
		}
		if got := s.state(counts, again); !slices.Equal(metrics.Report(got, 0.5), metrics.Report(want, 0.5)) {
			t.Fatalf("got %v, want %v", metrics.Report(got, 0.5), metrics.Report(want, 0.5))
		}
	}
}

func TestTailShare(t *testing.T) {
	if got := tailShare(1e9); math.Abs(got-0.025) > 2e-4 {
		t.Errorf("many units: %v", got)
	}
	// Hesterberg (2015): for n = 10 the expanded interval leaves out 0.0086 at each end, for n = 20 0.0159.
	for n, want := range map[float64]float64{10: 0.0086, 20: 0.0159} {
		if got := tailShare(n); math.Abs(got-want) > 1e-4 {
			t.Errorf("%v units: %v, want %v", n, got, want)
		}
	}
}
