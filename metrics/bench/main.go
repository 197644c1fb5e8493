// Command bench times the readers of package metrics beside scikit-learn's on the same scores, in one run and in
// turns, so that both meet the same machine:
//
//	go run ./metrics/bench -python .seqpair/peers/bin/python -rows 10000000 -rounds 5
//
// It prints medians in milliseconds, ours as a multiple of one radix sort of the same keys, and how often ours fits into
// the peer's; then scores a second of the counting State, which runs on one thread, and of Parquet beside reading its
// columns alone. Without a Python it times our side alone.
package main

import (
	"bufio"
	_ "embed"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seqpair/seqpair/metrics"
)

//go:embed peer.py
var peerScript string

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	python := flag.String("python", os.Getenv("SEQPAIR_PEERS_PYTHON"), "a Python that has scikit-learn")
	rows := flag.Int("rows", 10_000_000, "scores")
	rounds := flag.Int("rounds", 5, "rounds, of which medians are printed")
	flag.Parse()
	if err := run(*python, *rows, *rounds); err != nil {
		log.Fatal(err)
	}
}

func run(python string, rows, rounds int) error {
	data := newData(rows)
	dir, err := os.MkdirTemp("", "seqpair-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	data.parquet = filepath.Join(dir, "scores.parquet")
	if err := data.writeParquet(data.parquet); err != nil {
		return err
	}
	var p *peer
	if python != "" {
		if p, err = startPeer(python, dir, data); err != nil {
			return err
		}
		defer p.stop()
	}
	ours, theirs := map[string][]float64{}, map[string][]float64{}
	for range rounds {
		for _, job := range data.jobs() {
			runtime.GC()
			start := time.Now()
			if err := job.ours(); err != nil {
				return fmt.Errorf("%s: %w", job.name, err)
			}
			ours[job.name] = append(ours[job.name], milliseconds(time.Since(start)))
			for _, call := range job.theirs {
				if p == nil {
					continue
				}
				took, err := p.time(call)
				if err != nil {
					return fmt.Errorf("%s: %w", call, err)
				}
				theirs[call] = append(theirs[call], took)
			}
		}
	}
	if err := write(os.Stdout, data.jobs(), ours, theirs); err != nil {
		return err
	}
	fmt.Printf("counting: %.0f million scores a second on one thread\n", float64(rows)/median(ours[countingJob])/1e3)
	fmt.Printf("Parquet: %.2f of the speed of reading the columns alone\n", median(ours[columnsJob])/median(ours[parquetJob]))
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(xs))
	return (sorted[(len(xs)-1)/2] + sorted[len(xs)/2]) / 2
}

// write prints a line a job: ours, theirs summed over its calls, and how often ours fits into theirs.
func write(w io.Writer, jobs []job, ours, theirs map[string][]float64) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "job\tours ms\tof a sort\tscikit-learn ms\tratio\tcalls")
	sort := median(ours[sortJob])
	for _, j := range jobs {
		mine, other := median(ours[j.name]), 0.0
		for _, call := range j.theirs {
			other += median(theirs[call])
		}
		fmt.Fprintf(out, "%s\t%.1f\t%.2f", j.name, mine, mine/sort)
		if len(j.theirs) > 0 && !math.IsNaN(other) {
			fmt.Fprintf(out, "\t%.0f\t%.0f\t%s", other, other/mine, strings.Join(j.theirs, " + "))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// data are scores with one positive in ten, a fifth of them tied.
type data struct {
	plain, weighted metrics.Batch32
	keys            []uint32
	parquet         string // a file of the plain rows
}

func newData(rows int) *data {
	random := rand.New(rand.NewPCG(1, 2))
	d := &data{}
	b := metrics.Batch32{Scores: make([]float32, rows), Labels: make([]bool, rows)}
	weights := make([]float32, rows)
	for i := range b.Scores {
		score := random.Float32()
		if b.Labels[i] = random.Float64() < 0.1; b.Labels[i] {
			score = max(score, random.Float32())
		}
		if random.Float64() < 0.2 {
			score = float32(math.Floor(float64(score)*1000) / 1000)
		}
		b.Scores[i], weights[i] = score, float32(random.ExpFloat64())+0.01
		d.keys = append(d.keys, math.Float32bits(score))
	}
	d.plain, d.weighted = b, b
	d.weighted.Weights = weights
	return d
}

// peer is a Python that answers the name of a call with its milliseconds.
type peer struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func startPeer(python, dir string, d *data) (*peer, error) {
	for name, write := range map[string]func(w *bufio.Writer) error{
		"scores":  func(w *bufio.Writer) error { return binary.Write(w, binary.LittleEndian, d.plain.Scores) },
		"labels":  func(w *bufio.Writer) error { return binary.Write(w, binary.LittleEndian, d.plain.Labels) },
		"weights": func(w *bufio.Writer) error { return binary.Write(w, binary.LittleEndian, d.weighted.Weights) },
	} {
		if err := writeFile(filepath.Join(dir, name), write); err != nil {
			return nil, err
		}
	}
	command := exec.Command(python, "-c", peerScript, dir)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &peer{command: command, in: in, out: bufio.NewReader(out)}, command.Start()
}

func writeFile(path string, write func(w *bufio.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

func (p *peer) time(call string) (float64, error) {
	if _, err := fmt.Fprintln(p.in, call); err != nil {
		return 0, err
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the Python side ended: %w", err)
	}
	return strconv.ParseFloat(strings.TrimSpace(line), 64)
}

func (p *peer) stop() {
	p.in.Close()
	_ = p.command.Wait()
}
