package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seqpair/seqpair/nb/jupyter"
)

// newFolder is an empty folder, and the environment of someone who has nothing but Go, Python and their caches,
// whose home folder is empty. An XLA plugin of this repository is used where there is one: it is a large download.
func newFolder(t *testing.T, name string) (folder, home string, environment []string) {
	t.Helper()
	if testing.Short() {
		t.Skip("sets Jupyter up")
	}
	folder, home = filepath.Join(t.TempDir(), name), t.TempDir()
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	environment = append(os.Environ(), "HOME="+home, "PJRT_PLUGIN_LIBRARY_PATH="+root.PluginDir(), "GOMLX_BACKEND=go:ops_sequential",
		"RUSTUP_HOME="+t.TempDir()) // pip asks rustc for its version, and rustup then writes its settings
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		environment = append(environment, name+"="+strings.TrimSpace(string(value)))
	}
	if cache, err := exec.Command("python3", "-m", "pip", "cache", "dir").Output(); err == nil {
		environment = append(environment, "PIP_CACHE_DIR="+strings.TrimSpace(string(cache)))
	}
	return folder, home, environment
}

// inFolder calls the command in a folder with an environment, after which no kernel may be left.
func inFolder(t *testing.T, folder string, environment []string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := exec.Command(binary, args...)
	c.Dir, c.Env, c.Stdout, c.Stderr = folder, environment, &stdout, &stderr
	if err := c.Run(); c.ProcessState == nil {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// TestEmptyFolder is the way of someone who has nothing yet, and who presses Ctrl-C the first time.
func TestEmptyFolder(t *testing.T) {
	folder, home, environment := newFolder(t, "my pairs")
	interruptAt(t, folder, environment, "GoNB kernel …", "run", "first.ipynb")

	r := inFolder(t, folder, environment, "run", "first.ipynb", "-set", "epochs=1", "-json")
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	var answer struct{ Notebooks []jupyter.Result }
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil {
		t.Fatalf("%v in\n%s", err, r.stdout)
	}
	for _, name := range []string{"go.mod", "go.sum", "first.ipynb", "runs/first/manifest.json"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(answer.Notebooks[0].HTML); err != nil {
		t.Error(err)
	}
	for _, path := range files(t, home) {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(path, filepath.Join(home, ".config", "go")) {
			t.Errorf("the home folder now holds %s", path) // Go's telemetry counters aside
		}
	}

	began := time.Now()
	r = inFolder(t, folder, environment, "run", "first.ipynb", "-set", "epochs=1")
	if r.code != 0 || strings.Contains(r.stderr, "ready") {
		t.Errorf("the second run: exit code %d after %v\n%s", r.code, time.Since(began), r.stderr)
	}
	t.Logf("the second run took %.1f s", time.Since(began).Seconds())
	if r = inFolder(t, folder, environment, "run", "first.ipynb", "-set", "epoch=1"); r.code != 1 || !strings.Contains(r.stderr, "this notebook has epochs, seed") {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	labAnswers(t, folder, environment)
}

// interruptAt interrupts the command once it has said something.
func interruptAt(t *testing.T, folder string, environment []string, said string, args ...string) {
	t.Helper()
	c := exec.Command(binary, args...)
	c.Dir, c.Env = folder, environment
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	seen := false
	for lines.Scan() {
		if !seen && strings.Contains(lines.Text(), said) {
			seen = true
			if err := c.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = c.Wait()
	if !seen || c.ProcessState.ExitCode() != exitInterrupted {
		t.Fatalf("said %q: %v, exit code %d", said, seen, c.ProcessState.ExitCode())
	}
}

// labAnswers starts JupyterLab, follows the address that it prints, and has it start a kernel.
func labAnswers(t *testing.T, folder string, environment []string) {
	t.Helper()
	c := exec.Command(binary, "lab", "-no-browser")
	c.Dir, c.Env = folder, environment
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)(/lab/tree/\S+)\?token=(\w+)`)
	var found []string
	for lines := bufio.NewScanner(stderr); found == nil && lines.Scan(); {
		found = address.FindStringSubmatch(lines.Text())
	}
	go io.Copy(io.Discard, stderr)
	defer func() {
		if err := c.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("Ctrl-C: %v", err)
		}
	}()
	if found == nil {
		t.Fatal("lab printed no address")
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if response, err := http.Get(found[1] + "/api"); err == nil { // the address is printed before the port is open
			response.Body.Close()
			break
		}
	}
	if want := "/lab/tree/.seqpair/tutorials/00_quickstart.ipynb"; found[2] != want {
		t.Errorf("lab opens %s, want %s", found[2], want)
	}
	ask := func(method, path, body string, status int) string {
		request, err := http.NewRequest(method, found[1]+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "token "+found[3])
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		answer, _ := io.ReadAll(response.Body)
		if response.StatusCode != status {
			t.Errorf("%s %s: %s\n%.300s", method, path, response.Status, answer)
		}
		return string(answer)
	}
	if specs := ask("GET", "/api/kernelspecs", "", 200); !strings.Contains(specs, "Go (seqpair)") || strings.Contains(specs, "ipykernel") {
		t.Errorf("the kernels are %.300s", specs)
	}
	ask("GET", "/api/contents/.seqpair/tutorials/00_quickstart.ipynb?content=0", "", 200)
	ask("POST", "/api/kernels", `{"name": "gonb"}`, 201)
}

// TestRunRefuses needs no set-up: what cannot run is refused before it.
func TestRunRefuses(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "n.ipynb", notebookOf("1"))
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "give a notebook", nil},
		{exitUsage, "use NAME=VALUE", []string{"n.ipynb", "-set", "steps"}},
		{exitUsage, "give one of the two", []string{"n.ipynb", "-set", "a=1", "-inplace"}},
		{1, "nowhere.ipynb: there is no such file, nor a tutorial of that name", []string{"nowhere.ipynb"}},
	} {
		refuse(t, c.code, folder, nil, []string{c.want}, append([]string{"run"}, c.args...)...)
	}
}

// TestUserModule runs a notebook in someone's own module: it sees that module's packages and versions.
func TestUserModule(t *testing.T) {
	folder, _, environment := newFolder(t, "mine")
	root, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "n.ipynb", notebookOf("import \"example.com/mine/own\"\n%%\nfmt.Println(own.Answer())\nnb.Show(metrics.NewConfusion(1, 2, 3, 4))"))
	if err := os.Mkdir(filepath.Join(folder, "own"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "own"), "own.go", "package own\n\nfunc Answer() int { return 42 }\n")
	mod := func(requirements string) {
		write(t, folder, "go.mod", "module example.com/mine\n\ngo 1.26.5\n"+requirements)
	}
	mod("")
	refuse(t, 1, folder, nil, []string{"does not require github.com/seqpair/seqpair", "go get -tool github.com/seqpair/seqpair/nb/cmd/seqpair"}, "run", "n.ipynb")

	mod(fmt.Sprintf("require github.com/seqpair/seqpair v0.0.0\nreplace github.com/seqpair/seqpair => %s\n", root.Root))
	if r := inFolder(t, folder, environment, "run", "n.ipynb"); r.code != 1 || !strings.Contains(r.stderr, "run `go get -tool github.com/seqpair/seqpair/nb/cmd/seqpair` in "+folder) {
		t.Errorf("an incomplete go.mod: exit code %d\n%s", r.code, r.stderr)
	}

	sums, err := os.ReadFile(filepath.Join(root.Root, "go.sum")) // what the checksum database would say
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "go.sum", string(sums))
	get := exec.Command("go", "get", "-tool", "github.com/seqpair/seqpair/nb/cmd/seqpair")
	get.Dir, get.Env = folder, append(os.Environ(), "GOPROXY=off") // all of it is in the module cache
	if output, err := get.CombinedOutput(); err != nil {
		t.Fatalf("go get -tool: %v\n%s", err, output)
	}
	r := inFolder(t, folder, environment, "run", "n.ipynb", "-json")
	if r.code != 0 || !strings.Contains(r.stdout, `"verdict": "42\n`) {
		t.Errorf("exit code %d\n%s%s", r.code, r.stdout, r.stderr)
	}
}

func notebookOf(source string) string {
	text, err := json.Marshal(source)
	if err != nil {
		panic(err)
	}
	return `{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ` + string(text) + `}],
		"metadata": {"kernelspec": {"name": "gonb", "display_name": "Go", "language": "go"}}, "nbformat": 4, "nbformat_minor": 4}`
}

// TestKilledCommandLeavesNoKernel: not even the command's sudden end may leave a cell at work.
func TestKilledCommandLeavesNoKernel(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the kernel")
	}
	root, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if err := (jupyter.Setup{Project: root, Progress: os.Stderr}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write(t, folder, "n.ipynb", notebookOf("%%\nos.WriteFile(\"pid\", []byte(fmt.Sprint(os.Getpid())), 0o644)\ntime.Sleep(10*time.Minute)"))
	c := exec.Command(binary, "run", filepath.Join(folder, "n.ipynb"))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	pid := 0
	for deadline := time.Now().Add(2 * time.Minute); pid == 0 && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		text, _ := os.ReadFile(filepath.Join(folder, "pid"))
		fmt.Sscan(string(text), &pid)
	}
	if err := c.Process.Kill(); err != nil || pid == 0 {
		t.Fatalf("the cell's process is %d, %v", pid, err)
	}
	_ = c.Wait()
	for deadline := time.Now().Add(30 * time.Second); syscall.Kill(pid, 0) == nil; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the cell, process %d, still runs", pid)
		}
	}
}
