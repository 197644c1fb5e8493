package model

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/checkpoint"

	"github.com/seqpair/seqpair/model/data"
)

// What a checkpoint's folder holds beside the files of GoMLX.
const (
	encoderFile  = "encoder.json"
	progressFile = "progress.json"
)

// seed starts the random numbers that dropout draws.
func (n *network) seed() error { return n.store.SetRNGStateFromSeed(n.config.Seed) }

// saveAll writes everything that training goes on from.
func (n *network) saveAll(dir string, p progress) error {
	if err := n.save(dir, func(*model.Variable) bool { return true }); err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, progressFile), p)
}

// saveWeights writes what scoring needs.
func (n *network) saveWeights(dir string) error {
	return n.save(dir, func(v *model.Variable) bool { return strings.HasPrefix(v.Path(), "/model/") })
}

func (n *network) save(dir string, want func(*model.Variable) bool) error {
	handler, err := checkpoint.Build(n.store).Dir(dir).WithCompression(checkpoint.BinUncompressed).Done()
	if err != nil {
		return err
	}
	defer n.store.SetLoader(nil) // else each save would add one more
	for v := range n.store.IterVariables() {
		if !want(v) {
			handler.ExcludeVarsFromSaving(v)
		}
	}
	if err := handler.Save(); err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, encoderFile), n.encoder)
}

// load reads what save wrote, before a program first runs.
func (n *network) load(dir string) error {
	if _, err := checkpoint.Load(n.store).Dir(dir).Done(); err != nil {
		return fmt.Errorf("checkpoint %s: %w", dir, err)
	}
	// GoMLX v0.28.2 takes every variable that it loads for trainable.
	if v := n.store.GetVariable(model.RNGStateVariableName); v != nil {
		v.SetTrainable(false)
	}
	return nil
}

// readEncoder reads the encoder of a checkpoint.
func readEncoder(dir string) (*data.PairEncoder, error) {
	var e data.PairEncoder
	return &e, readJSON(filepath.Join(dir, encoderFile), &e)
}

func writeJSON(path string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

func readJSON(path string, v any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
