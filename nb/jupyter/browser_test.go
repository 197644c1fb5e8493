package jupyter

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser starts a headless Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium in PATH: install it (Debian, Ubuntu: apt-get install chromium) to have notebooks tested in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1300, 4500), // JupyterLab keeps only cells in sight in the page
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	page, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	if err := chromedp.Run(page); err != nil {
		t.Fatal(err)
	}
	leave(page)
	return page
}

// leave lets the page go whenever JupyterLab asks whether to lose unsaved changes: the question stops everything else.
func leave(page context.Context) {
	chromedp.ListenTarget(page, func(event any) {
		if _, asks := event.(*cdp.EventJavascriptDialogOpening); asks {
			go func() { _ = chromedp.Run(page, cdp.HandleJavaScriptDialog(true)) }()
		}
	})
}

// opened runs a server until the test ends and returns its address, and its token.
func opened(t *testing.T, serve func(context.Context, io.Writer) error) (address, token string) {
	t.Helper()
	said := &safeText{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, said) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	announced := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)`)
	for range 600 {
		if found := announced.FindStringSubmatch(said.String()); found != nil {
			return found[1], found[2]
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the server ended: %v\n%s", err, said)
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatalf("the server did not start:\n%s", said)
	return "", ""
}

// safeText may be written and read at once.
type safeText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *safeText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *safeText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// do runs actions in the page, and takes what it looks like into a file if they fail.
func do(t *testing.T, page context.Context, what string, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(page, 2*time.Minute)
	defer cancel()
	err := chromedp.Run(ctx, actions...)
	if err == nil {
		return
	}
	ctx, cancel = context.WithTimeout(page, 10*time.Second)
	defer cancel()
	var picture []byte
	if chromedp.Run(ctx, chromedp.CaptureScreenshot(&picture)) == nil {
		path := filepath.Join(os.TempDir(), "seqpair-browser.png")
		if os.WriteFile(path, picture, 0o600) == nil {
			what += " (it looked like " + path + ")"
		}
	}
	t.Fatalf("%s: %v", what, err)
}

// holds waits until a JavaScript expression is true.
func holds(expression string) chromedp.Action {
	return chromedp.Poll(expression, nil, chromedp.WithPollingInterval(200*time.Millisecond), chromedp.WithPollingTimeout(100*time.Second))
}

// drag puts a slider where it stands at a share of its width, by the mouse.
func drag(t *testing.T, page context.Context, slider string, share float64) {
	t.Helper()
	var box struct{ X, Y, Width, Height float64 }
	do(t, page, "find the slider "+slider,
		chromedp.Evaluate(fmt.Sprintf(`(() => { const s = %s; s.scrollIntoView({block: "center"}); return true })()`, slider), nil),
		chromedp.Sleep(300*time.Millisecond),
		chromedp.Evaluate(fmt.Sprintf(`(() => { const {x, y, width, height} = %s.getBoundingClientRect(); return {x, y, width, height} })()`, slider), &box))
	do(t, page, "move the slider "+slider, chromedp.MouseClickXY(box.X+share*box.Width, box.Y+box.Height/2), chromedp.Sleep(300*time.Millisecond))
}

// texts are what a JavaScript expression, a list of elements, says.
func texts(t *testing.T, page context.Context, elements string) []string {
	t.Helper()
	var said []string
	do(t, page, "read "+elements, chromedp.Evaluate(fmt.Sprintf("Array.from(%s, e => e.textContent)", elements), &said))
	return said
}

// writeCells makes a notebook of cells.
func writeCells(t *testing.T, path string, cells ...string) {
	t.Helper()
	content := map[string]any{"nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]string{"name": KernelName, "display_name": "Go", "language": "go"}}}
	var listed []any
	for i, source := range cells {
		listed = append(listed, map[string]any{"cell_type": "code", "id": fmt.Sprintf("c%d", i), "source": source,
			"metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil})
	}
	content["cells"] = listed
	data, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
