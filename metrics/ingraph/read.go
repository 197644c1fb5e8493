package ingraph

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gomlx/compute/dtypes/gotype"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
)

// Read is what was counted since Reset, as a State of [metrics.NewBinnedState] of the caller's own. It fails if a
// row could not be counted, with the steps in which that happened: the first step after Reset is 1.
func (s *State) Read(store *model.Store) (*metrics.State, error) {
	noted, err := read[int64](s, store, faultsName)
	if err != nil {
		return nil, err
	}
	if err := s.faulty(noted); err != nil {
		return nil, err
	}
	h, err := s.histograms(store)
	if err != nil {
		return nil, err
	}
	losses, err := read[float64](s, store, lossesName)
	if err != nil {
		return nil, err
	}
	form := stateForm{Version: 1, Binned: binnedForm{
		Bins: s.bins, Negatives: h.class(0, s.bins+1), Positives: h.class(s.bins+1, s.table()),
		LogLoss: moments(losses, 0), Brier: moments(losses, 3),
	}}
	data, err := json.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("ingraph: %s: %w", s.name, err)
	}
	state := metrics.NewBinnedState(s.bins)
	if err := state.UnmarshalJSON(data); err != nil {
		return nil, fmt.Errorf("ingraph: %s: %w", s.name, err)
	}
	return state, nil
}

// Steps is how many batches were counted since Reset.
func (s *State) Steps(store *model.Store) (int64, error) {
	steps, err := read[int64](s, store, stepsName)
	if err != nil {
		return 0, err
	}
	return steps[0], nil
}

// read is a variable's value, or zeros where no graph has made it.
func read[T gotype.Supported](s *State, store *model.Store, name string) ([]T, error) {
	v := store.GetVariable(s.path(name))
	if v == nil {
		return make([]T, s.shape(name).Size()), nil
	}
	if !v.Shape().Equal(s.shape(name)) {
		return nil, fmt.Errorf("ingraph: %s: variable %s is %s, want %s: another State has this name", s.name, name, v.Shape(), s.shape(name))
	}
	value, err := v.Value()
	if err == nil {
		var flat []T
		if flat, err = tensors.CopyFlatData[T](value); err == nil {
			return flat, nil
		}
	}
	return nil, fmt.Errorf("ingraph: %s: reading variable %s: %w", s.name, name, err)
}

// faulty is an error for every kind of fault that was noted.
func (s *State) faulty(noted []int64) error {
	var errs []error
	for i, fault := range faults {
		count, first, last := noted[i], noted[len(faults)+i], noted[2*len(faults)+i]
		if count == 0 {
			continue
		}
		where := fmt.Sprintf("step %d", first)
		if last > first {
			where = fmt.Sprintf("steps %d to %d", first, last)
		}
		errs = append(errs, fmt.Errorf("ingraph: %s: %s after Reset: %d %s", s.name, where, count, fault))
	}
	return errors.Join(errs...)
}

// histograms are the tables of both classes, negatives first.
type histograms struct {
	rows            []int64
	weight, squares []sum
}

// sum is a sum and what rounding took from it.
type sum [2]float64

// histograms adds the rows of steps without weights to those of steps with weights.
func (s *State) histograms(store *model.Store) (*histograms, error) {
	plain, err := read[int64](s, store, rowsName)
	if err != nil {
		return nil, err
	}
	weighed, err := read[int64](s, store, weighedName)
	if err != nil {
		return nil, err
	}
	sums, err := read[float64](s, store, sumsName)
	if err != nil {
		return nil, err
	}
	h := &histograms{rows: make([]int64, s.table()), weight: make([]sum, s.table()), squares: make([]sum, s.table())}
	for i, rows := range plain {
		lost := sums[2*s.table():]
		h.rows[i] = rows + weighed[i]
		h.weight[i] = sum{sums[2*i], lost[2*i]}.plus(float64(rows))
		h.squares[i] = sum{sums[2*i+1], lost[2*i+1]}.plus(float64(rows))
	}
	return h, nil
}

// plus is Knuth's TwoSum, as in addCompensated.
func (s sum) plus(x float64) sum {
	total := s[0] + x
	added := total - s[0]
	return sum{total, s[1] + ((s[0] - (total - added)) + (x - added))}
}

// The form that metrics.State reads.
type (
	stateForm struct {
		Version int        `json:"version"`
		Binned  binnedForm `json:"binned"`
	}
	binnedForm struct {
		Bins      int       `json:"bins"`
		Positives classForm `json:"positives"`
		Negatives classForm `json:"negatives"`
		LogLoss   [3]sum    `json:"log_loss"`
		Brier     [3]sum    `json:"brier"`
	}
	classForm struct {
		Bins    []int   `json:"bins"`
		Rows    []int64 `json:"rows"`
		Weights []sum   `json:"weights,omitempty"`
		Squares []sum   `json:"squares,omitempty"`
	}
)

// class is the part of the tables from begin up to end, without empty bins.
func (h *histograms) class(begin, end int) classForm {
	form, weighted := classForm{}, h.weighted(begin, end)
	for i := begin; i < end; i++ {
		if h.rows[i] == 0 {
			continue
		}
		form.Bins, form.Rows = append(form.Bins, i-begin), append(form.Rows, h.rows[i])
		if weighted {
			form.Weights, form.Squares = append(form.Weights, h.weight[i]), append(form.Squares, h.squares[i])
		}
	}
	return form
}

// weighted says whether some weight is not 1: Σw = Σw² = n only if all are.
func (h *histograms) weighted(begin, end int) bool {
	for i := begin; i < end; i++ {
		ones := sum{float64(h.rows[i]), 0}
		if h.weight[i] != ones || h.squares[i] != ones {
			return true
		}
	}
	return false
}

func moments(losses []float64, at int) [3]sum {
	var form [3]sum
	for i := range form {
		form[i] = sum{losses[at+i], losses[6+at+i]}
	}
	return form
}
