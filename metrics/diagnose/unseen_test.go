package diagnose

import (
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

func TestUnseen(t *testing.T) {
	note := func(text string) history.Record { return history.Record{Kind: history.Note, Text: text} }
	for _, c := range []struct {
		name, want, say string
		records         []history.Record
	}{
		{"all cut", "D69", "All of the sequences are cut", []history.Record{note("valid pairs: 800 of 800 sequences cut at the end, 0 of 9000 units unknown")}},
		{"nearly all unknown", "D69", "98 % of the units are unknown", []history.Record{note("valid pairs: 0 of 800 sequences cut at the end, 1967 of 2000 units unknown")}},
		{"some of both", "", "", []history.Record{note("valid pairs: 400 of 800 sequences cut at the end, 1000 of 2000 units unknown")}},
		{"the last note counts", "", "", []history.Record{note("valid pairs: 800 of 800 sequences cut at the end, 0 of 9 units unknown"), note("valid pairs: 1 of 800 sequences cut at the end, 0 of 9 units unknown")}},
		{"other notes", "", "", []history.Record{note("valid pairs: 3 of 4"), note("resumed")}},
	} {
		found := Run(Evidence{Records: c.records})
		if got := ids(found); got != c.want || got != "" && !strings.HasPrefix(found[0].Title, c.say) {
			t.Errorf("%s: found %v, want %q, saying %q", c.name, found, c.want, c.say)
		}
	}
}
