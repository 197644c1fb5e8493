package segmentation_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/segmentation"
)

func Example() {
	s, err := segmentation.New(segmentation.Options{Classes: []string{"background", "road", "car"}, Void: []int{255}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, image := range []segmentation.Image{
		{Truth: []int{0, 0, 0, 1, 1, 255}, Predicted: []int{0, 0, 1, 1, 1, 0}},
		{Truth: []int{0, 0, 0, 0, 1, 0}, Predicted: []int{0, 0, 0, 0, 0, 0}},
		{Truth: []int{0, 1, 1, 1, 0, 0}, Predicted: []int{0, 1, 1, 1, 0, 0}},
	} {
		if err := s.Update(image); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println("road:", s.IoU(1))
	fmt.Println("car:", s.IoU(2))
	fmt.Println("mean IoU:", s.MeanIoU())
	fmt.Println("pixel accuracy:", s.PixelAccuracy())
	fmt.Println("road, per image:", s.ImageDice(1))
	// Output:
	// road: 0.714 [0.038, 0.99] (no skill 0.353)
	// car: undefined: the class is neither in the truth nor predicted
	// mean IoU: 0.774 [0.14, 0.99] (no skill 0.324), 2 of 3 classes (car: the class is neither in the truth nor predicted)
	// pixel accuracy: 0.882 [0.36, 0.99] (no skill 0.647)
	// road, per image: 0.600 [0, 1.00] (no skill 0.508)
}
