package model_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/pair"
)

var sharesOfMembers = regexp.MustCompile(`shares: siamese [\d.]+, differences [\d.]+, similarities [\d.]+$`)

// TestComparedTextsAreReadAgain: a run whose network reads the differences and similarities of texts learns, says how much each member
// counts, and finds the same texts alike when it is opened again.
func TestComparedTextsAreReadAgain(t *testing.T) {
	pureGo(t)
	c := tiny(t, "differences")
	c.Model = pair.Ensemble{Members: []pair.Architecture{tinySiamese, pair.Differences{}, pair.Similarities{Hidden: 4}}}
	var r recorder
	run := fit(t, c, synthetic(t, 600, 1), synthetic(t, 300, 2), &r)
	if !slices.ContainsFunc(r.records, func(r history.Record) bool {
		return sharesOfMembers.MatchString(r.Text)
	}) {
		t.Errorf("no record tells the shares of the members: %v", r.records)
	}
	test := synthetic(t, 300, 3)
	state, err := run.Evaluate(context.Background(), test)
	if err != nil {
		t.Fatal(err)
	}
	if ap := state.AveragePrecision(); ap.V < 0.6 {
		t.Errorf("average precision on test is %v, and a fifth of the pairs is positive", ap)
	}
	want, err := run.Predict(context.Background(), test)
	if err != nil {
		t.Fatal(err)
	}
	again, err := model.Open(run.RunDir())
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.Predict(context.Background(), test)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Scores, got.Scores); diff != "" {
		t.Errorf("opened again: %s", diff)
	}
}

// TestOtherFieldsAreRefused: a run that compares records scores none of other columns.
func TestOtherFieldsAreRefused(t *testing.T) {
	pureGo(t)
	c := tiny(t, "records")
	c.Model, c.Epochs = pair.Similarities{Hidden: 4}, 1
	texts := synthetic(t, 100, 1)
	records := recordsOf(t, texts)
	run := fit(t, c, records, records)
	if _, err := run.Predict(context.Background(), texts); err == nil || !strings.Contains(err.Error(), "records of 2 fields") {
		t.Error(err)
	}
}
