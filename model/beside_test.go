package model

import (
	"errors"
	"runtime"
	"slices"
	"testing"
)

// TestBeside: pieces run one after another, and an error keeps the next from beginning and comes before that of the caller.
func TestBeside(t *testing.T) {
	var work beside
	var done []int
	for i := range 100 {
		if err := work.begin(func() error { done = append(done, i); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	callers := errors.New("the caller's")
	if err := work.ending(callers); err != callers || len(done) != 100 || !slices.IsSorted(done) {
		t.Errorf("error %v, done %v", err, done)
	}
	broken := errors.New("broken")
	fail := func() error { return broken }
	if err := work.begin(fail); err != nil {
		t.Fatal(err)
	}
	if err := work.begin(func() error { t.Error("begun after an error"); return nil }); err != broken {
		t.Errorf("error %v, want that of the piece before", err)
	}
	if err := work.begin(fail); err != nil {
		t.Fatal(err)
	}
	if err := work.ending(callers); err != broken {
		t.Errorf("error %v, want that of the piece, which came earlier", err)
	}
}

// TestBesidePanics: what panics beside its caller panics in it, and what is ended there ends with an error.
func TestBesidePanics(t *testing.T) {
	var work beside
	if err := work.begin(func() error { panic("lost") }); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if p := recover(); p != "lost" {
				t.Errorf("the panic is %v", p)
			}
		}()
		err := work.ending(nil)
		t.Errorf("no panic, but error %v", err)
	}()
	if err := work.begin(func() error { runtime.Goexit(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := work.ending(nil); !errors.Is(err, errGone) {
		t.Errorf("error %v of a piece that was ended", err)
	}
}
