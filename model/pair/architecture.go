package pair

import (
	"cmp"
	"encoding/json"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Architecture is a network over pairs of sequences, as a value: it prints, json.Marshal writes it, and [Decode]
// reads it back. [Func] makes one of a function of GoMLX.
type Architecture interface {
	// Logits builds the network in scope and returns its outputs before any sigmoid or softmax, [B, columns].
	// bias starts the last layer's bias, [columns]. Initial weights depend on the scope's "initializer_seed"
	// (int64) and on nothing else. It panics, as graph code does. The graph may become the body of a loop: it
	// captures no node from elsewhere.
	Logits(scope *model.Scope, in Input, bias []float32) *Node

	// WithDefaults returns the same architecture with every zero replaced by what it stands for.
	WithDefaults() Architecture

	// Check returns an error that names every field out of range.
	Check() error

	// Symmetric says whether the scores of (a, b) and (b, a) are equal. Both sides then share one vocabulary.
	Symmetric() bool

	fmt.Stringer
}

// Input is the batch that the network reads: ids of both sequences, 0 is padding, with the number of
// different ids on each side; or numbers at each step, and which steps there are. What looks for n-grams needs ids.
type Input struct {
	A, B         *Node // int32 [B, length of a], [B, length of b]; or float32 [B, length, numbers] each
	SizeA, SizeB int   // of ids
	FullA, FullB int   // length that sequences are padded to where a batch of short ones is not cut; 0: that of A and B
	MaskA, MaskB *Node // of numbers: 1 for a step that is there, else 0, float32 [B, length, 1]; nil: A and B are ids

	// Differences are the features of what the texts of each pair share, and behind it of what tells them apart, hashed to ids, 0
	// where there is none: int32 [B, 1 + differences, features], as data.ColumnDifferences has them. Nil: nobody compared texts.
	Differences *Node

	// Similarities say how alike the texts of each pair are, as a whole and field by field: int32 [B, 1 + fields, measures], as
	// data.ColumnSimilarities has them. Nil: nobody compared texts.
	Similarities *Node

	// Corpus is the different sequences of the training pairs as ids, without padding, for what starts from their
	// statistics; nil when trained weights take its place.
	Corpus [][]int32
}

// Default is the architecture of a configuration that names none: three interactions, of which one sees the overlap of
// n-grams too, a linear model of n-grams, and models of the differences and the similarities of the texts. [Siamese] is about ten times
// as fast, and an [Ensemble] of the last three, for records, too.
func Default() Architecture {
	return Ensemble{[]Architecture{Interaction{NGrams: []int{1, 2, 3, 4, 6}}, Interaction{}, Interaction{}, Wide{}, Differences{}, Similarities{}}}
}

// Masked says whether an architecture scores pairs whatever length they are padded to, so that padding may be cut off. Of a
// [Func] nobody knows.
func Masked(a Architecture) bool { return !holds[Func](a) }

// Decode reads an architecture that json.Marshal wrote. One without a name is [Siamese], which had none once.
func Decode(text []byte) (Architecture, error) {
	var head struct{ Name string }
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("architecture: %w", err)
	}
	switch head.Name {
	case interactionName:
		return decode[Interaction](text)
	case siameseName, "":
		return decode[Siamese](text)
	case decomposableName:
		return decode[Decomposable](text)
	case wideName:
		return decode[Wide](text)
	case differencesName:
		return decode[Differences](text)
	case similaritiesName:
		return decode[Similarities](text)
	case ensembleName:
		return decode[Ensemble](text)
	case funcName:
		return decode[Func](text)
	default:
		return nil, fmt.Errorf("architecture: unknown name %q, this version knows %q, %q, %q, %q, %q, %q, %q and %q",
			head.Name, interactionName, siameseName, decomposableName, wideName, differencesName, similaritiesName, ensembleName, funcName)
	}
}

// Name is that of the kind of an architecture, as [Parse] takes it and json.Marshal writes it; of one that writes none, that of [Func].
func Name(a Architecture) string {
	var head struct{ Name string }
	if text, err := json.Marshal(a); err != nil || json.Unmarshal(text, &head) != nil {
		return funcName
	}
	return cmp.Or(head.Name, funcName)
}

func decode[A Architecture](text []byte) (Architecture, error) {
	var a A
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("architecture: %w", err)
	}
	return a, nil
}

// text is an architecture as JSON.
func text(a Architecture) string {
	text, err := json.Marshal(a)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
