package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/runs"
)

// hashWeights identifies the weights of a network: their paths, shapes and values.
func hashWeights(store *model.Store) (string, error) {
	h := sha256.New()
	for _, v := range weightsOfModel(store) {
		fmt.Fprintf(h, "%q %s\n", v.Path(), v.Shape())
		value, err := v.Value()
		if err == nil {
			err = value.ConstBytes(func(data []byte) { h.Write(data) })
		}
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// bestHash identifies the weights of the best epoch as they are on the disk.
func bestHash(run *runs.Run) (string, error) {
	dir, err := run.Checkpoint("best")
	if err != nil {
		return "", err
	}
	store := model.NewStore()
	if err := loadVariables(store, dir); err != nil {
		return "", err
	}
	return hashWeights(store)
}

// checkWeights refuses weights that are not those which training left; earlier versions left no hash of them.
func (r *Run) checkWeights(store *model.Store, dir string) error {
	want := r.Manifest.WeightsHash
	if want == "" {
		return nil
	}
	hash, err := hashWeights(store)
	if err == nil && hash != want {
		err = fmt.Errorf("the weights in %s are not those that the manifest names: the directory was damaged or changed by hand: restore it, or train again under another name", dir)
	}
	return err
}
