package nb

import (
	"io"
	"strings"

	"github.com/seqpair/seqpair/nb/plot"
)

// view is one output: a picture or a table, and what it says as text.
type view struct {
	html    string // if there is no picture
	picture *plot.Picture
	text    string // ends with a line break
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
