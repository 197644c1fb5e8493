package nb

import (
	"encoding/base64"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// screen is where views appear, each as a new output.
type screen interface {
	show([]view) error
	sync() // returns when what was shown is there, or soon after that failed
}

// area is where one output is replaced by the next.
type area interface {
	update(id, html, text string) error
	sync()
}

// patience is how long a kernel that does not answer is waited for; a cell must never hang on its output.
const patience = 5 * time.Second

// connected opens the kernel's pipes once. Opening blocks if no kernel reads them, so it is given up after a while.
var connected = sync.OnceValue(func() bool {
	if !gonbui.IsNotebook {
		return false
	}
	opened := make(chan error, 1)
	go func() { opened <- gonbui.Open() }()
	select {
	case err := <-opened:
		return err == nil
	case <-time.After(patience):
		return false
	}
})

// current is the notebook if a kernel runs this process, else standard output.
func current() screen {
	if connected() {
		return notebook{}
	}
	return terminal{os.Stdout}
}

// notebook shows through the pipe of the GoNB kernel.
type notebook struct{}

var errKernel = errors.New("nb: the notebook's kernel no longer takes output; restart the kernel and run the cell again")

func (notebook) show(views []view) error {
	drawings := drawAll(views)
	for i, v := range views {
		if err := showView(v, drawings[i]); err != nil {
			return err
		}
	}
	return nil
}

func showView(v view, drawn func() drawing) error {
	if v.picture == nil {
		return send(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
			protocol.MIMETextHTML:  v.html,
			protocol.MIMETextPlain: v.text,
		}})
	}
	// An untrusted notebook and GitHub show the PNG, a trusted one and exported HTML the SVG. There must be no
	// text/html beside them, for it would win everywhere. gob knows map[string]int, not map[string]any.
	p, forms := v.picture, drawn()
	size := map[string]int{"width": p.Width, "height": p.Height}
	data := map[protocol.MIMEType]any{
		protocol.MIMEImagePNG:  forms.png,
		protocol.MIMEImageSVG:  string(forms.svg),
		protocol.MIMETextPlain: v.text,
	}
	if v.vegaLite != nil {
		// JupyterLab fetches the value; a plain JSON string is taken for an address, and gob takes no object.
		data[mimeVegaLite] = "data:application/json;base64," + base64.StdEncoding.EncodeToString(v.vegaLite)
	}
	if v.page != nil {
		data[mimePage] = string(v.page)
	}
	return send(&protocol.DisplayData{Data: data, Metadata: map[string]any{string(protocol.MIMEImagePNG): size}})
}

const (
	mimeVegaLite protocol.MIMEType = "application/vnd.vegalite.v5+json"
	mimePage     protocol.MIMEType = "application/vnd.seqpair.page" // no front end shows it; an exported page does
)

func (notebook) update(id, html, text string) error {
	return send(&protocol.DisplayData{
		DisplayID: id,
		Data:      map[protocol.MIMEType]any{protocol.MIMETextHTML: html, protocol.MIMETextPlain: text},
	})
}

func send(data *protocol.DisplayData) error {
	gonbui.SendData(data)
	if gonbui.Error() != nil {
		return errKernel
	}
	return nil
}

func (notebook) sync() {
	done := make(chan struct{})
	go func() {
		gonbui.Sync()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// terminal writes text, each view followed by an empty line.
type terminal struct{ w io.Writer }

func (t terminal) show(views []view) error {
	for _, v := range views {
		if _, err := io.WriteString(t.w, v.text+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func (terminal) sync() {}
