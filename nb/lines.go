package nb

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// lines writes a line per epoch.
type lines struct {
	w        io.Writer
	terminal bool

	mu          sync.Mutex
	log         trainingLog
	drawn       time.Time
	said        []string // findings, each once
	overwritten bool     // the cursor stands on a line that is to be overwritten
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (l *lines) Record(r history.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.log.add(r)
	switch r.Kind {
	case history.Step:
		if l.terminal && time.Since(l.drawn) >= redrawEvery {
			l.drawn = time.Now()
			l.overwritten = true
			fmt.Fprintf(l.w, "\r\x1b[K%s · loss %.4f", printable.Line(l.log.headline(), 100), r.Loss)
		}
	case history.Epoch:
		l.line(epochLine(r))
		for _, finding := range l.log.watch.lines() {
			if !slices.Contains(l.said, finding) {
				l.said = append(l.said, finding)
				l.line(finding)
			}
		}
	default:
		l.line(strings.TrimPrefix(r.Run+": "+r.Text, ": "))
	}
	return nil
}

func (l *lines) line(text string) {
	if l.overwritten {
		fmt.Fprint(l.w, "\r\x1b[K")
		l.overwritten = false
	}
	fmt.Fprintln(l.w, printable.Line(text, 0))
}

func epochLine(r history.Record) string {
	width := len(fmt.Sprint(r.Epochs))
	parts := []string{fmt.Sprintf("epoch %*d/%d", width, r.Epoch, r.Epochs), fmt.Sprintf("%6s", duration(r.Seconds)),
		"loss " + loss(r.Train)}
	if r.Valid != nil {
		parts = append(parts, "valid loss "+loss(r.Valid))
	}
	if v, ok := r.Valid.Reading(r.Monitor); ok {
		parts = append(parts, r.Monitor+" "+v.String())
	}
	parts = append(parts, fmt.Sprintf("%d positives", r.Positives))
	if r.Best {
		parts = append(parts, "best")
	}
	return strings.Join(parts, "  ")
}
