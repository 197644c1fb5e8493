package data

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func zip(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	ab := []Pair{{ID: "1", A: "x", B: "y", Label: true, Weight: 1}, {ID: "2", A: "z", B: "w", Weight: 1}}
	full := []Pair{{ID: "p", A: "x", B: "y", Label: true, Weight: 2.5, Group: "g"}, {ID: "q", A: "z", B: "w", Weight: 0, Group: "h"}}
	named := Format{A: "left", B: "right", Label: "same", Positive: "yes"}
	fields := Format{A: "t,n", B: "y,price", Label: "same"}
	records := []Pair{{ID: "1", A: "x 1\tx", B: "z w\t5", Label: true, Weight: 1}, {ID: "2", A: "\tx", B: "", Weight: 1}}
	for name, c := range map[string]struct {
		format     Format
		file, text string
		want       []Pair
	}{
		"TSV":                         {Format{}, "p.tsv", "x\ty\t1\nz\tw\t0\n", ab},
		"no last line break":          {Format{}, "p.tsv", "x\ty\ttrue\nz\tw\tFalse", ab},
		"empty lines and CRLF":        {Format{}, "p.tsv", "\r\n\nx\ty\t1\r\n\r\nz\tw\t0\r\n\n", ab},
		"byte order mark":             {Format{}, "p.tsv", "\ufeffx\ty\t1\nz\tw\t0\n", ab},
		"byte order mark and header":  {Format{}, "p.csv", "\ufeffa,b,label\nx,y,1\nz,w,0\n", ab},
		"TSV header":                  {Format{}, "p.tsv", "label\tother\tb\ta\n1\t?\ty\tx\n0\t?\tw\tz\n", ab},
		"TSV all columns":             {Format{}, "p.tsv", "a\tb\tlabel\tweight\tid\tgroup\nx\ty\t1\t2.5\tp\tg\nz\tw\t0\t0\tq\th\n", full},
		"CSV all columns":             {Format{}, "p.csv", "group,id,weight,label,b,a\ng,p,2.5,1,y,x\nh,q,0,0,w,z\n", full},
		"JSON all keys":               {Format{}, "p.jsonl", "{\"a\":\"x\",\"b\":\"y\",\"label\":1,\"weight\":2.5,\"id\":\"p\",\"group\":\"g\",\"more\":[{}]}\n{\"id\":\"q\",\"group\":\"h\",\"weight\":\"0\",\"label\":false,\"b\":\"w\",\"a\":\"z\"}\n", full},
		"JSON label kinds":            {Format{}, "p.ndjson", "{\"a\":\"x\",\"b\":\"y\",\"label\":true,\"id\":null}\n{\"a\":\"z\",\"b\":\"w\",\"label\":\"0\",\"group\":null}", ab},
		"labels of pandas":            {Format{}, "p.csv", "a,b,label\nx,y,1.0\nx,z,0.0\n", []Pair{{ID: "1", A: "x", B: "y", Label: true, Weight: 1}, {ID: "2", A: "x", B: "z", Weight: 1}}},
		"JSON numbers as names":       {Format{}, "p.json", `{"a":"x","b":"y","label":"true","id":17,"group":3}`, []Pair{{ID: "17", A: "x", B: "y", Label: true, Weight: 1, Group: "3"}}},
		"Ditto":                       {Format{}, "p.txt", "COL t VAL x COL m VAL  COL p VAL 5.0 \tCOL t VAL  COL m VAL y z \t1\n", []Pair{{ID: "1", A: "x\t\t5.0", B: "\ty z", Label: true, Weight: 1}}},
		"Ditto of nothing":            {Format{}, "p.txt", "COL t VAL  COL m VAL \tCOL t VAL y COL m VAL \t1\n", []Pair{{ID: "1", A: "", B: "y\t", Label: true, Weight: 1}}},
		"record of columns, CSV":      {fields, "p.csv", "y,price,n,same,t\nz w,5,x,1,\"x\t1\"\n,,x,0,\n", records},
		"record of columns, TSV":      {fields, "p.tsv", "t\tn\tsame\ty\tprice\nx 1\tx\t1\tz w\t5\n\tx\t0\t\t\n", records},
		"record of keys, JSON":        {fields, "p.jsonl", "{\"price\":5,\"y\":\"z w\",\"n\":\"x\",\"t\":\"x\\t1\",\"same\":1}\n{\"price\":null,\"y\":\"\",\"n\":\"x\",\"t\":\"\",\"same\":0}", records},
		"Ditto words as text":         {Format{}, "p.txt", "COL t VAL the COL VAL COL\tCOL t VAL y\t1\n", []Pair{{ID: "1", A: "the COL VAL COL", B: "y", Label: true, Weight: 1}}},
		"Ditto as TSV":                {Format{Kind: TSV}, "p.txt", "COL t VAL x\tCOL t VAL y\t1\n", []Pair{{ID: "1", A: "COL t VAL x", B: "COL t VAL y", Label: true, Weight: 1}}},
		"other name, tabs":            {Format{}, "standard input", "x\ty\t1\nz\tw\t0\n", ab},
		"other name, commas":          {Format{}, "standard input", "a,b,label\nx,y,1\nz,w,0\n", ab},
		"other name, JSON":            {Format{}, "standard input", "\n{\"a\":\"x\",\"b\":\"y\",\"label\":1}\n{\"a\":\"z\",\"b\":\"w\",\"label\":0}\n", ab},
		"declared kind beats name":    {Format{Kind: TSV}, "p.csv", "x\ty\t1\nz\tw\t0\n", ab},
		"declared columns, TSV":       {named, "p.tsv", "left\tright\tsame\nx\ty\tyes\nz\tw\tno\n", ab},
		"declared columns, CSV":       {named, "p.csv", "same,left,right\nyes,x,y\nno,z,w\n", ab},
		"declared columns, JSON":      {named, "p.jsonl", "{\"left\":\"x\",\"right\":\"y\",\"same\":\"yes\"}\n{\"left\":\"z\",\"right\":\"w\",\"same\":\"no\"}", ab},
		"declared positive, headless": {Format{Positive: "M"}, "p.tsv", "x\ty\tM\nz\tw\tU\n", ab},
		"quoted CSV":                  {Format{}, "p.csv", "a,b,label\n\"x,\"\"1\"\"\",\"y\r\n\n2\",1\r\n", []Pair{{ID: "1", A: `x,"1"`, B: "y\r\n\n2", Label: true, Weight: 1}}},
		"quotes in TSV are text":      {Format{}, "p.tsv", "\"x\ty\"\t1\n", []Pair{{ID: "1", A: `"x`, B: `y"`, Label: true, Weight: 1}}},
		"empty sequences":             {Format{}, "p.tsv", "\t\t1\n", []Pair{{ID: "1", Label: true, Weight: 1}}},
		"markup stays text":           {Format{}, "p.tsv", "<b>&\t\x00\t1\n", []Pair{{ID: "1", A: "<b>&", B: "\x00", Label: true, Weight: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{c.text, zip(t, c.text)} {
				p, err := c.format.Decode(strings.NewReader(text), c.file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, all(p)); diff != "" {
					t.Error(diff)
				}
				if p.Source() != c.file {
					t.Errorf("source %q", p.Source())
				}
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	zipped := zip(t, strings.Repeat("x\ty\t1\n", 5000))
	for name, c := range map[string]struct {
		format     Format
		file, text string
		want       []string
	}{
		"empty file":              {Format{}, "p.tsv", "", []string{"p.tsv: line 1: the file is empty"}},
		"only line breaks":        {Format{}, "p.tsv", "\n\r\n", []string{"the file is empty"}},
		"only a mark":             {Format{}, "p.tsv", "\ufeff", []string{"the file is empty"}},
		"empty gzip":              {Format{}, "p.tsv.gz", zip(t, ""), []string{"the file is empty"}},
		"header only":             {Format{}, "p.csv", "a,b,label\n", []string{"a header and no pairs"}},
		"too few columns":         {Format{}, "p.tsv", "x\ty\t1\nx\ty\n", []string{"p.tsv: line 2: 2 columns, and 3 are expected", "header"}},
		"too many columns":        {Format{}, "p.tsv", "x\ty\t1\t1\n", []string{"line 1: 4 columns"}},
		"ragged CSV":              {Format{}, "p.csv", "a,b,label\nx,y,1\nx,y,1,\n", []string{"p.csv: line 3: 4 columns, and 3 are expected: correct the line"}},
		"unknown label":           {Format{}, "p.tsv", "x\ty\t1\nx\ty\tmaybe\n", []string{`line 2: label "maybe" is not 0, 1, true or false`, "Format.Positive"}},
		"label 2":                 {Format{}, "p.tsv", "x\ty\t2\n", []string{`label "2"`}},
		"undeclared header":       {Format{}, "p.tsv", "text1\ttext2\tlabel\nx\ty\t1\n", []string{`line 1: label "label"`, "if this line is a header", "Format.A"}},
		"long label":              {Format{}, "p.tsv", "x\ty\t" + strings.Repeat("é", 999) + "\n", []string{"é\"… is not 0"}},
		"positive in other case":  {Format{Positive: "yes"}, "p.tsv", "x\ty\tYes\nx\ty\tno\n", []string{`no label is "yes", and some are "Yes"`}},
		"header in other case":    {Format{}, "p.tsv", "A\tB\tLabel\nx\ty\t1\n", []string{`the first line "A", "B", "Label" names columns otherwise than a, b and label`}},
		"header of other names":   {Format{Positive: "yes"}, "p.tsv", "left\tright\tLabel\nx\ty\tyes\n", []string{`line 1: the first line "left", "right", "Label" names columns otherwise`, "declare"}},
		"empty label":             {Format{Positive: "1"}, "p.tsv", "x\ty\t\n", []string{"the label is empty"}},
		"CSV without header":      {Format{}, "p.csv", "x,y,1\n", []string{`line 1: no column "a" in the header "x", "y", "1"`}},
		"semicolons":              {Format{}, "p.csv", "a;b;label\nx;y;1\n", []string{`no column "a" in the header "a;b;label": separate columns by commas`}},
		"semicolons by any name":  {Format{}, "p", "x;y;1\n", []string{"line 1", "by commas or tabs, not by semicolons"}},
		"header lacks a column":   {Format{}, "p.csv", "a,label\nx,1\n", []string{`no column "b"`, "declare"}},
		"declared column missing": {Format{Weight: "w"}, "p.tsv", "a\tb\tlabel\nx\ty\t1\n", []string{`no column "w"`}},
		"record lacks a column":   {Format{A: "a,c", B: "b,label", Label: "y"}, "p.csv", "a,b,label\nx,y,1\n", []string{`no column "c"`, "declare", "holds a comma"}},
		"records of two lengths":  {Format{A: "a,c"}, "p.csv", "a,b,c,label\nx,y,z,1\n", []string{"Format.A names 2 columns, and Format.B names 1"}},
		"records too long":        {Format{A: "a" + strings.Repeat(",a", 16), B: "b" + strings.Repeat(",b", 16)}, "p.csv", "", []string{"names 17 columns", "at most 16"}},
		"record of nothing":       {Format{A: "a,", B: "b,c"}, "p.csv", "", []string{`columns "a," and "b,c": a name is missing beside a comma`}},
		"record lacks a key":      {Format{A: "a,c", B: "b,label", Label: "y"}, "p.jsonl", `{"a":"x","b":"y","label":1}`, []string{`key "c" is missing`}},
		"record of lists":         {Format{A: "a,c", B: "b, d"}, "p.jsonl", `{"a":"x","c":[],"b":"y","d":"","label":1}`, []string{`key "c": a string, a number, a boolean or null is expected`}},
		"field in both records":   {Format{A: "a,c", B: "b,c"}, "p.csv", "", []string{`column "c" is declared twice`}},
		"column twice":            {Format{}, "p.csv", "a,b,b,label\nx,y,z,1\n", []string{`column "b" stands twice`}},
		"one column, two roles":   {Format{A: "b"}, "p.csv", "", []string{`column "b" is declared twice`}},
		"unknown kind":            {Format{Kind: "xml"}, "p.xml", "x", []string{`unknown Format.Kind "xml"`}},
		"kind not found":          {Format{}, "p.dat", "hello\n", []string{`the first line "hello" has no tab`}},
		"weight no number":        {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\theavy\n", []string{`line 2: weight "heavy" is not a number`}},
		"weight empty":            {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\t\n", []string{`weight ""`}},
		"weight NaN":              {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\tNaN\n", []string{"line 2: weight NaN must be a finite number"}},
		"weight infinite":         {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\tinf\n", []string{"weight +Inf"}},
		"weight negative":         {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\t-0.5\n", []string{"weight -0.5"}},
		"weights all 0":           {Format{}, "p.tsv", "a\tb\tlabel\tweight\nx\ty\t1\t0\n", []string{"p.tsv: every weight is 0"}},
		"broken UTF-8":            {Format{}, "p.tsv", "x\ty\t1\n\xe9\ty\t1\n", []string{"p.tsv: line 2: broken UTF-8", "iconv"}},
		"UTF-16":                  {Format{}, "p.tsv", "\xff\xfex\x00", []string{"p.tsv: the text is UTF-16", "iconv"}},
		"cut gzip":                {Format{}, "p.tsv.gz", zipped[:len(zipped)/2], []string{"p.tsv.gz: line", "cut off or damaged", "copy the file again"}},
		"cut gzip header":         {Format{}, "p.tsv.gz", zipped[:5], []string{"cut off or damaged"}},
		"damaged gzip":            {Format{}, "p.tsv.gz", zipped[:len(zipped)-8] + "12345678", []string{"cut off or damaged"}},
		"quote left open":         {Format{}, "p.csv", "a,b,label\n\"x,y,1\nx,y,1\n", []string{"the quote opened in line 2 is never closed"}},
		"quote inside":            {Format{}, "p.csv", "a,b,label\nx\"\",y,1\n", []string{`a quote inside the unquoted field "x\"\""`}},
		"text after quote":        {Format{}, "p.csv", "a,b,label\n\"x\"z,y,1\n", []string{"after a closing quote"}},
		"quote never closed":      {Format{}, "p.csv", "a,b,label\n\"x,y,1\"z\"\n\"\n", []string{"quote"}},
		"JSON list":               {Format{}, "p.json", "[1]\n", []string{"is not a JSON object"}},
		"JSON cut":                {Format{}, "p.jsonl", "{\"a\":\"x\",\n", []string{"line 1: broken JSON"}},
		"JSON syntax":             {Format{}, "p.jsonl", "{\"a\":x}\n", []string{"broken JSON"}},
		"JSON twice":              {Format{}, "p.jsonl", `{"a":"x","b":"y","label":1}{}`, []string{"text after the JSON object"}},
		"JSON key twice":          {Format{}, "p.jsonl", `{"a":"x","a":"y","label":1}`, []string{`key "a" stands twice`}},
		"JSON key missing":        {Format{}, "p.jsonl", `{"a":"x","label":1}`, []string{`key "b" is missing`}},
		"JSON sequence a number":  {Format{}, "p.jsonl", `{"a":1,"b":"y","label":1}`, []string{`key "a": a string is expected`}},
		"JSON label null":         {Format{}, "p.jsonl", `{"a":"x","b":"y","label":null}`, []string{`key "label": a boolean`}},
		"JSON weight null":        {Format{}, "p.jsonl", `{"a":"x","b":"y","label":1,"weight":null}`, []string{`key "weight": a number`}},
		"JSON weight in some":     {Format{}, "p.jsonl", "{\"a\":\"x\",\"b\":\"y\",\"label\":1}\n{\"a\":\"x\",\"b\":\"y\",\"label\":1,\"weight\":2}", []string{`line 2: key "weight" is in some lines`}},
		"JSON declared id":        {Format{ID: "key"}, "p.jsonl", `{"a":"x","b":"y","label":1}`, []string{`key "key" is missing`}},
		"Ditto with columns":      {Format{Kind: Ditto, A: "x"}, "p.txt", "", []string{"no column names"}},
		"Ditto broken":            {Format{}, "p.txt", "COL t VAL x\ty\t1\n", []string{`line 1: "y" does not begin with COL name VAL`}},
		"Ditto ragged":            {Format{}, "p.txt", "COL t VAL x\t1\n", []string{"2 columns"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := c.format.Decode(strings.NewReader(c.text), c.file)
			checkError(t, err, append(c.want, c.file)...)
			if p != nil {
				t.Error("pairs beside an error")
			}
			if len(err.Error()) > 500 {
				t.Errorf("a message of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestReadErrorIsNotTheEnd(t *testing.T) {
	broken := errors.New("the disk is on fire")
	_, err := Format{}.Decode(io.MultiReader(strings.NewReader("x\ty\t1\n"), iotestErr{broken}), "p.tsv")
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
}

type iotestErr struct{ err error }

func (r iotestErr) Read([]byte) (int, error) { return 0, r.err }

// endless repeats a text for n bytes.
type endless struct {
	text string
	n    int
}

func (r *endless) Read(p []byte) (int, error) {
	if r.n <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], r.text)
	}
	r.n -= n
	return n, nil
}

func TestLongLineTakesBoundedMemory(t *testing.T) {
	const size = 100 << 20
	for name, c := range map[string]struct{ file, start, text, want string }{
		"one line":     {"p.tsv", "", "aaaaaaaa", "line 1: the line is longer than 16 MiB"},
		"one CSV line": {"p.csv", "a,b,label\n", "aaaaaaaa", "line 2: the line is longer"},
		"open quote":   {"p.csv", "a,b,label\n\"", "aaaaaaa\n", "the quoted record that starts in line 2 is longer than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			rest := &endless{c.text, size}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Format{}.Decode(io.MultiReader(strings.NewReader(c.start), rest), c.file)
			runtime.ReadMemStats(&after)
			checkError(t, err, c.want)
			if rest.n < size/2 {
				t.Errorf("read on for %d MiB after the line was too long", (size-rest.n)>>20)
			}
			if spent := (after.TotalAlloc - before.TotalAlloc) >> 20; spent > 150 {
				t.Errorf("%d MiB allocated", spent)
			}
		})
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.tsv")
	_, err := Read(path)
	checkError(t, err, path, "cannot be read")
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v does not wrap os.ErrNotExist", err)
	}
	_, err = Read(t.TempDir())
	checkError(t, err, "directory")
	if err := os.WriteFile(path, []byte("x\ty\t1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := Read(path); err != nil || p.Len() != 1 {
		t.Errorf("%v, %v", p, err)
	}
}

func TestReadStandardInput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, []byte("x\ty\t1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	defer func(was *os.File) { os.Stdin = was }(os.Stdin)
	os.Stdin = file
	p, err := Read("-")
	if err != nil || p.Len() != 1 || p.Source() != "standard input" {
		t.Errorf("%v, %v", p, err)
	}
}
