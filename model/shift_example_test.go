package model_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/metrics/calibrate"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// One pair in five is positive in training, and one in a thousand where the model is used.
func ExampleRun_ShiftTo() {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 500, Prevalence: 0.2, Length: 8})
	if err != nil {
		log.Fatal(err)
	}
	config := model.Config{Run: filepath.Join(dir, "example"), Model: pair.Small, Epochs: 1}
	run, err := model.Fit(context.Background(), config, pairs, pairs)
	if err != nil {
		log.Fatal(err)
	}
	shift, err := run.ShiftTo(0.001)
	if err != nil {
		log.Fatal(err)
	}
	table, err := run.Predict(context.Background(), pairs.Unlabelled())
	if err != nil {
		log.Fatal(err)
	}
	rare := calibrate.Apply(shift, table.Scores)
	fmt.Println(shift)
	fmt.Println("the first score is lower:", rare[0] < table.Scores[0])
	// Output:
	// odds times 0.004004
	// the first score is lower: true
}
