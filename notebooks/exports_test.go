package notebooks_test

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed testdata/exports.py
var exportsProgram string

// exported is what a reader finds without running a script.
type exported struct {
	Images   []string // addresses
	Drawings int      // within the page
	Tables   int
	Text     string
}

// TestExports reads every tutorial as nbconvert exports it and as a sanitiser such as GitHub's leaves it: all pictures are
// there, those of what moves too, and all tables.
func TestExports(t *testing.T) {
	p, folder := kernel(t)
	names := tutorials(t)
	convert := exec.CommandContext(t.Context(), filepath.Join(p.VenvBin(), "python"), append([]string{"-I", "-W", "ignore", "-c", exportsProgram}, names...)...)
	convert.Dir, convert.Stderr = folder, os.Stderr
	output, err := convert.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found map[string]map[string]exported
	if err := json.Unmarshal(output, &found); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		pictures, tables := displayed(t, content)
		for kind, got := range found[name] {
			if len(got.Images) != pictures || got.Drawings > 0 || got.Tables < tables {
				t.Errorf("%s, %s: %d pictures of %d, %d drawings, %d tables of %d", name, kind, len(got.Images), pictures, got.Drawings, got.Tables, tables)
			}
			for i, address := range got.Images {
				checkPicture(t, name+", "+kind, i+1, address)
			}
			if !strings.Contains(got.Text, "Exercises") || strings.Contains(got.Text, "$schema") {
				t.Errorf("%s, %s: the text is not that of the notebook", name, kind)
			}
		}
		if len(found[name]) != 2 {
			t.Errorf("%s: %d exports", name, len(found[name]))
		}
	}
}

// displayed counts the pictures and tables in the outputs of a notebook; markdown has tables besides.
func displayed(t *testing.T, content []byte) (pictures, tables int) {
	t.Helper()
	var n notebook
	if err := json.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	for _, c := range n.Cells {
		for _, out := range c.Outputs {
			_, static := out.Data["image/png"]
			if static {
				pictures++
			}
			if _, moves := out.Data["application/vnd.vegalite.v5+json"]; moves && !static {
				t.Error("what moves has no picture")
			}
			if page := out.Data["text/html"]; !static {
				pictures += bytes.Count(page, []byte("<img ")) + bytes.Count(page, []byte(`\u003cimg `))
				tables += bytes.Count(page, []byte("<table")) + bytes.Count(page, []byte(`\u003ctable`))
			}
		}
	}
	return pictures, tables
}

// checkPicture checks that an address holds a picture in itself.
func checkPicture(t *testing.T, where string, i int, address string) {
	t.Helper()
	kind, encoded, _ := strings.Cut(strings.TrimPrefix(address, "data:"), ";base64,")
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	begins := map[string]string{"image/png": "\x89PNG\r\n\x1a\n", "image/svg+xml": "<"}[kind]
	if err != nil || begins == "" || !bytes.HasPrefix(content, []byte(begins)) || kind == "image/svg+xml" && !bytes.Contains(content, []byte("<svg")) {
		t.Errorf("%s, picture %d: %.60q (%v) holds none", where, i, address, err)
	}
}
