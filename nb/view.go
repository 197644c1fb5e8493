package nb

import (
	"io"
	"strings"
	"sync"

	"github.com/seqpair/seqpair/nb/plot"
)

// view is one output: a picture or a table, and what it says as text.
type view struct {
	html    string // if there is no picture
	picture *plot.Picture
	text    string // ends with a line break

	vegaLite []byte // the picture as a Vega-Lite specification that the reader can move; nil: it does not move
	page     []byte // the same as a page of its own
}

// drawing is a picture in the forms that a notebook takes.
type drawing struct{ png, svg []byte }

// drawAll draws the pictures side by side: drawing is most of what a cell that only looks computes. It returns
// at once; each drawing is waited for when it is taken.
func drawAll(views []view) []func() drawing {
	drawings := make([]func() drawing, len(views))
	for i, v := range views {
		if v.picture == nil {
			continue
		}
		drawings[i] = sync.OnceValue(func() drawing { return drawing{v.picture.PNG(), v.picture.SVG()} })
		go drawings[i]()
	}
	return drawings
}

// writeText writes the views as paragraphs.
func writeText(w io.Writer, views []view) error {
	texts := make([]string, len(views))
	for i, v := range views {
		texts[i] = v.text
	}
	_, err := io.WriteString(w, strings.Join(texts, "\n"))
	return err
}
