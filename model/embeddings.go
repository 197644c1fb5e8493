package model

import (
	"fmt"
	"path"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/data"
)

// embeddings are the vectors that Config.Embeddings names.
type embeddings struct {
	file  string
	sides []data.Vectors // by vocabulary: that of both sides, or those of a and b
	units []int          // of the vocabularies
	ids   []int          // likewise
}

// embeddings reads the file; nil if there is none.
func (c Config) embeddings(encoder *data.PairEncoder) (*embeddings, error) {
	if c.Embeddings == "" {
		return nil, nil
	}
	e := &embeddings{file: c.Embeddings}
	sides := []*data.Encoder{encoder.A}
	if c.Encoding.Separate {
		sides = append(sides, encoder.B)
	}
	for _, side := range sides {
		vectors, err := side.ReadVectors(c.Embeddings)
		if err != nil {
			return nil, fmt.Errorf("model.Config: Embeddings: %w", err)
		}
		e.sides, e.units = append(e.sides, vectors), append(e.units, side.Units())
		e.ids = append(e.ids, side.Size())
	}
	return e, nil
}

// embed writes the vectors into the tables of embeddings, [ids, dimension]. Rows that have none stay as they began.
func (f *fitting) embed() error {
	e := f.source.embeddings
	if e == nil {
		return nil
	}
	tables, other := 0, 0
	for v := range f.network.store.IterVariables() {
		if !ofModel(v) || v.Name() != "embedding" {
			continue
		}
		side := 0
		if len(e.sides) > 1 && path.Base(path.Dir(v.Path())) == "b" {
			side = 1
		}
		vectors := e.sides[side]
		if v.Shape().Rank() != 2 || v.Shape().Dim(0) < e.ids[side] {
			return fmt.Errorf("model.Config: Embeddings: the variable %s of Model has the shape %v, want a row for each of %d ids", v.Path(), v.Shape(), e.ids[side])
		}
		if v.Shape().Dim(1) != vectors.Dimension {
			other = v.Shape().Dim(1)
			continue
		}
		values, err := numbers(v)
		if err != nil {
			return err
		}
		for id, vector := range vectors.OfID {
			copy(values[int(id)*vectors.Dimension:], vector)
		}
		if err := v.SetValue(tensors.FromFlatDataAndDimensions(values, v.Shape().Dimensions...)); err != nil {
			return err
		}
		tables++
	}
	switch {
	case tables > 0:
		return nil
	case other > 0:
		return fmt.Errorf("model.Config: the vectors of Embeddings %s have %d numbers, and the embeddings of Model have %d: set its Embedding to %d", e.file, e.sides[0].Dimension, other, e.sides[0].Dimension)
	}
	return fmt.Errorf("model.Config: Embeddings is %s, and Model has no embeddings: use pair.Siamese or another that reads ids, or leave Embeddings out", e.file)
}

func (e *embeddings) String() string {
	text := fmt.Sprintf("%d of %d units begin with the vectors of %s", len(e.sides[0].OfID), e.units[0], e.file)
	if len(e.sides) > 1 {
		text += fmt.Sprintf(" (of b, %d of %d)", len(e.sides[1].OfID), e.units[1])
	}
	return text
}
