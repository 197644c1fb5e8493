package series_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/model/series"
)

// One pair in ten is the same wave twice, at different moments and under noise.
func ExampleNetwork() {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	waves, err := data.SyntheticSeries(data.SyntheticSeriesOptions{N: 1200, Steps: 24})
	if err != nil {
		log.Fatal(err)
	}
	train, valid, test, err := waves.Split(7)
	if err != nil {
		log.Fatal(err)
	}
	small := pair.Siamese{Encoder: pair.CNN, Embedding: 8, Filters: 16, Widths: []int{5}, Hidden: 16}
	config := model.Config{
		Run: filepath.Join(dir, "waves"), Network: series.Network{Architecture: small},
		Epochs: 8, BatchSize: 32, LearningRate: 0.02,
	}
	run, err := model.FitExamples(context.Background(), config, train.Examples(), valid.Examples())
	if err != nil {
		log.Fatal(err)
	}
	state, err := run.TestExamples(context.Background(), test.Examples())
	if err != nil {
		log.Fatal(err)
	}
	precision := state.AveragePrecision()
	fmt.Println("better than three times chance:", precision.Lo > 3*precision.Baseline)
	// Output:
	// better than three times chance: true
}
