package nb

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/janpfeifer/gonb/gonbui"

	"github.com/seqpair/seqpair/metrics/history"
)

// Progress returns a Recorder that shows a run while it trains: in a notebook one output that is redrawn, with
// a bar, the time left, the positives seen, curves and the latest epochs; elsewhere a line per epoch on
// standard error. It never fails: training must not end because its picture could not be drawn.
// One Recorder is for one run; several goroutines may use it.
func Progress() history.Recorder {
	if connected() {
		return newLive(notebook{}, gonbui.UniqueId(), time.Now)
	}
	return ProgressTo(os.Stderr)
}

// ProgressTo returns a Recorder that writes a line per epoch to w. If w is a terminal, the steps between are
// shown on a line that is overwritten; otherwise w receives no control characters.
func ProgressTo(w io.Writer) history.Recorder { return &lines{w: w, terminal: isTerminal(w)} }

// redrawEvery bounds what a browser and the kernel's pipe have to take.
const redrawEvery = 250 * time.Millisecond

// live redraws one output.
type live struct {
	area area
	id   string
	now  func() time.Time

	mu      sync.Mutex
	log     trainingLog
	drawn   time.Time
	pending *time.Timer // draws what came too soon after the last drawing; nil if nothing waits
	failed  bool
}

func newLive(a area, id string, now func() time.Time) *live {
	return &live{area: a, id: "progress-" + id, now: now}
}

// Record draws r at once, or soon if the last drawing is recent. The end of a run is always drawn and waited for.
func (l *live) Record(r history.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.log.add(r)
	switch since := l.now().Sub(l.drawn); {
	case r.Kind == history.End:
		l.draw()
		l.area.sync()
	case since >= redrawEvery:
		l.draw()
	case l.pending == nil:
		l.pending = time.AfterFunc(redrawEvery-since, l.drawPending)
	}
	return nil
}

func (l *live) drawPending() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pending != nil {
		l.draw()
	}
}

func (l *live) draw() {
	if l.pending != nil {
		l.pending.Stop()
		l.pending = nil
	}
	if l.failed {
		return
	}
	l.failed = l.area.update(l.id, l.log.html(), l.log.text()) != nil
	l.drawn = l.now()
}
