package nb

import (
	"encoding/gob"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/seqpair/seqpair/metrics"
)

// fakeKernel speaks the kernel's side of the pipes, as far as gonbui uses them.
type fakeKernel struct {
	mu   sync.Mutex
	seen []protocol.DisplayData
}

func (k *fakeKernel) shown() []protocol.DisplayData {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]protocol.DisplayData(nil), k.seen...)
}

// startKernel makes this process believe that a kernel runs it. gonbui opens its pipes once per process, so
// all tests share one kernel.
var startKernel = sync.OnceValues(func() (*fakeKernel, error) {
	folder, err := os.MkdirTemp("", "nb")
	if err != nil {
		return nil, err
	}
	in, out := filepath.Join(folder, "in"), filepath.Join(folder, "out")
	for _, path := range []string{in, out} {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			return nil, err
		}
	}
	k := &fakeKernel{}
	go k.serve(in, out)
	os.Setenv(protocol.GONB_PIPE_ENV, in)
	os.Setenv(protocol.GONB_PIPE_BACK_ENV, out)
	gonbui.IsNotebook = true
	return k, gonbui.Open()
})

func (k *fakeKernel) serve(in, out string) {
	reader, err := os.OpenFile(in, os.O_RDONLY, 0)
	if err != nil {
		panic(err)
	}
	writer, err := os.OpenFile(out, os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	decoder, encoder := gob.NewDecoder(reader), gob.NewEncoder(writer)
	for {
		var data protocol.DisplayData
		if err := decoder.Decode(&data); err != nil {
			panic(err)
		}
		if request, ok := data.Data[protocol.MIMECommValue].(protocol.CommValue); ok {
			answer := &protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: request.Value}
			if err := encoder.Encode(answer); err != nil {
				panic(err)
			}
			continue
		}
		k.mu.Lock()
		k.seen = append(k.seen, data)
		k.mu.Unlock()
	}
}

func kernel(t *testing.T) *fakeKernel {
	t.Helper()
	k, err := startKernel()
	if err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	k.seen = nil
	k.mu.Unlock()
	return k
}

func TestPictureIsOneBundle(t *testing.T) {
	k := kernel(t)
	show(notebook{}, os.Stderr, metrics.NewConfusion(17, 30, 940, 13))
	shown := k.shown()
	if len(shown) != 1 {
		t.Fatalf("%d outputs, want 1", len(shown))
	}
	data := shown[0].Data
	if png, _ := data[protocol.MIMEImagePNG].([]byte); !strings.HasPrefix(string(png), "\x89PNG") {
		t.Error("no PNG, which is all that an untrusted notebook shows")
	}
	if svg, _ := data[protocol.MIMEImageSVG].(string); !strings.HasPrefix(svg, "<svg ") {
		t.Error("no SVG")
	}
	if text, _ := data[protocol.MIMETextPlain].(string); !strings.Contains(text, "true positive") {
		t.Errorf("text/plain is %q", text)
	}
	if _, ok := data[protocol.MIMETextHTML]; ok {
		t.Error("text/html would win over the picture")
	}
	if size, _ := shown[0].Metadata["image/png"].(map[string]int); size["width"] != 640 || size["height"] != 420 {
		t.Errorf("metadata is %v", shown[0].Metadata)
	}
}

func TestTableIsHTMLAndText(t *testing.T) {
	k := kernel(t)
	show(notebook{}, os.Stderr, []metrics.Reading{{Name: "f1", Value: metrics.Value{V: 0.5, Lo: 0.4, Hi: 0.6, Baseline: 0.04}}})
	shown := k.shown()
	if len(shown) != 1 || len(shown[0].Data) != 2 {
		t.Fatalf("outputs %v, want one of two forms", shown)
	}
	html, _ := shown[0].Data[protocol.MIMETextHTML].(string)
	text, _ := shown[0].Data[protocol.MIMETextPlain].(string)
	if !strings.HasPrefix(html, "<table ") || !strings.Contains(text, "0.500  [0.400, 0.600]") {
		t.Errorf("html %q\ntext %q", html, text)
	}
}

func TestUpdateKeepsItsID(t *testing.T) {
	k := kernel(t)
	for range 3 {
		if err := (notebook{}).update("progress-1", "<b>x</b>", "x\n"); err != nil {
			t.Fatal(err)
		}
	}
	notebook{}.sync()
	for _, data := range k.shown() {
		if data.DisplayID != "progress-1" {
			t.Errorf("id %q", data.DisplayID)
		}
	}
	if n := len(k.shown()); n != 3 {
		t.Errorf("%d updates, want 3", n)
	}
}
