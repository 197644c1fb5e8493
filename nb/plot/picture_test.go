package plot_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/seqpair/seqpair/nb/plot"
)

// TestDrawnSideBySide is for the race detector: a notebook's pictures are drawn at the same time.
func TestDrawnSideBySide(t *testing.T) {
	s := scored(2000)
	pictures := []plot.Picture{plot.ROC(s, 0.5), plot.PR(s, 0.5), plot.Scores(s, 0.5), plot.Result(s, 0.5)}
	want := make([][]byte, len(pictures))
	for i, p := range pictures {
		want[i] = p.PNG()
	}
	var all sync.WaitGroup
	for i, p := range pictures {
		all.Go(func() {
			if !bytes.Equal(p.PNG(), want[i]) {
				t.Errorf("%s differs when it is drawn beside others", p.Name)
			}
			p.SVG()
		})
	}
	all.Wait()
}
