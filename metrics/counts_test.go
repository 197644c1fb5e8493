package metrics_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// TestCounts32: counting float32 scores by tables is counting them one by one, whether few or most share a counter, and a
// row that is refused leaves nothing behind.
func TestCounts32(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for name, score := range map[string]func() float32{
		"spread":         random.Float32,
		"one score":      func() float32 { return 0.25 },
		"half saturated": func() float32 { return max(random.Float32()*2-1, 0) },
	} {
		narrow, wide := metrics.Batch32{}, metrics.Batch{}
		for range 5003 {
			x, positive := score(), random.IntN(10) == 0
			narrow.Scores, wide.Scores = append(narrow.Scores, x), append(wide.Scores, float64(x))
			narrow.Labels, wide.Labels = append(narrow.Labels, positive), append(wide.Labels, positive)
		}
		counted, want := metrics.NewCountingState(64), metrics.NewCountingState(64)
		if err := errors.Join(counted.Update32(narrow), want.Update(wide)); err != nil {
			t.Fatal(err)
		}
		for _, row := range []int{0, 5000, 5002} {
			good := narrow.Scores[row]
			narrow.Scores[row] = float32(math.NaN())
			var refused *metrics.RowError
			if err := counted.Update32(narrow); !errors.As(err, &refused) || refused.Row != row {
				t.Errorf("%s: got %v, want an error of row %d", name, err, row)
			}
			narrow.Scores[row] = good
		}
		if got, want := written(t, counted), written(t, want); !bytes.Equal(got, want) {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func written(t *testing.T, s *metrics.State) []byte {
	t.Helper()
	data, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
