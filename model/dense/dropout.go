package dense

import (
	"encoding/json"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// dropoutOrDefault reads the field: 0 is the default, and -1 whatever means none.
func dropoutOrDefault(share, otherwise float64) float64 {
	switch {
	case share == 0:
		return otherwise
	case share < 0:
		return -1
	}
	return share
}

func checkDropout(network string, share float64) error {
	if !(share < 1) {
		return fmt.Errorf("dense.%s: Dropout is %v, want a number below 1", network, share)
	}
	return nil
}

// dropout leaves x alone where share is below zero.
func dropout(scope *model.Scope, x *Node, share float64) *Node {
	if share < 0 {
		return x
	}
	return layers.Dropout(scope, x, share)
}

// text is a network as JSON.
func text(network any) string {
	text, err := json.Marshal(network)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
