package diagnose

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

func seed(t *testing.T) Evidence {
	t.Helper()
	text, err := os.ReadFile("testdata/seed.log")
	if err != nil {
		t.Fatal(err)
	}
	l, err := history.ReadLog(bytes.NewReader(text), "seed.log")
	if err != nil {
		t.Fatal(err)
	}
	return FromLog(l)
}

func TestSeedReport(t *testing.T) {
	var b strings.Builder
	if err := Text(&b, Run(seed(t))); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/seed.txt", b.String())
}
