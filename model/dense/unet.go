package dense

import (
	"encoding/json"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// UNet labels every pixel of an image (Ronneberger, Fischer and Brox 2015): two convolutions of 3 x 3 at each scale, down
// to the coarsest and up again, where each scale also sees what it saw on the way down. From one scale to the
// next the mean of 2 x 2 pixels halves height and width. Around an image, and to make its sides divisible, pixels of the
// mean colour are added. It standardises the channels.
type UNet struct {
	Filters []int   // channels at each scale, from the finest; zero: 16, 32 and 64
	Dropout float64 // share of the coarsest channels' numbers that a training step leaves out, below 1; zero: 0.2; below zero: none

	standardization layers.Standardization
}

func (u UNet) withDefaults() UNet {
	if len(u.Filters) == 0 {
		u.Filters = []int{16, 32, 64}
	}
	u.Dropout = layers.DropoutOrDefault(u.Dropout, 0.2)
	return u
}

// Learn implements model.Learner: it returns u with what standardises the training images.
func (u UNet) Learn(train *data.Examples) (model.Network, error) {
	var err error
	u.standardization, err = learn(train)
	return u, err
}

// Logits implements model.Network: [B, H, W, C] to [B, H·W, columns].
func (u UNet) Logits(scope *gomlx.Scope, columns map[string]*Node, bias []float32) *Node {
	u = u.withDefaults()
	x := standardised(scope, columns, u.standardization)
	if x.Rank() != 4 {
		exceptions.Panicf("dense.UNet: the column %q is %s, want [B, H, W, C]: data.Images makes such examples", data.ColumnX, x.Shape())
	}
	batch, height, width := x.Shape().Dim(0), x.Shape().Dim(1), x.Shape().Dim(2)
	side := 1 << (len(u.Filters) - 1)
	x = padTo(x, 1, side)
	x = padTo(x, 2, side)
	coarsest := len(u.Filters) - 1
	seen := make([]*Node, coarsest)
	for i := range seen {
		seen[i] = convolutions(scope.In("down_%d", i), x, u.Filters[i])
		x = halve(seen[i])
	}
	x = convolutions(scope.In("bottom"), x, u.Filters[coarsest])
	x = layers.Dropout(scope.In("dropout"), x, u.Dropout)
	for i := coarsest - 1; i >= 0; i-- {
		x = Concatenate([]*Node{seen[i], double(x)}, -1)
		x = convolutions(scope.In("up_%d", i), x, u.Filters[i])
	}
	x = SliceAxis(SliceAxis(x, 1, AxisRange(0, height)), 2, AxisRange(0, width))
	logits := layers.Dense(scope.In("head"), Reshape(x, batch*height*width, u.Filters[0]), len(bias), bias)
	return Reshape(logits, batch, height*width, len(bias))
}

// Check implements model.Network.
func (u UNet) Check() error {
	u = u.withDefaults()
	errs := []error{layers.CheckDropout("dense.UNet", u.Dropout)}
	for _, filters := range u.Filters {
		if filters < 1 {
			errs = append(errs, fmt.Errorf("dense.UNet: Filters holds %d, want at least 1 channel at each scale", filters))
		}
	}
	if len(u.Filters) > mostScales {
		errs = append(errs, fmt.Errorf("dense.UNet: %d scales, want at most %d: each halves height and width", len(u.Filters), mostScales))
	}
	return errors.Join(errs...)
}

// mostScales halves 512 pixels to one.
const mostScales = 10

// MarshalJSON writes the name of the network and its fields, with their defaults.
func (u UNet) MarshalJSON() ([]byte, error) {
	type fields UNet
	return json.Marshal(struct {
		Name string
		fields
	}{"unet", fields(u.withDefaults())})
}

func (u UNet) String() string { return text(u) }

func convolutions(scope *gomlx.Scope, x *Node, filters int) *Node {
	for i := range 2 {
		x = activation.Relu(convolution(scope.In("convolution_%d", i), x, filters))
	}
	return x
}
