package ingraph_test

import (
	"fmt"

	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"github.com/janpfeifer/must"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/ingraph"
)

// A program of one's own counts each batch while it scores it. The mask hides padding.
func ExampleState_Update() {
	backend := must.M1(gobackend.New("ops_sequential"))
	defer backend.Finalize()
	store := gomlx.NewStore()
	valid := ingraph.New("valid", 1024, ingraph.Logits)
	score := must.M1(gomlx.NewExec(backend, store, func(scope *gomlx.Scope, logits, labels, mask *graph.Node) *graph.Node {
		valid.Update(scope, []*graph.Node{labels, mask}, []*graph.Node{logits})
		return graph.Sigmoid(logits)
	}))
	for epoch := range 2 {
		must.M(valid.Reset(store))
		must.M1(score.Call([]float32{-2, 0.5, 3}, []float32{0, 0, 1}, []bool{true, true, true}))
		must.M1(score.Call([]float32{-1, 0, 0}, []float32{1, 0, 0}, []bool{true, false, false}))
		state := must.M1(valid.Read(store))
		fmt.Println("epoch", epoch+1, "ROC-AUC:", state.ROCAUC().V)
		fmt.Println("epoch", epoch+1, "recall:", state.At(0.5).Recall().V)
	}
	// Output:
	// epoch 1 ROC-AUC: 0.75
	// epoch 1 recall: 0.5
	// epoch 2 ROC-AUC: 0.75
	// epoch 2 recall: 0.5
}

// GoMLX's trainer takes the metrics of a State. They share its counts.
func ExampleState_Metrics() {
	backend := must.M1(gobackend.New("ops_sequential"))
	defer backend.Finalize()
	store := gomlx.NewStore()
	valid := ingraph.New("valid", 1024, ingraph.Logits)
	same := func(scope *gomlx.Scope, x *graph.Node) *graph.Node { return x }
	trainer := train.NewTrainer(backend, store, same, loss.BinaryCrossentropyLogits, optimizer.Adam().Done(),
		nil, valid.Metrics(metrics.AveragePrecision(), metrics.F1(0.5)))
	logits := tensors.FromFlatDataAndDimensions([]float32{-2, 0.5, 3, -1}, 4, 1)
	labels := tensors.FromFlatDataAndDimensions([]float32{0, 0, 1, 1}, 4, 1)
	weights := tensors.FromFlatDataAndDimensions([]float32{1, 1, 3, 1}, 4, 1)
	values := must.M1(trainer.EvalStep(train.Batch{Inputs: []*tensors.Tensor{logits}, Labels: []*tensors.Tensor{labels, weights}}))
	for i, m := range trainer.EvalMetrics()[1:] {
		fmt.Println("so far:", m.Name(), m.PrettyPrint(values[1+i]))
	}
	fmt.Printf("read: %.3f\n", must.M1(valid.Read(store)).AveragePrecision().V)
	// Output:
	// so far: valid average_precision not read yet
	// so far: valid f1 0.75
	// read: 0.950
}
