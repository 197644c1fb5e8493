package losses

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// stepsDone counts the training steps, the present one among them: an int32 scalar.
func stepsDone(scope *model.Scope, g *Graph) *Node {
	steps := scope.VariableWithValue("steps", int32(0)).SetTrainable(false)
	done := steps.NodeValue(g)
	if scope.IsTraining(g) {
		done = AddScalar(done, 1)
		steps.SetNodeValue(done)
	}
	return done
}
