// Command coverage counts how often the 95 % intervals of package metrics hold the truth, in samples of populations of
// many shapes:
//
//	go run ./metrics/bench/coverage -samples 1000
//
// A line is a prevalence, an expected number of positives and a ROC AUC. Of each reader it prints the lowest and the
// highest coverage of all shapes in per cent, and behind "none" how many samples gave no interval. Rows are drawn at random,
// so that the number of positives varies too. The table is taken where as many negatives are alerts as there are positives.
// With -dependent it is of differences of two models, by DeLong and by the bootstrap, and of the bootstrap by groups.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/population"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("coverage: ")
	samples := flag.Int("samples", 1000, "samples of each population")
	prevalences := flag.String("prevalence", "0.5,0.1,0.01,0.001", "prevalences")
	positives := flag.String("positives", "10,20,50,100,500", "expected numbers of positives")
	areas := flag.String("auc", "0.6,0.8,0.9,0.96,0.99,0.995", "ROC AUCs")
	all := flag.Bool("shapes", false, "a line a shape")
	dependent := flag.Bool("dependent", false, "instead, intervals of differences of two models and of the bootstrap by groups")
	flag.Parse()
	if *dependent {
		if err := writeDependent(os.Stdout, *samples); err != nil {
			log.Fatal(err)
		}
		return
	}
	var grid [3][]float64
	for i, list := range []string{*prevalences, *positives, *areas} {
		var err error
		if grid[i], err = numbers(list); err != nil {
			log.Fatal(err)
		}
	}
	if err := write(grid, *samples, *all); err != nil {
		log.Fatal(err)
	}
}

func numbers(list string) ([]float64, error) {
	var xs []float64
	for item := range strings.SplitSeq(list, ",") {
		x, err := strconv.ParseFloat(item, 64)
		if err != nil {
			return nil, err
		}
		xs = append(xs, x)
	}
	return xs, nil
}

func readers() []population.Reader {
	return append(population.Areas(),
		population.Table("recall", metrics.Confusion.Recall), population.Table("precision", metrics.Confusion.Precision),
		population.Table("f1", metrics.Confusion.F1),
		population.Table("f2", func(c metrics.Confusion) metrics.Value { return c.FBeta(2) }),
		population.Table("mcc", metrics.Confusion.MCC),
		population.Table("kappa", metrics.Confusion.Kappa), population.Table("balanced_accuracy", metrics.Confusion.BalancedAccuracy),
		population.Table("g_mean", metrics.Confusion.GMean), population.Table("lift", metrics.Confusion.Lift), population.Table("fowlkes_mallows", metrics.Confusion.FowlkesMallows),
	)
}

func write(grid [3][]float64, samples int, all bool) error {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	header := "prevalence\tpositives\tAUC"
	for _, r := range readers() {
		header += "\t" + r.Name
	}
	fmt.Fprintln(out, header)
	for _, prevalence := range grid[0] {
		for _, positives := range grid[1] {
			for _, auc := range grid[2] {
				line := fmt.Sprintf("%v\t%v\t%v", prevalence, positives, auc)
				shapes := cover(prevalence, positives, auc, samples)
				if !all {
					fmt.Fprintln(out, line+cells(shapes...))
					continue
				}
				for i, shape := range population.Shapes() {
					fmt.Fprintln(out, line+cells(shapes[i])+"\t"+shape.Name)
				}
			}
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// cover is the coverage of each reader by shape, each shape with a seed of its own.
func cover(prevalence, positives, auc float64, samples int) [][]population.Coverage {
	shapes := population.Shapes()
	found := make([][]population.Coverage, len(shapes))
	rows, threshold := int(math.Round(positives/prevalence)), 1-min(prevalence, 0.2)
	var group sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, shape := range shapes {
		group.Go(func() {
			free <- struct{}{}
			p := population.Population{Shape: shape, AUC: auc, Prevalence: prevalence}
			found[i] = p.Cover(rand.New(rand.NewPCG(1, uint64(i))), samples, rows, threshold, readers()...)
			<-free
		})
	}
	group.Wait()
	return found
}

// cells are the range of each reader over the shapes.
func cells(shapes ...[]population.Coverage) string {
	text := ""
	for reader := range shapes[0] {
		low, high, none := 1.0, 0.0, 0
		for _, shape := range shapes {
			c := shape[reader]
			if share := c.Share(); !math.IsNaN(share) {
				low, high = min(low, share), max(high, share)
			}
			none += c.None
		}
		text += fmt.Sprintf("\t%.1f–%.1f", 100*low, 100*high)
		if none > 0 {
			text += fmt.Sprintf(" none %d", none)
		}
	}
	return text
}
