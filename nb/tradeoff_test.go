package nb

import (
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/runs"
)

func TestTradeOffIsNamedByWhatDiffers(t *testing.T) {
	folder := t.TempDir()
	plain, weighted := saveRun(t, folder, "plain", 3, "valid", "test"), saveRun(t, folder, "weighted", 4, "valid", "test")
	o, err := TradeOff(plain, weighted)
	if err != nil {
		t.Fatal(err)
	}
	said := text(t, o)
	for _, want := range []string{"Trade-off by name", "name plain, at 0.5", "name weighted, at its cheapest", "recall"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in\n%s", want, said)
		}
	}
	if _, err := TradeOff(plain); err == nil {
		t.Error("no error for one run")
	}
}

func TestDiffering(t *testing.T) {
	run := func(name, config string) *runs.Run { return &runs.Run{Name: name, Config: []byte(config)} }
	one := differing([]*runs.Run{run("a", `{"Loss":{"Name":"bce"},"Seed":7}`), run("b", `{"Loss":{"Name":"focal"},"Seed":7}`)})
	if got := one.label(0) + ", " + one.label(1); got != "Loss.Name bce, Loss.Name focal" {
		t.Errorf("labels %s", got)
	}
	two := differing([]*runs.Run{run("a", `{"Seed":7}`), run("b", `{"Seed":8,"Gamma":2}`), run("c", `{"Seed":7}`)})
	if strings.Join(two.fields, " ") != "Gamma Seed" || two.values[0][0] != "–" || two.values[1][0] != "2" || two.label(1) != "b" {
		t.Errorf("got %+v", two)
	}
	zeros := differing([]*runs.Run{
		run("a", `{"Encoding":{},"Rule":"precision\u003e=0.9","Separate":false,"Decay":0}`), run("b", `{"Model":null,"Rule":"f1 \"x\""}`)})
	if got := strings.Join(zeros.fields, " "); got != "Rule" || zeros.values[0][0] != "precision>=0.9" || zeros.values[1][0] != `f1 "x"` {
		t.Errorf("fields %s with values %q, want Rule alone, its values as they are read", got, zeros.values)
	}
	for want, config := range map[string]string{
		"":                         `{"Loss":{"Name":"bce"}}`,
		"Loss":                     `{"Loss":{"Name":"focal","Gamma":2}}`,
		"Loss.Gamma, Seed":         `{"Loss":{"Name":"bce","Gamma":2},"Seed":7}`,
		"A, B, C, D":               `{"Loss":{"Name":"bce"},"A":1,"B":1,"C":1,"D":1}`,
		"A, B, C, 2 more settings": `{"Loss":{"Name":"focal"},"A":1,"B":1,"C":1,"D":1}`,
	} {
		if got := differing([]*runs.Run{run("a", `{"Loss":{"Name":"bce"}}`), run("b", config)}).summary(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
