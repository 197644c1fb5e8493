package losses_test

import (
	"fmt"

	"github.com/seqpair/seqpair/model/losses"
)

func ExampleBCE() {
	plain := losses.BCE{}
	weighted := losses.BCE{ClassWeight: losses.Balanced}
	fmt.Println(plain)
	fmt.Println(weighted)

	// Nine negatives for each positive: a positive weighs nine times as much.
	resolved, err := weighted.Resolve(losses.Training{Negatives: 900, Positives: 100})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.3f\n", resolved.(losses.BCE).ClassWeight)
	// Output:
	// binary cross-entropy on logits
	// binary cross-entropy on logits, class weights balanced
	// [0.556 5.000]
}

func ExampleWeights() {
	loss := losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 9}}
	fmt.Println(loss)
	_, err := losses.BCE{ClassWeight: losses.Weights{1: 9}}.Resolve(losses.Training{Negatives: 900, Positives: 100})
	fmt.Println(err)
	// Output:
	// binary cross-entropy on logits, class weights {0: 1, 1: 9}
	// class weights: class 0 weighs 0; give both classes a finite weight above 0, such as losses.Weights{0: 1, 1: 9}
}
