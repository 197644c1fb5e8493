package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// blockRows of 256 numbers lie in the second cache. With 256 or 512, most products of 4096 and 8192 rows and their gradients took
// 0.6 to 0.8 of the time of whole ones; with 64, some took longer.
const blockRows = 256

// rowsOf counts the rows of x's last axis.
func rowsOf(x *Node) int { return x.Shape().Size() / x.Shape().Dim(-1) }

// productOfBlocks is Product on the pure-Go backend, of a multiple of blockRows rows. For the gradient by the weights that turns x and
// the gradient number by number, which goes faster within blocks of rows than across all of them.
func productOfBlocks(x, weights *Node) *Node {
	inputs, units, blocks := weights.Shape().Dim(0), weights.Shape().Dim(1), rowsOf(x)/blockRows
	y := products(Reshape(x, blocks, blockRows, inputs), BroadcastToDims(InsertAxes(weights, 0), blocks, inputs, units))
	shape := x.Shape().Clone()
	shape.Dimensions[x.Rank()-1] = units
	return ReshapeWithShape(y, shape)
}
