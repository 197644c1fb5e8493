package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/backend"
)

// onXLA makes the rest of a test run on XLA, if a plugin is there.
func onXLA(t *testing.T) {
	t.Helper()
	if _, found := backend.Find(); !found {
		t.Skip("no XLA plugin")
	}
	t.Setenv("GOMLX_BACKEND", "")
}

// Dropout draws from a state that the loop must carry, and the last batch of an epoch is not full.
func TestStepsInOneCallAreTheSteps(t *testing.T) {
	onXLA(t)
	train, valid := synthetic(t, 410, 1), synthetic(t, 200, 2)
	one, many := &recorder{}, &recorder{}
	model.SetLoops(t, false)
	single := fit(t, tiny(t, "steps"), train, valid, one)
	model.SetLoops(t, true)
	looped := fit(t, tiny(t, "steps"), train, valid, many)
	for _, which := range []string{"best", "last"} {
		if weights(t, single, which) != weights(t, looped, which) {
			t.Errorf("the %s weights differ", which)
		}
	}
	if diff := cmp.Diff(one.records, many.records, timings, cmpopts.EquateNaNs()); diff != "" {
		t.Error("histories differ (-one by one +loop):", diff)
	}
}

// How many steps a call has depends on their pace; an interruption comes between calls.
func TestLoopsGoOnExactly(t *testing.T) {
	onXLA(t)
	train, valid := synthetic(t, 4800, 1), synthetic(t, 100, 2)
	whole := fit(t, tiny(t, "whole"), train, valid)
	c := tiny(t, "cut")
	interrupted(t, c, train, valid, func(r history.Record) bool { return r.Kind == history.Step && r.Step > 180 })
	if cut := fit(t, c, train, valid); weights(t, cut, "last") != weights(t, whole, "last") {
		t.Error("the last weights differ from those of the run that was not cut")
	}
}
