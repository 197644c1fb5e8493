package pair

import (
	"encoding/json"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Func is an architecture of the user's own. A run directory keeps its name but not the function, so opening
// the run later needs the function again: model.OpenWith.
type Func struct {
	ID string // tells functions apart: change it whenever Build changes, else a finished run of the old one is returned

	// Build is Logits of [Architecture].
	Build func(scope *model.Scope, in Input, bias []float32) *Node `json:"-"`

	Swappable bool // Build gives (a, b) and (b, a) equal scores
}

const funcName = "func"

// Logits implements [Architecture].
func (f Func) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	logits := f.Build(scope, in, bias)
	if batch := in.A.Shape().Dimensions[0]; logits.Rank() != 2 || logits.Shape().Dimensions[0] != batch || logits.Shape().Dimensions[1] != len(bias) {
		exceptions.Panicf("pair.Func %q: the logits are %s, want [%d, %d]", f.ID, logits.Shape(), batch, len(bias))
	}
	return logits
}

// WithDefaults implements [Architecture].
func (f Func) WithDefaults() Architecture { return f }

// Symmetric implements [Architecture].
func (f Func) Symmetric() bool { return f.Swappable }

// Check implements [Architecture].
func (f Func) Check() error {
	var errs []error
	if f.ID == "" {
		errs = append(errs, errors.New("pair.Func: ID is empty: name the function, so that runs of different ones stay apart"))
	}
	if f.Build == nil {
		errs = append(errs, fmt.Errorf("pair.Func %q: there is no function Build; of a run read from disk, model.OpenWith takes it", f.ID))
	}
	return errors.Join(errs...)
}

// MarshalJSON writes everything but the function.
func (f Func) MarshalJSON() ([]byte, error) {
	type fields Func
	return json.Marshal(struct {
		Name string
		fields
	}{funcName, fields(f)})
}

func (f Func) String() string { return text(f) }
