package dense

import (
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
)

// Question2 is the configuration of a question that is often asked: a network of 1000, 500 and 250 units over features
// of which 80 % are positive, with class weights from the prevalence. It knows the background well, and nothing else; can
// it be trained for precision or recall instead of the loss?
//
// It cannot, for both are constant almost everywhere in the weights. What moves them is which epoch is kept
// (Monitor), where the threshold lies, and a loss that stands for them (losses.Tversky and the like).
func Question2() model.Config {
	return model.Config{
		Network: MLP{Hidden: []int{1000, 500, 250}, Dropout: 0.35},
		Head:    model.Sigmoid,
		Loss:    losses.BCE{ClassWeight: losses.Balanced},

		Optimizer: optimizers.Adamax{}, LearningRate: 0.001, Schedule: model.Constant, // as in Keras

		Seed: 47,
	}
}
