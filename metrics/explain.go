package metrics

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Peer is a library whose numbers Explain reproduces.
type Peer string

// The peers, by the versions that were read and run.
const (
	Keras        Peer = "Keras 3.15"
	Torchmetrics Peer = "torchmetrics 1.9"
	Sklearn      Peer = "scikit-learn 1.9"
)

// Explanation sets what a peer prints beside what we read, and says why they differ.
type Explanation struct {
	Call   string  // the peer's, as in AUC(curve="PR")
	Theirs float64 // what it prints; it may be NaN
	Raises string  // the peer raises an error instead, which says this
	Ours   Value   // undefined where the rows are refused
	Why    string  // empty if the two agree to 1e-6, which is what float32 can hold
}

// Explain is what a peer prints for these scores of a sigmoid, given to it batch by batch, where Keras and
// torchmetrics compare them with the threshold. Scores may be anything, logits and NaN included, since peers
// take them; Ours is then undefined. It is an error if the peer is none of ours or columns differ in length.
func Explain(peer Peer, threshold float64, batches ...Batch) ([]Explanation, error) {
	in, err := newPeerInput(threshold, batches)
	if err != nil {
		return nil, err
	}
	var calls []peerCall
	switch peer {
	case Keras:
		calls = kerasCalls()
	case Torchmetrics:
		calls = torchmetricsCalls()
	case Sklearn:
		calls = sklearnCalls()
	default:
		return nil, fmt.Errorf("metrics: Explain: no peer is %q: use %q, %q or %q", peer, Keras, Torchmetrics, Sklearn)
	}
	var all []Explanation
	for _, call := range calls {
		all = append(all, in.explain(call))
	}
	return all, nil
}

// peerCall is a metric of a peer. Its theirs gives the number and why it may differ from ours, or an error.
type peerCall struct {
	call   string
	theirs func(*peerInput) (number float64, why string, err error)
	ours   func(*State, float64) Value
}

func (p *peerInput) explain(call peerCall) Explanation {
	number, why, err := call.theirs(p)
	e := Explanation{Call: call.call, Theirs: number}
	if err != nil {
		e.Theirs, e.Raises = 0, err.Error()
	}
	if p.refused != nil {
		e.Ours = undefined(Reason(p.refused.Error()))
	} else {
		e.Ours = call.ours(p.state, p.threshold)
	}
	if same := e.Ours.Undefined == "" && math.Abs(e.Ours.V-number) <= 1e-6 && err == nil; !same {
		e.Why = why
	}
	return e
}

// String is a line: AUC(curve="ROC") prints 0.5, ours is 0.795: 200 thresholds are too few.
func (e Explanation) String() string {
	text := e.Call + " prints " + strconv.FormatFloat(e.Theirs, 'g', 6, 64)
	if e.Raises != "" {
		text = e.Call + " raises " + e.Raises
	}
	text += ", ours is " + e.Ours.String()
	if e.Why == "" {
		return text
	}
	return text + ": " + e.Why
}

// MarshalJSON writes null for a number that is NaN or was not printed.
func (e Explanation) MarshalJSON() ([]byte, error) {
	var theirs *float64
	if e.Raises == "" && !math.IsNaN(e.Theirs) && !math.IsInf(e.Theirs, 0) {
		theirs = &e.Theirs
	}
	return json.Marshal(struct {
		Call   string   `json:"call"`
		Theirs *float64 `json:"theirs"`
		Raises string   `json:"raises,omitempty"`
		Ours   Value    `json:"ours"`
		Why    string   `json:"why,omitempty"`
	}{e.Call, theirs, e.Raises, e.Ours, e.Why})
}

// peerInput is what a peer is given, and our State of it.
type peerInput struct {
	threshold float64
	batches   []Batch
	state     *State
	refused   error
	weighted  bool
}

func newPeerInput(threshold float64, batches []Batch) (*peerInput, error) {
	p := &peerInput{threshold: threshold, batches: batches, state: NewState()}
	for i, b := range batches {
		if len(b.Labels) != len(b.Scores) || b.Weights != nil && len(b.Weights) != len(b.Scores) {
			return nil, fmt.Errorf("metrics: Explain: batch %d: %w", i, b.Validate())
		}
		p.weighted = p.weighted || b.Weights != nil
		if err := p.state.Update(b); err != nil && p.refused == nil {
			p.refused = err
		}
	}
	return p, nil
}

// each visits every row of every batch.
func (p *peerInput) each(visit func(score float64, positive bool, weight float64)) {
	for _, b := range p.batches {
		for i := range b.rows() {
			visit(b.row(i))
		}
	}
}

func (p *peerInput) hasNaN() bool {
	found := false
	p.each(func(score float64, _ bool, _ float64) { found = found || math.IsNaN(score) })
	return found
}

func (p *peerInput) outside() bool {
	found := false
	p.each(func(score float64, _ bool, _ float64) { found = found || score < 0 || score > 1 })
	return found
}

// onThreshold says whether > and >= differ.
func (p *peerInput) onThreshold() bool {
	found := false
	p.each(func(score float64, _ bool, _ float64) { found = found || float32(score) == float32(p.threshold) })
	return found
}

// divided is a/b, and 0 where b is 0.
func divided(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// oursAt reads the table at the threshold.
func oursAt(read func(Confusion) Value) func(*State, float64) Value {
	return func(s *State, threshold float64) Value { return read(s.At(threshold)) }
}

func oursOf(read func(*State) Value) func(*State, float64) Value {
	return func(s *State, _ float64) Value { return read(s) }
}
