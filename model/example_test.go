package model_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// Train on three parts of generated pairs, and judge on the one that neither the weights nor the threshold saw.
func ExampleFit() {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	pairs, err := data.Synthetic(data.SyntheticOptions{N: 1500, Prevalence: 0.2, Length: 8})
	if err != nil {
		log.Fatal(err)
	}
	split, err := pairs.Split(data.Grouped, 7)
	if err != nil {
		log.Fatal(err)
	}
	config := model.Config{Run: filepath.Join(dir, "example"), Model: pair.Small, Epochs: 5, LearningRate: 0.01}
	run, err := model.Fit(context.Background(), config, split.Train, split.Valid)
	if err != nil {
		log.Fatal(err)
	}
	state, err := run.Test(context.Background(), split.Test)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("finished:", run.Manifest.Finished)
	fmt.Println("better than chance:", state.AveragePrecision().Lo > 2*state.AveragePrecision().Baseline)
	// Output:
	// finished: true
	// better than chance: true
}

// Pre-train an encoder by its distances, then a classifier that begins with it.
func ExampleConfig_start() {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	pairs, err := data.Synthetic(data.SyntheticOptions{N: 300, Prevalence: 0.2, Length: 8})
	if err != nil {
		log.Fatal(err)
	}
	encoder := pair.Small
	encoder.Margin = 1
	first := model.Config{Run: filepath.Join(dir, "encoder"), Model: encoder, Loss: losses.Contrastive{Margin: 1}, Epochs: 2}
	if _, err := model.Fit(context.Background(), first, pairs, pairs); err != nil {
		log.Fatal(err)
	}
	second := model.Config{Run: filepath.Join(dir, "classifier"), Start: first.Run, Model: pair.Small, Epochs: 2}
	run, err := model.Fit(context.Background(), second, pairs, pairs)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(run.History[0].Text[strings.Index(run.History[0].Text, "; 3"):][:29])
	// Output: ; 3 of 7 weights begin as run
}

func ExampleConfig_Diff() {
	short := model.Config{Epochs: 6}
	longer := model.Config{Epochs: 12, Seed: 1}
	for _, line := range short.Diff(longer) {
		fmt.Println(line)
	}
	// Output:
	// Epochs: 6 -> 12
	// Seed: 0 -> 1
}
