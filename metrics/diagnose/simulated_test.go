package diagnose

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// printedAs rounds v as a log does.
func printedAs(v float64, decimals int) history.Printed {
	text := fmt.Sprintf("%.*f", decimals, v)
	var rounded float64
	fmt.Sscan(text, &rounded)
	return history.Printed{Text: text, Value: rounded, Decimals: decimals}
}

// logOf prints readings, one map per epoch.
func logOf(steps int64, decimals int, names []string, epochs []map[string]float64) Evidence {
	l := &history.Log{Source: "simulated", Format: "Keras console"}
	for i, values := range epochs {
		e := history.LogEpoch{Epoch: i + 1, Epochs: len(epochs), Steps: steps, Values: map[string]history.Printed{}}
		for _, name := range names {
			if v, there := values[name]; there {
				e.Names = append(e.Names, name)
				e.Values[name] = printedAs(v, decimals)
			}
		}
		l.Epochs = append(l.Epochs, e)
	}
	return FromLog(l)
}

var five = []string{"loss", "accuracy", "precision", "recall", "f1", "auc"}

// A model that learns, of any prevalence and data size, seen through metrics of
// its positive class, is never accused: 8000 logs.
func TestSimulatedHealthyLogsAreSilent(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 8000 {
		n := []int{40, 200, 1000, 50000}[r.IntN(4)]
		positives := max(10, int(float64(n)*(0.01+0.49*r.Float64())))
		negatives := n - positives
		separation := 1 + 2*r.Float64() // of the scores, in standard deviations, once learned
		var epochs []map[string]float64
		for epoch := range 5 {
			d := separation * (1 - math.Exp(-float64(epoch+1)/1.5))
			// The threshold lies where a fifth to four fifths of the positives pass.
			recall := 0.2 + 0.6*r.Float64()
			z := math.Sqrt2*math.Erfinv(1-2*recall) + d
			alarms := math.Erfc(z/math.Sqrt2) / 2
			tp, fp := int64(math.Round(recall*float64(positives))), int64(math.Round(alarms*float64(negatives)))
			c := metrics.NewConfusion(tp, fp, int64(negatives)-fp, int64(positives)-tp)
			if c.Accuracy().V == 1 || tp+fp == 0 {
				continue
			}
			epochs = append(epochs, map[string]float64{
				"loss":     entropy(float64(positives)/float64(n)) * (1 - 0.2*d/3*(1+0.1*r.Float64())),
				"accuracy": c.Accuracy().V, "precision": c.Precision().V, "recall": c.Recall().V, "f1": c.F1().V,
				"auc": math.Erfc(-d/2) / 2,
			})
		}
		names := five[:2+r.IntN(5)]
		e := logOf(int64(n/32), 4, names, epochs)
		if found := Run(e); len(found) > 0 {
			t.Fatalf("%d examples, %d positives, %v: found %s: %s\n%v", n, positives, names, ids(found), found[0].Evidence, epochs)
		}
	}
}

// The collapse of question 1 is recognised at any class ratio from 1 : 2 to
// 1 : 49, saturated or not, with four digits or more.
func TestSimulatedCollapses(t *testing.T) {
	for k := 2; k < 50; k++ {
		for _, decimals := range []int{4, 5, 7} {
			share := float64(k) / float64(k+1)
			for loss, want := range map[float64]string{
				clips[0].perError * (1 - share): "D01 D02 D42",
				entropy(share):                  "D01 D02",
			} {
				first, last := map[string]float64{}, map[string]float64{}
				for _, name := range five {
					first[name], last[name] = share-0.004, share
				}
				first["loss"], last["loss"] = loss+0.01, loss
				e := logOf(1000, decimals, five, []map[string]float64{first, last, last})
				found := Run(e)
				if got := sorted(found); got != want {
					t.Fatalf("1 : %d, %d digits, loss %g: found %q, want %q", k, decimals, loss, got, want)
				}
				for _, f := range found {
					if f.ID == "D02" && (math.Abs(f.Numbers["majority_share"]-share) > 1e-4 || f.Severity != Error) {
						t.Errorf("1 : %d: share is %g, %v", k, f.Numbers["majority_share"], f.Severity)
					}
				}
			}
		}
	}
}

// A skilled model read through flattened columns is told D01, and never that it
// predicts one class.
func TestSimulatedFlattenedSkill(t *testing.T) {
	for _, d := range []float64{0.15, 0.3, 0.5} {
		var epochs []map[string]float64
		for i := range 4 {
			s, err := table(5500, 11, normal(0.35+d+0.02*float64(i), 0.35, 0.15)).State()
			if err != nil {
				t.Fatal(err)
			}
			micro := metrics.OneHotMicro(s)
			c := micro.At(0.5)
			epochs = append(epochs, map[string]float64{"loss": s.LogLoss().V, "auc": micro.ROCAUC().V,
				"accuracy": c.Accuracy().V, "precision": c.Precision().V, "recall": c.Recall().V, "f1": c.F1().V})
		}
		if got := sorted(Run(logOf(200, 4, five, epochs))); got != "D01" {
			t.Errorf("separation %g: found %q, want D01\n%v", d, got, epochs)
		}
	}
}
