package model

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

func env(k string, d int) int {
	if v, err := strconv.Atoi(os.Getenv(k)); err == nil {
		return v
	}
	return d
}

func TestScratch(t *testing.T) {
	if os.Getenv("SCRATCH") == "" {
		t.Skip()
	}
	dir := "../../shared/data/" + os.Getenv("SCRATCH") + "/"
	rd := func(n string) *data.Pairs {
		p, err := data.Read(dir + n + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	train, valid, test := rd("train"), rd("valid"), rd("test")
	c := Config{Seed: int64(env("SEED", 0)), BatchSize: env("B", 64), Epochs: env("E", 12), Model: pair.Siamese{Embedding: env("EMB", 48), Filters: env("F", 96), Hidden: env("H", 96)}}
	c.LearningRate = float64(env("LR", 100)) / 1e5
	c.Model.Dropout = float64(env("DROP", 30)) / 100
	for _, w := range strings.Fields(os.Getenv("W")) {
		v, _ := strconv.Atoi(w)
		c.Model.Widths = append(c.Model.Widths, v)
	}
	if os.Getenv("BAL") != "" {
		c.Loss = losses.BCE{ClassWeight: losses.Balanced}
	}
	if os.Getenv("CW") != "" {
		c.Loss = losses.BCE{ClassWeight: losses.Weights{1, float64(env("CW", 1))}}
	}
	c = c.WithDefaults()
	enc, err := c.Encoding.Fit(train)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("len", enc.A.Length(), "size", enc.A.Size(), c)
	f := &fitting{config: c, pairs: data.Split{Train: train, Valid: valid}, encoder: enc}
	if err := f.build(); err != nil {
		t.Fatal(err)
	}
	f.network.seed()
	tb := newBatcher(test, enc, 256, false)
	read := func(b *batcher) *metrics.State {
		tl := newTally()
		if err := f.network.read(b, func(b batch, r result) error { return tl.add(b, r, c.Head) }); err != nil {
			t.Fatal(err)
		}
		return tl.State
	}
	t0 := time.Now()
	bestAP := 0.0
	maxSteps := env("STEPS", 1<<30)
	for e := 1; e <= c.Epochs; e++ {
		b := f.batches.train
		order := b.order(c.Seed, e)
		done := newTally()
		te := time.Now()
		var enct time.Duration
		n := min(b.batches(), maxSteps)
		for i := range n {
			tt := time.Now()
			rows, err := b.batch(order, i)
			if err != nil {
				t.Fatal(err)
			}
			enct += time.Since(tt)
			r, err := f.network.step(rows)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 && e == 1 {
				fmt.Println("first step", time.Since(te))
				te = time.Now()
			}
			done.add(rows, r, c.Head)
		}
		d := time.Since(te)
		tv := time.Now()
		vs := read(f.batches.valid)
		ap := vs.AveragePrecision().V
		s := ""
		if ap > bestAP {
			bestAP = ap
			th, vf := vs.BestThreshold(metrics.Confusion.F1)
			ts := read(tb)
			s = fmt.Sprintf("TEST F1 %.3f AP %.3f AUC %.3f (valid F1 %.3f th %.3f)", ts.At(th).F1().V, ts.AveragePrecision().V, ts.ROCAUC().V, vf.V, th)
		}
		fmt.Printf("epoch %d %.1fs (%.0f steps/s, enc %.2fs) loss %.4f valid AP %.4f (%.1fs) %s\n", e, d.Seconds(), float64(n)/d.Seconds(), enct.Seconds(), done.meanLoss(), ap, time.Since(tv).Seconds(), s)
	}
	fmt.Println("total", time.Since(t0))
}
