package plot

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/plot/vg"
)

func TestThinKeepsWhatShows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		line := []vg.Point{{}}
		for range random.IntN(3_000) {
			last := line[len(line)-1]
			line = append(line, last.Add(vg.Point{X: vg.Length(random.Float64() / 10), Y: vg.Length(random.NormFloat64() / 5)}))
		}
		original := append([]vg.Point(nil), line...)
		kept := thin(line)
		if kept[0] != original[0] || kept[len(kept)-1] != original[len(original)-1] {
			t.Fatal("an end is missing")
		}
		for _, p := range original {
			if d := toLine(p, kept); d > 2*tolerance {
				t.Fatalf("a point is %v away from the thinned line, want at most %v", d, 2*tolerance)
			}
		}
	}
}

func toLine(p vg.Point, line []vg.Point) vg.Length {
	nearest := distance(p, line[0])
	for i := 1; i < len(line); i++ {
		nearest = min(nearest, toSegment(p, line[i-1], line[i]))
	}
	return nearest
}

func TestThinDropsWhatDoesNotShow(t *testing.T) {
	var line []vg.Point
	for i := range 10_000 {
		line = append(line, vg.Point{X: vg.Length(i) / 10, Y: vg.Length(i) / 20})
	}
	if kept := thin(line); len(kept) != 2 {
		t.Errorf("%d points are left of a straight line", len(kept))
	}
	if kept := thin(nil); len(kept) != 0 {
		t.Errorf("%d points are left of none", len(kept))
	}
}
