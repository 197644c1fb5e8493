// Command bench prints how well the checks of package diagnose find what is wrong: recall and precision over
// findings, on cases recorded from Keras, PyTorch and scikit-learn and on cases made from a seed.
//
//	go run ./metrics/diagnose/bench              # the seed of the tests
//	go run ./metrics/diagnose/bench -seed 7 -times 20
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/seqpair/seqpair/metrics/diagnose/internal/cases"
)

func main() {
	seed := flag.Uint64("seed", 1, "of the cases that are made")
	times := flag.Int("times", 2, "how often each kind is made; healthy ones twice as often")
	flag.Parse()
	all, err := cases.Recorded()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, part := range []struct {
		name  string
		cases []cases.Case
	}{{"recorded", all}, {"made", cases.Made(*seed, *times)}} {
		fmt.Println(part.name)
		if err := cases.Judge(part.cases).Write(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println()
	}
}
