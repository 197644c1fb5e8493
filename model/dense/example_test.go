package dense_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/dense"
	"github.com/seqpair/seqpair/model/losses"
)

// Four rows of five are positive, so calling all of them positive has precision 0.8 and recall 1. The threshold is
// chosen on valid; the test rows say what it is worth.
func ExampleMLP() {
	dir := temporary()
	defer os.RemoveAll(dir)
	features, err := data.SyntheticFeatures(data.SyntheticFeaturesOptions{N: 1500, Features: 5, Prevalence: 0.8})
	if err != nil {
		log.Fatal(err)
	}
	train, valid, test, err := features.Split(47)
	if err != nil {
		log.Fatal(err)
	}
	config := model.Config{
		Run: filepath.Join(dir, "mlp"), Network: dense.MLP{Hidden: []int{32, 16}}, Loss: losses.BCE{ClassWeight: losses.Balanced},
		Epochs: 10, LearningRate: 0.01, Monitor: "specificity", Seed: 47,
	}
	run, err := model.FitExamples(context.Background(), config, train.Examples(), valid.Examples())
	if err != nil {
		log.Fatal(err)
	}
	state, err := run.TestExamples(context.Background(), test.Examples())
	if err != nil {
		log.Fatal(err)
	}
	specificity := state.At(run.Threshold()).Specificity()
	fmt.Println("negatives are found, beyond doubt:", specificity.Lo > specificity.Baseline)
	// Output:
	// negatives are found, beyond doubt: true
}

// One pixel in five belongs to a shape; the noise is so strong that only its neighbours tell.
func ExampleUNet() {
	dir := temporary()
	defer os.RemoveAll(dir)
	images, err := data.SyntheticImages(data.SyntheticImagesOptions{N: 40, Size: 16, Foreground: 0.2})
	if err != nil {
		log.Fatal(err)
	}
	train, valid, test, err := images.Split(7)
	if err != nil {
		log.Fatal(err)
	}
	config := model.Config{
		Run: filepath.Join(dir, "unet"), Network: dense.UNet{Filters: []int{8, 12}},
		Epochs: 8, BatchSize: 4, LearningRate: 0.01, Monitor: "average_precision",
	}
	run, err := model.FitExamples(context.Background(), config, train.Examples(), valid.Examples())
	if err != nil {
		log.Fatal(err)
	}
	state, err := run.TestExamples(context.Background(), test.Examples())
	if err != nil {
		log.Fatal(err)
	}
	iou := state.At(run.Threshold()).Jaccard()
	fmt.Println("shapes are found:", iou.V > 2*iou.Baseline)
	// Output:
	// shapes are found: true
}

// temporary is a folder for a run, on a backend that every machine has.
func temporary() string {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	return dir
}

// What the question sets, and what may be set in its stead: the epoch that is kept is the one where most negatives,
// the rare class, are found.
func ExampleQuestion2() {
	config := dense.Question2()
	fmt.Println(config.Network)
	fmt.Println(config.Loss)
	config.Monitor = "specificity"
	for _, line := range dense.Question2().Diff(config) {
		fmt.Println(line)
	}
	// Output:
	// {"Name":"mlp","Hidden":[1000,500,250],"Dropout":0.35}
	// binary cross-entropy on logits, class weights balanced
	// Monitor: "average_precision" -> "specificity"
}
