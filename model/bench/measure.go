package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
)

// measurement is what one training said.
type measurement struct {
	StepsPerSecond float64 `json:"steps_per_second"` // median over the epochs but the first
	CPU            float64 `json:"cpu"`              // milliseconds of all cores per step, in the same epochs
	FirstStep      float64 `json:"first_step"`       // seconds until the first step was done
	PeakMB         float64 `json:"peak_mb"`          // resident memory
	FirstLoss      float64 `json:"first_loss"`       // mean of the first epoch's steps
	Loss           float64 `json:"loss"`             // of the last epoch's
}

// clock is a recorder that listens to a training.
type clock struct {
	began, firstStep time.Time
	pace             []float64 // steps per second, by epoch
	cpu              []float64 // seconds so far, at the end of each epoch
	batch            int
	loss             []float64 // mean of the steps, by epoch
	pending          float64
}

// Record implements history.Recorder.
func (c *clock) Record(r history.Record) error {
	switch r.Kind {
	case history.Step:
		if c.firstStep.IsZero() {
			c.firstStep = time.Now()
		}
		c.pending = r.ExamplesPerSecond / float64(c.batch)
	case history.Epoch:
		c.pace, c.cpu, c.loss = append(c.pace, c.pending), append(c.cpu, cpuSeconds()), append(c.loss, r.Train.Loss)
	}
	return nil
}

// measure trains a row in this process, with metrics and history as always, and prints the measurement.
func (r row) measure(out io.Writer) error {
	dir, err := os.MkdirTemp("", "seqpair-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r.config.Run = filepath.Join(dir, r.name)
	c := &clock{batch: r.batch}
	if err := r.fit(c); err != nil {
		return err
	}
	peak, err := peakMB()
	if err != nil {
		return err
	}
	cpu := (c.cpu[len(c.cpu)-1] - c.cpu[0]) * 1000 / float64(r.steps*(len(c.cpu)-1))
	return json.NewEncoder(out).Encode(measurement{median(c.pace[1:]), cpu, c.firstStep.Sub(c.began).Seconds(), peak, c.loss[0], c.loss[len(c.loss)-1]})
}

func (r row) fit(c *clock) error {
	n, few := r.batch*r.steps, 4*r.batch
	if r.config.Network != nil {
		train, valid := newFeatures(n), newFeatures(few)
		c.began = time.Now()
		_, err := model.FitExamples(context.Background(), r.config, train, valid, c)
		return err
	}
	p := newPairs(n)
	train, err := p.text()
	if err != nil {
		return err
	}
	valid := train.Subset(counting(few))
	c.began = time.Now()
	_, err = model.Fit(context.Background(), r.config, train, valid, c)
	return err
}

func counting(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// cpuSeconds are those that this process has spent on all cores.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return math.NaN()
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

// peakMB is the highest resident memory of this process so far.
func peakMB() (float64, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
			kB, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kB / 1024, err
		}
	}
	return 0, fmt.Errorf("/proc/self/status has no VmHWM")
}
