package jupyter

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// A notebook is the part of the nbformat 4 document that is read here. Documents are changed as generic JSON,
// so that nothing else in them is lost.
type notebook struct {
	Cells    []cell `json:"cells"`
	Metadata struct {
		Kernelspec struct {
			Name string `json:"name"`
		} `json:"kernelspec"`
	} `json:"metadata"`
	Format int `json:"nbformat"`
}

type cell struct {
	Type     string `json:"cell_type"`
	Source   text   `json:"source"`
	Metadata struct {
		Tags []string `json:"tags"`
	} `json:"metadata"`
	Outputs []output `json:"outputs"`
}

type output struct {
	Type      string                     `json:"output_type"`
	Name      string                     `json:"name"` // of a stream
	Text      text                       `json:"text"`
	Data      map[string]json.RawMessage `json:"data"`
	ErrorName string                     `json:"ename"`
	Error     string                     `json:"evalue"`
	Traceback []string                   `json:"traceback"`
}

// text is a string that may be stored as a list of lines.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var lines []string
	if json.Unmarshal(data, &lines) == nil {
		*t = text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

func readNotebook(path string) (notebook, []byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return notebook{}, nil, err
	}
	var n notebook
	if err := json.Unmarshal(content, &n); err != nil {
		return notebook{}, nil, fmt.Errorf("%s is not a notebook: %w", path, err)
	}
	if n.Format != 4 {
		return notebook{}, nil, fmt.Errorf("%s is not a notebook of format 4: open and save it in JupyterLab", path)
	}
	if name := n.Metadata.Kernelspec.Name; name != KernelName && name != "" {
		return notebook{}, nil, fmt.Errorf("%s is for the kernel %q: only Go notebooks (kernel %q) run here", path, name, KernelName)
	}
	return n, content, nil
}

// number returns what a front end shows before a code cell once all are run in order, from 1.
func (n notebook) number(index int) int {
	count := 0
	for _, c := range n.Cells[:min(index+1, len(n.Cells))] {
		if c.runs() {
			count++
		}
	}
	return count
}

// name returns the heading that belongs to a code cell: of the Markdown between it and the code before it, or else its own
// first line that says something.
func (n notebook) name(index int) string {
	for i := index - 1; i >= 0 && !n.Cells[i].runs(); i-- {
		if heading := n.Cells[i].heading(); heading != "" {
			return heading
		}
	}
	return printable.Line(n.Cells[index].firstLine(), 60)
}

// runs tells whether a cell is of code.
func (c cell) runs() bool { return c.Type == "code" && strings.TrimSpace(string(c.Source)) != "" }

// heading is the first Markdown heading of a cell, or empty.
func (c cell) heading() string {
	if c.Type != "markdown" {
		return ""
	}
	for line := range strings.Lines(string(c.Source)) {
		if strings.HasPrefix(line, "#") {
			return strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return ""
}

// firstLine is the first line of a cell that is neither empty nor a command to the kernel.
func (c cell) firstLine() string {
	for line := range strings.Lines(string(c.Source)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '%' && line[0] != '!' {
			return line
		}
	}
	return ""
}

func (c cell) tagged(tag string) bool { return slices.Contains(c.Metadata.Tags, tag) }

// plain returns what a cell printed and showed, as text.
func (c cell) plain() string {
	var all strings.Builder
	for _, out := range c.Outputs {
		if out.Type == "stream" && out.Name == "stdout" {
			all.WriteString(string(out.Text))
		}
		var shown text
		if json.Unmarshal(out.Data["text/plain"], &shown) == nil {
			all.WriteString(string(shown) + "\n")
		}
	}
	return strings.TrimSpace(all.String())
}

// withParameters returns the notebook's document with the parameters set in the cell tagged so.
func (n notebook) withParameters(document []byte, values map[string]string) ([]byte, error) {
	if len(values) == 0 {
		return document, nil
	}
	index := slices.IndexFunc(n.Cells, func(c cell) bool { return c.tagged("parameters") })
	if index < 0 {
		return nil, errors.New("no cell has the tag parameters, so that nothing can be set")
	}
	source, err := setParameters(string(n.Cells[index].Source), values)
	if err != nil {
		return nil, err
	}
	var whole map[string]any
	if err := json.Unmarshal(document, &whole); err != nil {
		return nil, err
	}
	whole["cells"].([]any)[index].(map[string]any)["source"] = source
	return json.Marshal(whole)
}
