package data

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode checks that any text gives either valid pairs, which survive writing and reading, or
// one line that names the file.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"x\ty\t1\nz\tw\t0\n", "a,b,label,weight,id,group\nx,\"y\n\",1,0.5,7,g\n",
		"{\"a\":\"x\",\"b\":\"\\ud800\",\"label\":true,\"weight\":2}\n",
		"COL t VAL x COL m VAL \tCOL t VAL y\t1\n", "\ufeffa\tb\tlabel\r\n\t\t0\r\n", "\x1f\x8b\x08", "\xff\xfe",
		zip(f, "x\ty\t1\n"),
	} {
		for _, kind := range []string{"", "tsv", "csv", "jsonl", "ditto"} {
			f.Add([]byte(seed), kind, "", "", "")
		}
		f.Add([]byte(seed), "", "1", "", "")
	}
	f.Add([]byte("a,c,b,d,label\nx,\"\t1\",y,,1\n"), "csv", "", "a,c", "b, d")
	f.Add([]byte("{\"a\":null,\"c\":2.5,\"b\":\"y\",\"d\":true,\"label\":1}\n"), "jsonl", "", "a,c", "b,d")
	f.Fuzz(func(t *testing.T, text []byte, kind, positive, a, b string) {
		p, err := Format{Kind: Kind(kind), Positive: positive, A: a, B: b}.Decode(bytes.NewReader(text), "the file")
		if err != nil {
			if p != nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "the file") || !utf8.ValidString(err.Error()) {
				t.Fatalf("%v beside %q", p, err)
			}
			return
		}
		again, err := New(all(p))
		if err != nil || again.Hash() != p.Hash() {
			t.Fatalf("read, but not acceptable: %v", err)
		}
		var written bytes.Buffer
		if err := p.Encode(&written, JSONLines); err != nil {
			t.Fatal(err)
		}
		if back, err := (Format{Kind: JSONLines}).Decode(&written, "written"); err != nil || back.Hash() != p.Hash() {
			t.Fatalf("not read back: %v", err)
		}
	})
}

// FuzzEncoderJSON checks that whatever is accepted encodes within its own bounds and is stable.
func FuzzEncoderJSON(f *testing.F) {
	f.Add([]byte(`{"version":1,"a":{"version":1,"unit":"char","length":8,"characters":"eé語"}}`), "tée")
	f.Add([]byte(`{"version":1,"a":{"version":1,"unit":"byte","length":3},"differences":2,"similarities":4}`), "a\tb")
	f.Add([]byte(`{"version":1,"a":{"version":1,"unit":"byte","length":3},"b":{"version":1,"unit":"char","length":1}}`), "\xff")
	f.Add([]byte(`{"version":1,"a":{"version":2,"unit":"word","length":8,"units":["ab","é",","]}}`), "ab, é")
	f.Add([]byte(`{"version":1,"a":{"version":2,"unit":"k-mer","k":2,"length":8,"units":["ab","é"]}}`), "abé")
	f.Add([]byte(`{"version":1,"a":{"version":2,"unit":"n-gram","k":3,"length":8,"ids":7}}`), "abcé")
	f.Fuzz(func(t *testing.T, text []byte, sequence string) {
		var e PairEncoder
		if json.Unmarshal(text, &e) != nil || e.A.Length() > 1<<12 {
			return
		}
		ids := make([]int32, e.A.Length())
		if _, err := e.A.Encode([]string{sequence}, ids); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if id < 0 || int(id) >= e.A.Size() {
				t.Fatalf("id %d of %d", id, e.A.Size())
			}
		}
		saved, err := json.Marshal(&e)
		if err != nil {
			t.Fatal(err)
		}
		var again PairEncoder
		if err := json.Unmarshal(saved, &again); err != nil || again.Hash() != e.Hash() {
			t.Fatalf("%s read back as another encoder: %v", saved, err)
		}
	})
}
