package diagnose

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

// FuzzRun holds Run to its promises on any log: no panic, JSON without NaN, the
// same findings twice.
func FuzzRun(f *testing.F) {
	text, err := os.ReadFile("testdata/seed.log")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	for _, c := range sick {
		f.Add(c.log)
	}
	for _, c := range healthyLogs {
		f.Add(c.log)
	}
	f.Add("epoch,acc,precision,recall,loss,auc\n0,1,1,1,0,1\n1,-1,-1,-1,-1,9e99\n2,1e300,1e300,1e300,1e-300,0\n")
	f.Add("epoch,acc,precision,recall,loss\n0,0.000,0.000,0.000,1\n1,0.000,0.000,0.000,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := history.ReadLog(strings.NewReader(text), "fuzz.log")
		if err != nil {
			return
		}
		first, err := rendered(FromLog(l))
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := rendered(FromLog(l)); again != first {
			t.Errorf("two runs differ:\n%s\n%s", first, again)
		}
	})
}

// rendered is everything that the evidence makes Run say.
func rendered(e Evidence) (string, error) {
	var b strings.Builder
	found := Run(e)
	text, err := json.Marshal(found)
	err = errors.Join(err, Text(&b, found), Markdown(&b, found))
	return b.String() + string(text), err
}
