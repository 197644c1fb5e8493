package nb_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb"
)

// savedRuns writes runs that a notebook would have trained, with these class weights, and returns their paths and what
// removes them.
func savedRuns(weights ...float64) (paths []string, remove func()) {
	folder, err := os.MkdirTemp("", "runs")
	if err != nil {
		panic(err)
	}
	for _, weight := range weights {
		path := filepath.Join(folder, fmt.Sprintf("weight%g", weight))
		contract := runs.Contract{Threshold: 0.5, Monitor: "average_precision", Better: "higher"}
		w, err := runs.Create(path, map[string]float64{"ClassWeight": weight}, contract, runs.Manifest{})
		if err != nil {
			panic(err)
		}
		for _, split := range []string{"valid", "test"} {
			if err := w.Predictions(split, scoredPairs(weight)); err != nil {
				panic(err)
			}
		}
		if err := w.Close(); err != nil {
			panic(err)
		}
		paths = append(paths, path)
	}
	return paths, func() { _ = os.RemoveAll(folder) }
}

// scoredPairs are 2,000 pairs, one in 20 positive; a class weight multiplies the odds.
func scoredPairs(weight float64) *predictions.Table {
	t := &predictions.Table{}
	for i := range 2000 {
		positive := i%20 == 0
		logit := -3.5 + 2*math.Sin(float64(i*i)) + math.Log(weight)
		if positive {
			logit += 2
		}
		t.Labels = append(t.Labels, positive)
		t.Scores = append(t.Scores, 1/(1+math.Exp(-logit)))
	}
	return t
}

// In a notebook: nb.Show(must.M1(nb.WhatIf("weighted"))), with sliders.
func ExampleWhatIf() {
	paths, remove := savedRuns(5)
	defer remove()
	analysis, err := nb.WhatIf(paths[0])
	if err != nil {
		panic(err)
	}
	analysis.Costs = metrics.Costs{FP: 1, FN: 20}
	analysis.Prevalence = 0.01
	nb.Show(analysis)
	// Output:
	// weight5: what if …
	// a false positive costs 1, a false negative 20; prevalence 0.01 in deployment; no limit to the alerts
	// on the test part       at the threshold         at the cheapest on valid
	// threshold              0.5                      0.5273
	// precision              0.038 [0.029, 0.048]     1.000 [0.667, 1.000]
	// recall                 0.430 [0.337, 0.528]     0.400 [0.309, 0.498]
	// specificity            0.891 [0.876, 0.904]     1.000 [0.998, 1.000]
	// f1                     0.070 [0.054, 0.088]     0.571 [0.450, 0.665]
	// alerts in 1,000        112.2 [99.0, 126.8]      4.0 [3.1, 6.2]
	// cost of 1,000          221.9 [198.3, 245.5]     120.0 [100.4, 138.2]
	// cost without skill     200.0                    200.0
}

// A class weight moves recall at one threshold. At the cheapest threshold of each run it moves nothing.
func ExampleTradeOff() {
	paths, remove := savedRuns(1, 10)
	defer remove()
	tradeOff, err := nb.TradeOff(paths...)
	if err != nil {
		panic(err)
	}
	nb.Show(tradeOff)
	// Output:
	// Trade-off by ClassWeight
	// FP 1, FN 10, prevalence 0.05
	// ClassWeight 1, at 0.5
	//   threshold          0.5
	//   precision          1.000 [0.832, 1.000]
	//   recall             0.190 [0.125, 0.278]
	//   specificity        1.000 [0.998, 1.000]
	//   f1                 0.319 [0.222, 0.435]
	//   alerts in 1,000    9.5 [6.3, 14.3]
	//   cost of 1,000      405.0 [361.1, 437.5]
	//   cost without skill 500.0
	// ClassWeight 1, at its cheapest on valid
	//   threshold          0.1824
	//   precision          1.000 [0.913, 1.000]
	//   recall             0.400 [0.309, 0.498]
	//   specificity        1.000 [0.998, 1.000]
	//   f1                 0.571 [0.471, 0.665]
	//   alerts in 1,000    20.0 [15.5, 25.3]
	//   cost of 1,000      300.0 [251.0, 345.3]
	//   cost without skill 500.0
	// ClassWeight 10, at 0.5
	//   threshold          0.5
	//   precision          0.091 [0.076, 0.106]
	//   recall             0.570 [0.472, 0.663]
	//   specificity        0.701 [0.680, 0.721]
	//   f1                 0.157 [0.131, 0.182]
	//   alerts in 1,000    312.5 [292.7, 333.0]
	//   cost of 1,000      499.0 [448.9, 551.8]
	//   cost without skill 500.0
	// ClassWeight 10, at its cheapest on valid
	//   threshold          0.6905
	//   precision          1.000 [0.913, 1.000]
	//   recall             0.400 [0.309, 0.498]
	//   specificity        1.000 [0.998, 1.000]
	//   f1                 0.571 [0.471, 0.665]
	//   alerts in 1,000    20.0 [15.5, 25.3]
	//   cost of 1,000      300.0 [251.0, 345.3]
	//   cost without skill 500.0
}

// A class weight that only multiplies the odds ranks as before: no difference in average precision, and a real one
// in recall.
func ExampleCompare() {
	paths, remove := savedRuns(1, 10)
	defer remove()
	comparison, err := nb.Compare(paths...)
	if err != nil {
		panic(err)
	}
	nb.Show(comparison)
	// Output:
	// test part: 100 positive of 2000 examples
	// metric             weight1                                  weight10                                 difference from weight1  no skill
	// ClassWeight        1                                        10
	// threshold          0.5                                      0.5
	// average_precision  0.462 [0.372, 0.554]                     0.462 [0.372, 0.554]                     +0.000                   0.0500
	// roc_auc            0.785 [0.741, 0.824]                     0.785 [0.741, 0.824]                     +0.000                   0.500
	// log_loss           0.163 [0.142, 0.185] ★                   0.453 [0.435, 0.471]                     +0.290 [+0.267, +0.315]  0.199
	// brier              0.0397 [0.0329, 0.0465] ★                0.158 [0.150, 0.166]                     +0.118 [+0.109, +0.128]  0.0475
	// precision          1.000 [0.832, 1.000] ★                   0.0912 [0.0711, 0.116]                   -0.909 [-0.931, -0.885]  0.0500
	// recall             0.190 [0.125, 0.278] (no skill 0.00950)  0.570 [0.472, 0.663] (no skill 0.312) ★  +0.380 [+0.290, +0.474]  per run
	// f1                 0.319 [0.222, 0.435] ★                   0.157 [0.125, 0.197]                     -0.162 [-0.267, -0.055]  0.0952
	// specificity        1.000 [0.998, 1.000] (no skill 0.991) ★  0.701 [0.680, 0.721] (no skill 0.688)    -0.299 [-0.321, -0.278]  per run
	// balanced_accuracy  0.595 [0.563, 0.639]                     0.636 [0.585, 0.683]                     +0.041 [-0.007, +0.088]  0.500
	// mcc                0.427 [0.331, 0.512] ★                   0.127 [0.0793, 0.175]                    -0.299 [-0.382, -0.213]  0.000
	// accuracy           0.960 [0.950, 0.967] ★                   0.695 [0.674, 0.714]                     -0.265 [-0.287, -0.245]  0.950
	// ★ better than every other run: the 95 % intervals of its differences on the same examples exclude 0. One in twenty would by chance alone.
	//
	// weight1: area 0.462 [0.372, 0.554] · no skill 0.050
	// weight10: area 0.462 [0.372, 0.554] · no skill 0.050
}
