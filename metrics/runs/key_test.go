package runs

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	type config struct {
		B int
		A float64
	}
	key := func(config any, data string) string {
		t.Helper()
		k, err := Key(config, data)
		if err != nil || len(k) != 32 {
			t.Fatalf("Key(%v) = %q, %v", config, k, err)
		}
		return k
	}
	same := key(config{1, 0.5}, "d")
	for _, equal := range []any{map[string]any{"A": 0.5, "B": 1}, json.RawMessage("{\n \"A\": 0.5, \"B\": 1 }\n")} {
		if key(equal, "d") != same {
			t.Errorf("%s has another key than the struct", equal)
		}
	}
	if key(config{2, 0.5}, "d") == same || key(config{1, 0.5}, "e") == same {
		t.Error("another configuration or other data has the same key")
	}
	if _, err := Key(math.NaN(), ""); err == nil {
		t.Error("NaN has a key")
	}
}

func TestDiffJSON(t *testing.T) {
	check := func(a, b string, want ...string) {
		t.Helper()
		if got := DiffJSON([]byte(a), []byte(b)); !slices.Equal(got, want) {
			t.Errorf("%s, %s:\n got %q\nwant %q", a, b, got, want)
		}
	}
	check(`{"a":1,"b":[1,{"c":"x"}]}`, ` { "b": [1, {"c": "x"}], "a": 1 }`)
	check(`{"LearningRate":0.001,"Loss":{"Gamma":2}}`, `{"LearningRate":0.01,"Loss":{}}`,
		"LearningRate: 0.001 -> 0.01", "Loss: absent -> {}", "Loss.Gamma: 2 -> absent")
	check(`{"a":[1,2]}`, `{"a":[1,3,null]}`, "a[1]: 2 -> 3", "a[2]: absent -> null")
	check(`1`, `"<b>"`, `document: 1 -> "\u003cb\u003e"`)
	check(`{"a":9007199254740993}`, `{"a":9007199254740992}`, "a: 9007199254740993 -> 9007199254740992")
	if got := DiffJSON([]byte("x"), []byte("{}")); len(got) != 1 || !strings.Contains(got[0], "no JSON") {
		t.Errorf("broken JSON differs by %q", got)
	}
	long := func(s string) []byte { b, _ := json.Marshal(strings.Repeat("x", 1000) + s); return b }
	if got := DiffJSON(long("a"), long("b")); len(got) != 1 || len(got[0]) > 300 {
		t.Errorf("long texts differ by %q", got)
	}
}

func FuzzDiffJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":null}]}`), []byte(`{"a":[],"c":"x"}`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if json.Valid(a) && len(DiffJSON(a, a)) > 0 {
			t.Errorf("%q differs from itself", a)
		}
		if x, y := DiffJSON(a, b), DiffJSON(b, a); len(x) != len(y) {
			t.Errorf("%q, %q: %q and %q", a, b, x, y)
		}
	})
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(`{"version":1,"key":"k","best":{"value":null}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		if m, err := parseManifest(content, "manifest.json"); err == nil && (m.Key == "" || m.Version != Version) {
			t.Errorf("%q: accepted as %+v", content, m)
		}
	})
}
