package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// notebook7 is what Notebook 7 needs besides JupyterLab.
const notebook7 = "notebook==7.6.3"

// notebookVisitor reads notebooks in Notebook 7, which is installed beside the project's JupyterLab, not into it.
func notebookVisitor(t *testing.T) visitor {
	t.Helper()
	page, p := browser(t), kernelReady(t)
	folder := p.Hidden("notebook7")
	if !isDirectory(filepath.Join(folder, "notebook")) {
		install := exec.CommandContext(t.Context(), p.python(), "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, notebook7)
		install.Env = p.environment()
		if output, err := install.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
	}
	address, token := opened(t, func(ctx context.Context, said io.Writer) error {
		server := exec.CommandContext(ctx, p.python(), "-m", "notebook", "--no-browser", "--allow-root",
			"--ServerApp.root_dir="+p.Root, "--ContentsManager.allow_hidden=True", "--KernelSpecManager.ensure_native_kernel=False")
		server.Env = append(p.environment(), "PYTHONPATH="+folder, "JUPYTER_PATH="+filepath.Join(folder, "share", "jupyter"))
		server.Stdout, server.Stderr = said, said
		server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
		server.WaitDelay = 20 * time.Second
		err := server.Run()
		if ctx.Err() != nil {
			return nil
		}
		return err
	})
	return visitor{page, p, address + "/notebooks/", token}
}

// TestNotebook7 chooses the kernel, runs all cells from the menu, moves every slider, saves, and opens what was saved as a
// notebook that nobody trusts.
func TestNotebook7(t *testing.T) {
	v := notebookVisitor(t)
	folder, notebook := explored(t, v.project)
	v.open(t, notebook)
	waitForKernel(t, v.page)
	v.choosesKernel(t)
	v.chooses(t, "Run", "runmenu:run-all")
	do(t, v.page, "wait for the last cell", holds(fmt.Sprintf(
		`Array.from(document.querySelectorAll(".jp-InputPrompt")).filter(p => /\[\d+\]/.test(p.textContent)).length == %d`, len(shownCells))))
	v.finds(t, whatTheyShow)
	savedIn(t, v.page, notebook)
	panels := panelsOf(t, notebook)
	fromRuns(t, panels, filepath.Join(folder, "runs"))
	v.slides(t, panels)

	untrusted := filepath.Join(folder, "untrusted.ipynb")
	retouched(t, notebook, untrusted)
	v.open(t, untrusted)
	v.finds(t, whatTheyShow)
	v.slides(t, panels)
}

// TestTutorialsRunInNotebook7 runs the tutorials that SEQPAIR_BROWSER names in Notebook 7.
func TestTutorialsRunInNotebook7(t *testing.T) {
	wanted := os.Getenv(runInBrowser)
	if wanted == "" {
		t.Skip("set " + runInBrowser + " to all, or to a number such as 02, to run the tutorials in Notebook 7")
	}
	notebookVisitor(t).runs(t, tutorialNames(t, wanted)...)
}

// choosesKernel opens the list of kernels by the name of the one in use, and takes the project's.
func (v visitor) choosesKernel(t *testing.T) {
	t.Helper()
	do(t, v.page, "open the list of kernels", chromedp.Click(".jp-KernelName", chromedp.ByQuery), chromedp.WaitVisible(".jp-Dialog select", chromedp.ByQuery))
	if names := texts(t, v.page, `document.querySelectorAll(".jp-Dialog select option")`); !slices.Contains(names, "Go (seqpair)") {
		t.Errorf("the kernels are %q", names)
	}
	do(t, v.page, "take the kernel", chromedp.Evaluate(
		`(() => { const s = document.querySelector(".jp-Dialog select"); s.value = Array.from(s.options).find(o => o.text == "Go (seqpair)").value; return s.value })()`, nil),
		chromedp.Click(".jp-Dialog button.jp-mod-accept", chromedp.ByQuery), chromedp.WaitNotPresent(".jp-Dialog", chromedp.ByQuery))
	waitForKernel(t, v.page)
}

// chooses takes a command from a menu, by the mouse.
func (v visitor) chooses(t *testing.T, menu, command string) {
	t.Helper()
	label := fmt.Sprintf(`Array.from(document.querySelectorAll(".lm-MenuBar-item")).find(e => e.textContent == %q)`, menu)
	v.clicks(t, label)
	v.clicks(t, fmt.Sprintf(`document.querySelector('.lm-Menu-item[data-command="%s"]')`, command))
}

func (v visitor) clicks(t *testing.T, element string) {
	t.Helper()
	var box struct{ X, Y, Width, Height float64 }
	do(t, v.page, "find "+element, holds(element+" != null"), chromedp.Evaluate(
		fmt.Sprintf(`(() => { const {x, y, width, height} = %s.getBoundingClientRect(); return {x, y, width, height} })()`, element), &box))
	x, y := box.X+box.Width/2, box.Y+box.Height/2
	do(t, v.page, "click "+element, chromedp.MouseEvent(input.MouseMoved, x, y), chromedp.MouseClickXY(x, y), chromedp.Sleep(300*time.Millisecond))
}

// TestNotebook7Pin: the image for Binder installs what is tested here.
func TestNotebook7Pin(t *testing.T) {
	content, err := os.ReadFile("../../.binder/Dockerfile")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("only the repository has it")
	}
	if err != nil || !strings.Contains(string(content), notebook7) {
		t.Errorf("the Dockerfile does not install %s: %v", notebook7, err)
	}
}
