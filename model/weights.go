package model

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/checkpoint"
	"github.com/gomlx/gomlx/ml/train/optimizer"

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
	if err := n.save(dir, func(v *model.Variable) *model.Variable { return v }); err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, progressFile), p)
}

// saveWeights writes what scoring needs: the weights, or their averages.
func (n *network) saveWeights(dir string) error {
	return n.save(dir, func(v *model.Variable) *model.Variable {
		average := n.averageOf(v)
		switch {
		case !ofModel(v):
			return nil
		case average != nil:
			return average
		}
		return v
	})
}

// save writes variables, each with the value of what source returns for it; none if that is nil. They are in the order of
// their paths, so that equal weights are equal bytes whatever the store went through.
func (n *network) save(dir string, source func(*model.Variable) *model.Variable) error {
	copied := model.NewStore()
	for _, v := range sorted(n.store) {
		if from := source(v); from != nil {
			if err := copyVariable(copied, v.Path(), from); err != nil {
				return err
			}
		}
	}
	handler, err := checkpoint.Build(copied).Dir(dir).WithCompression(checkpoint.BinUncompressed).Done()
	if err != nil {
		return err
	}
	if err := handler.Save(); err != nil {
		return err
	}
	if n.encoder == nil {
		return nil
	}
	return writeJSON(filepath.Join(dir, encoderFile), n.encoder)
}

// sorted are the variables of a store in the order of their paths.
func sorted(store *model.Store) []*model.Variable {
	return slices.SortedFunc(store.IterVariables(), func(a, b *model.Variable) int { return strings.Compare(a.Path(), b.Path()) })
}

// weightsOfModel are those of a store's variables that are weights of the model, in the order of their paths.
func weightsOfModel(store *model.Store) []*model.Variable {
	return slices.DeleteFunc(sorted(store), func(v *model.Variable) bool { return !ofModel(v) })
}

func copyVariable(to *model.Store, path string, v *model.Variable) error {
	copied, err := cloned(v)
	if err != nil {
		return err
	}
	_, err = to.CreateVariable(path, copied)
	return err
}

// cloned is a copy of a variable's value.
func cloned(v *model.Variable) (*tensors.Tensor, error) {
	value, err := v.Value()
	if err != nil {
		return nil, err
	}
	return value.LocalClone()
}

// copyValue gives a variable the value of another one of its shape.
func copyValue(to, from *model.Variable) error {
	copied, err := cloned(from)
	if err != nil {
		return err
	}
	return to.SetValue(copied)
}

// numbers copies a variable of float32 to the host.
func numbers(v *model.Variable) ([]float32, error) {
	value, err := v.Value()
	if err != nil {
		return nil, err
	}
	return tensors.CopyFlatData[float32](value)
}

// load reads what save wrote, before a program first runs. All of it at once: what waits for its first use would
// be missing in the next save.
func (n *network) load(dir string) error {
	if err := loadVariables(n.store, dir); err != nil {
		return err
	}
	n.store.SetLoader(nil)
	if err := optimizer.DeleteGlobalStep(n.store); err != nil { // GoMLX's checkpoints count steps of their own
		return err
	}
	for v := range n.store.IterVariables() {
		v.SetTrainable(ofModel(v)) // GoMLX v0.28.2 takes whatever it loads for trainable
	}
	return nil
}

// loadVariables reads a checkpoint's variables into a store, all of them at once.
func loadVariables(store *model.Store, dir string) error {
	if _, err := checkpoint.Load(store).Dir(dir).Immediate().Done(); err != nil {
		return fmt.Errorf("checkpoint %s: %w", dir, err)
	}
	return nil
}

// ofModel tells weights from what training keeps beside them.
func ofModel(v *model.Variable) bool { return isWeight(v.Path()) }

func isWeight(path string) bool { return strings.HasPrefix(path, "/"+modelScope+"/") }

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
