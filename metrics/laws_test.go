package metrics_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

func asRowError(err error, target **metrics.RowError) bool { return errors.As(err, target) }

// everything is every reading of a State that does not depend on the number of rows.
func everything(s *metrics.State) map[string]float64 {
	values := make(map[string]float64)
	for _, threshold := range []string{"0.125", "0.5", "1"} {
		for _, name := range []string{"precision", "recall", "f1", "f2", "specificity", "balanced_accuracy", "mcc", "accuracy"} {
			metric, err := metrics.ByName(name + "@" + threshold)
			if err != nil {
				panic(err)
			}
			if v := metric.Read(s); v.Undefined == "" {
				values[name+"@"+threshold] = v.V
				values[name+"@"+threshold+" baseline"] = v.Baseline
			}
		}
	}
	for name, v := range metricstest.Values(metrics.Report(s, 0.5)) {
		values[name] = v
	}
	values["positive weight"], values["negative weight"] = s.PositiveWeight(), s.NegativeWeight()
	values["points"] = float64(s.ROC().Len())
	return values
}

func decodeJSON(data []byte) (*metrics.State, error) {
	s := metrics.NewState()
	return s, json.Unmarshal(data, s)
}

func decodeBinary(data []byte) (*metrics.State, error) {
	s := metrics.NewState()
	return s, s.UnmarshalBinary(data)
}

func TestExactLaws(t *testing.T) {
	metricstest.Run(t, metrics.NewState, metricstest.Options[*metrics.State]{
		Read: everything, Exact: true,
		Encode: func(s *metrics.State) ([]byte, error) { return json.Marshal(s) }, Decode: decodeJSON,
	})
}

func TestBinnedLaws(t *testing.T) {
	newBinned := func() *metrics.State { return metrics.NewBinnedState(16) }
	metricstest.Run(t, newBinned, metricstest.Options[*metrics.State]{
		Read: everything, Encode: (*metrics.State).MarshalBinary, Decode: decodeBinary,
	})
}

// TestMergedBytes: an exact State does not remember how its examples came, not even in its written form.
func TestMergedBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x, y := metricstest.Batch().Draw(rt, "x"), metricstest.Batch().Draw(rt, "y")
		whole, left, right := newState(t, x), newState(t, x), newState(t, y)
		if err := errors.Join(whole.Update(y), right.Merge(left)); err != nil {
			rt.Fatal(err)
		}
		for _, encode := range []func(*metrics.State) ([]byte, error){
			(*metrics.State).MarshalBinary, (*metrics.State).MarshalJSON,
		} {
			a, errA := encode(whole)
			b, errB := encode(right)
			if errA != nil || errB != nil || !bytes.Equal(a, b) {
				rt.Fatalf("the whole writes %q (%v), the merged parts %q (%v)", a, errA, b, errB)
			}
		}
	})
}

// TestIntervals: every reading that has an interval lies in it, and every interval in the metric's range.
func TestIntervals(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newState(t, metricstest.Batch().Draw(rt, "batch"))
		for _, reading := range metrics.Report(s, rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}).Draw(rt, "threshold")) {
			v := reading.Value
			if v.Undefined == "" && v.NoInterval == "" && !(v.Lo <= v.V && v.V <= v.Hi && v.Lo >= -1) {
				rt.Fatalf("%s: %v is not in [%v, %v]", reading.Name, v.V, v.Lo, v.Hi)
			}
			if _, err := json.Marshal(reading); err != nil {
				rt.Fatalf("%s: %v", reading.Name, err)
			}
		}
	})
}

// TestExtremeWeights: the whole allowed range of weights in one State gives nothing that JSON cannot hold.
func TestExtremeWeights(t *testing.T) {
	extreme := rapid.SampledFrom([]float64{metrics.MinWeight, 1e-25, 1, 1e25, metrics.MaxWeight})
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		b.Weights = rapid.SliceOfN(extreme, len(b.Scores), len(b.Scores)).Draw(rt, "extreme weights")
		checkInvariants(t, newState(t, b))
		checkInvariants(t, binnedOf(7, b))
	})
}

// TestBounds: binned areas are as near to the exact ones as they say.
func TestBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		binned := metrics.NewBinnedState(rapid.IntRange(1, 40).Draw(rt, "bins"))
		if err := binned.Update(b); err != nil {
			rt.Fatal(err)
		}
		whole := newState(t, b)
		for _, area := range []struct {
			name          string
			binned, exact metrics.Value
			bound         float64
		}{
			{"ROC AUC", binned.ROCAUC(), whole.ROCAUC(), binned.AUCBound()},
			{"average precision", binned.AveragePrecision(), whole.AveragePrecision(), binned.AveragePrecisionBound()},
		} {
			if d := area.binned.V - area.exact.V; d > area.bound+1e-12 || -d > area.bound+1e-12 {
				rt.Fatalf("%s: binned %v, exact %v, bound %v", area.name, area.binned.V, area.exact.V, area.bound)
			}
		}
		if whole.AUCBound() != 0 || whole.AveragePrecisionBound() != 0 {
			rt.Fatal("an exact State claims an error")
		}
	})
}
