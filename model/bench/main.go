// Command bench times training through model.Fit beside Keras on the same networks, data and batches, in one run and
// in turns, so that both meet the same machine:
//
//	go run ./model/bench -python .seqpair/peers/bin/python -rounds 3
//
// It prints, for each network, medians of steps per second, seconds to the first step, peak memory and the first and last loss,
// with the least and the most over the rounds, each of which has a seed of its own. Ours train with everything on: metrics of
// every training score, history, checkpoints. Keras trains with its accuracy alone, at its default and at 16 steps per call,
// each with the C library's allocator as it is and tuned. Without a Python it times our side alone.
//
// $GOMLX_BACKEND chooses our backend, as always. Keras takes the GPU where its JAX finds one.
package main

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
)

//go:embed peer.py
var peerScript string

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	python := flag.String("python", os.Getenv("SEQPAIR_PEERS_PYTHON"), "a Python that has Keras and JAX")
	rounds := flag.Int("rounds", 3, "rounds, of which medians are printed")
	only := flag.String("only", "", "names of networks, separated by commas; empty: all")
	peers := flag.String("peers", "jax,jax-16,jax+malloc,jax-16+malloc", "settings of Keras: backend, steps per call, +malloc for a tuned allocator")
	child := flag.String("measure", "", "train this network in this process and print the measurement")
	seed := flag.Int64("seed", firstSeed, "of the first round")
	flag.Parse()
	if err := run(*python, *rounds, *only, *peers, *child, *seed); err != nil {
		log.Fatal(err)
	}
}

func run(python string, rounds int, only, peers, child string, seed int64) error {
	for _, r := range rows() {
		switch {
		case child == r.name:
			r.config.Seed = seed
			return r.measure(os.Stdout)
		case child != "" || only != "" && !slices.Contains(strings.Split(only, ","), r.name):
			continue
		}
		sides := []string{"seqpair"}
		if python != "" {
			sides = append(sides, strings.Split(peers, ",")...)
		}
		all, err := r.compare(python, sides, rounds, seed)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := r.print(os.Stdout, sides, all); err != nil {
			return err
		}
	}
	return nil
}

// compare trains a network by every side in turns, each round from another seed.
func (r row) compare(python string, sides []string, rounds int, seed int64) (map[string][]measurement, error) {
	dir, err := os.MkdirTemp("", "seqpair-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := r.write(dir); err != nil {
		return nil, err
	}
	all := map[string][]measurement{}
	for round := range rounds {
		for _, side := range sides {
			m, err := r.side(side, python, dir, fmt.Sprint(seed+int64(round)))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", side, err)
			}
			all[side] = append(all[side], m)
		}
	}
	return all, nil
}

// side trains a network in a process of its own.
func (r row) side(side, python, dir, seed string) (m measurement, err error) {
	command := exec.Command(os.Args[0], "-measure", r.name, "-seed", seed)
	if side != "seqpair" {
		setting, tuned := strings.CutSuffix(side, "+malloc")
		backend, steps, many := strings.Cut(setting, "-")
		if !many {
			steps = "1"
		}
		command = exec.Command(python, "-c", peerScript, r.name, dir, steps, fmt.Sprint(r.batch), fmt.Sprint(epochs), seed)
		command.Env = append(os.Environ(), "KERAS_BACKEND="+map[string]string{"jax": "jax", "tf": "tensorflow"}[backend], "TF_CPP_MIN_LOG_LEVEL=3")
		if tuned {
			command.Env = append(command.Env, "MALLOC_MMAP_MAX_=0", "MALLOC_TRIM_THRESHOLD_=4294967296", "MALLOC_ARENA_MAX=1")
		}
	}
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return m, err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return m, json.Unmarshal([]byte(lines[len(lines)-1]), &m)
}

// print writes a line a side.
func (r row) print(w io.Writer, sides []string, all map[string][]measurement) error {
	best := math.NaN()
	for _, side := range sides[1:] {
		best = math.Max(zero(best), middle(all[side], func(m measurement) float64 { return m.StepsPerSecond }))
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%s, batch %d\tsteps/s\tof best peer\tCPU ms/step\tfirst step s\tpeak MB\tfirst loss\tlast loss\n", r.name, r.batch)
	for _, side := range sides {
		pace := middle(all[side], func(m measurement) float64 { return m.StepsPerSecond })
		fmt.Fprintf(out, "  %s\t%.1f\t%.2f\t%.2f\t%.1f\t%.0f\t%s\t%s\n", side, pace, pace/best,
			middle(all[side], func(m measurement) float64 { return m.CPU }),
			middle(all[side], func(m measurement) float64 { return m.FirstStep }),
			middle(all[side], func(m measurement) float64 { return m.PeakMB }),
			spread(all[side], func(m measurement) float64 { return m.FirstLoss }),
			spread(all[side], func(m measurement) float64 { return m.Loss }))
	}
	return out.Flush()
}

func zero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

func middle(all []measurement, of func(measurement) float64) float64 { return median(values(all, of)) }

// spread writes the median, the least and the most.
func spread(all []measurement, of func(measurement) float64) string {
	numbers := values(all, of)
	return fmt.Sprintf("%.4f (%.4f-%.4f)", median(numbers), slices.Min(numbers), slices.Max(numbers))
}

func values(all []measurement, of func(measurement) float64) []float64 {
	values := make([]float64, len(all))
	for i, m := range all {
		values[i] = of(m)
	}
	return values
}

func median(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(xs))
	return (sorted[(len(xs)-1)/2] + sorted[len(xs)/2]) / 2
}
