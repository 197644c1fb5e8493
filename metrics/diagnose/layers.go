package diagnose

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

const (
	// vanishing and exploding are the norms of DeepLocalize (1e-7, ICSE 2021) and of
	// TheDeepChecker (1e6, 2022) beyond which a gradient carries nothing.
	vanishing = 1e-7
	exploding = 1e6

	// mostlyDead is DeepLocalize's share of inactive units.
	mostlyDead = 0.7

	// smallStep and largeStep are TheDeepChecker's bounds of log10 of the update ratio,
	// -4 and -1.
	smallStep = 1e-4
	largeStep = 1e-1

	// farSteps are the steps from which on weights tell how large their steps are: those that begin near 0 are after n
	// steps of a random walk √n steps large, so that each is a tenth of them even at 100.
	farSteps = 1 / (largeStep * largeStep)
)

// layered judges the gradients, steps and units that the run recorded in its last
// epochs: two, because one step may be odd.
func layered(e Evidence) []Finding {
	var epochs []history.Record
	for _, r := range e.Records {
		if r.Kind == history.Epoch {
			epochs = append(epochs, r)
		}
	}
	if len(epochs) < 2 {
		return nil
	}
	epochs = epochs[len(epochs)-2:]
	var found []Finding
	if f, ok := vanished(e, epochs); ok {
		found = append(found, f)
	}
	for _, check := range []func(Evidence, []history.Record, string) (Finding, bool){deadLayer, largeSteps} {
		for _, layer := range epochs[1].Layers {
			if f, ok := check(e, epochs, layer.Name); ok {
				found = append(found, f)
				break // one layer stands for all; the evidence of more says nothing new
			}
		}
	}
	if f, ok := smallSteps(e, epochs); ok && len(found) == 0 { // vanished gradients and dead units bring them, and a higher rate kills more
		found = append(found, f)
	}
	return found
}

// layer is the reading of a layer in both epochs.
func layer(epochs []history.Record, name string, read func(history.Layer) float64) (first, last float64) {
	values := [2]float64{math.NaN(), math.NaN()}
	for i, r := range epochs {
		for _, l := range r.Layers {
			if l.Name == name {
				values[i] = read(l)
			}
		}
	}
	return values[0], values[1]
}

func vanished(e Evidence, epochs []history.Record) (Finding, bool) {
	name, norm := "all weights", epochs[1].GradientNorm
	both := norm < vanishing && epochs[0].GradientNorm < vanishing
	if norm == 0 || math.IsNaN(norm) || math.IsNaN(epochs[0].GradientNorm) {
		both = false // 0: not recorded
	}
	for _, l := range epochs[1].Layers {
		first, last := layer(epochs, l.Name, func(l history.Layer) float64 { return l.GradientNorm })
		if first < vanishing && last < vanishing {
			name, norm, both = fmt.Sprintf("layer %q", l.Name), last, true
			break
		}
	}
	if !both {
		return Finding{}, false
	}
	return Finding{
		ID: "D48", Severity: Error,
		Title:    fmt.Sprintf("The gradient of %s vanishes", name),
		Verdict:  "No change of these weights would change the loss, so they do not learn: an output that is saturated (D42), sigmoids or tanhs in a row, or a layer that the output does not depend on.",
		Evidence: fmt.Sprintf("The norm of the gradient of %s is %.2g in epoch %d, below %g for two epochs.", name, norm, epochs[1].Epoch, vanishing),
		RuledOut: []string{"A minimum: the norm would not be below 1e-7 at a loss worth training on."},
		Fix:      fixSaturation(e),
		Confirm:  "Print the norm of each layer's gradient in the first steps: all are above 1e-5.",
		Numbers:  map[string]float64{"gradient_norm": norm},
	}, true
}

func deadLayer(e Evidence, epochs []history.Record, name string) (Finding, bool) {
	first, last := layer(epochs, name, func(l history.Layer) float64 { return l.DeadShare })
	if !(first > mostlyDead && last > mostlyDead) {
		return Finding{}, false
	}
	f := Finding{
		ID: "D50", Severity: Warning,
		Title:    fmt.Sprintf("%.0f %% of the units of layer %q are dead", 100*last, name),
		Verdict:  "A ReLU whose input is negative for every example gives 0 and gets no gradient: it is lost until something else changes its input. Large steps do that.",
		Evidence: fmt.Sprintf("Layer %q: no example of the batch activates %.0f %% of its units in epoch %d, and %.0f %% the epoch before.", name, 100*last, epochs[1].Epoch, 100*first),
		Fix:      fixSteps(e) + "\nOr use an activation with a slope everywhere: GELU, leaky ReLU.",
		Confirm:  "Print the share of dead units after the first epoch: it is below one half.",
		Numbers:  map[string]float64{"dead_share": last},
	}
	if ap, ok := ranksAllTheSame(epochs[1].Valid); ok {
		f.Severity, f.Numbers["average_precision"] = Info, ap.V
		f.Fix = fmt.Sprintf("Keep the model: on valid it ranks all the same (average precision %s, no skill %s). If you train again for another reason, a smaller layer or an activation with a slope everywhere (GELU, leaky ReLU) may do as well.", number(ap.V), number(ap.Baseline))
		f.Confirm = "Train with fewer units in this layer: average precision on valid stays."
	}
	return f, true
}

// ranksAllTheSame returns the average precision on valid if it is known to exceed that of no skill.
func ranksAllTheSame(valid *history.Split) (metrics.Value, bool) {
	v, read := valid.Reading("average_precision")
	return v, read && v.Undefined == "" && v.NoInterval == "" && v.NoBaseline == "" && v.Lo > v.Baseline
}

func largeSteps(e Evidence, epochs []history.Record, name string) (Finding, bool) {
	first, last := layer(epochs, name, func(l history.Layer) float64 { return l.UpdateRatio })
	early := epochs[0].Step > 0 && epochs[0].Step < farSteps
	if early || !(first > largeStep && last > largeStep) {
		return Finding{}, false
	}
	return stepFinding(fmt.Sprintf("The steps of layer %q are too large: each step forgets the ones before", name),
		fmt.Sprintf("Layer %q", name), epochs[1].Epoch, first, last, fixSteps(e)), true
}

// smallSteps are those of most layers: too low a learning rate holds up all of them. One alone may have few weights, which stand still
// for want of anything to learn.
func smallSteps(e Evidence, epochs []history.Record) (Finding, bool) {
	type ratios struct {
		layer       string
		first, last float64
	}
	var recorded []ratios
	small := 0
	for _, l := range epochs[1].Layers {
		first, last := layer(epochs, l.Name, func(l history.Layer) float64 { return l.UpdateRatio })
		if math.IsNaN(first) || math.IsNaN(last) {
			continue
		}
		recorded = append(recorded, ratios{l.Name, first, last})
		if atHighestRate(e, epochs[0], first) < smallStep && atHighestRate(e, epochs[1], last) < smallStep {
			small++
		}
	}
	if 2*small <= len(recorded) {
		return Finding{}, false
	}
	slices.SortFunc(recorded, func(a, b ratios) int { return cmp.Compare(a.last, b.last) })
	median := recorded[(len(recorded)-1)/2]
	return stepFinding("The steps are too small: the weights stand still",
		fmt.Sprintf("Of %d layers, %d make small steps; in the middle, layer %q", len(recorded), small, median.layer),
		epochs[1].Epoch, median.first, median.last, "Raise the learning rate tenfold, and look again."), true
}

func stepFinding(title, of string, epoch int, first, last float64, fix string) Finding {
	return Finding{
		ID: "D51", Severity: Warning,
		Title:   title,
		Verdict: "A step changes weights by about a thousandth of their size where training goes well. Far below, nothing moves; far above, nothing stays.",
		Evidence: fmt.Sprintf("%s: |change| / |weights| is %.2g in epoch %d, and %.2g the epoch before; the usual range is %g to %g.",
			of, last, epoch, first, smallStep, largeStep),
		Fix:     fix,
		Confirm: "Print the ratio again: it is near 1e-3.",
		Numbers: map[string]float64{"update_ratio": last},
	}
}

// atHighestRate is what an update ratio would be at the highest learning rate of the run: at the end of a schedule
// steps are meant to be small.
func atHighestRate(e Evidence, epoch history.Record, ratio float64) float64 {
	if epoch.LearningRate <= 0 {
		return ratio
	}
	highest := epoch.LearningRate
	for _, r := range e.Records {
		highest = max(highest, r.LearningRate)
	}
	return ratio * highest / epoch.LearningRate
}

// farLoss: TheDeepChecker takes a first loss within its own size of the expected
// one. Random weights of a sound model lie within half of it.
const farLoss = 2

// startingLoss compares the loss before training with those of a start at the class
// shares, H(π), and of a start at one half, ln 2.
func startingLoss(e Evidence) (Finding, bool) {
	if e.Manifest == nil || len(e.Records) == 0 || e.elsewhere() {
		return Finding{}, false
	}
	p, there := e.Manifest.Splits["train"]
	if !there || p.Examples == 0 || p.Positives == 0 || p.Positives == p.Examples || e.Contract != nil && e.Contract.Loss != "binary cross-entropy" {
		return Finding{}, false
	}
	first := e.initialLoss()
	share := float64(p.Positives) / float64(p.Examples)
	h := entropy(share)
	if first <= farLoss*max(h, 0) || first < math.Ln2*1.1 {
		return initialAtHalf(e, first, share)
	}
	return initialFinding(e, first, share, Warning, "The untrained model is confident and wrong: its outputs are far from 0, because inputs are not scaled or weights begin too large."), true
}

// initialLoss is the loss of the untrained weights, 0 if it is unknown.
func (e Evidence) initialLoss() float64 {
	for _, r := range e.Records {
		if r.InitialLoss > 0 {
			return r.InitialLoss
		}
	}
	return 0
}

// elsewhere says whether the run does not begin at the class shares on purpose: class weights or a sampler move them, or the model is
// pair.Differences, for which even odds are the better start.
func (e Evidence) elsewhere() bool {
	settings := e.settings()
	var model struct{ Name string }
	if json.Unmarshal(settings["Model"], &model) == nil && model.Name == "differences" {
		return true
	}
	return e.Contract != nil && e.Contract.Weights != "" && e.Contract.Weights != "none" || settings["Sampler"] != nil
}

// initialAtHalf finds a start at ln 2 although positives are rare.
func initialAtHalf(e Evidence, first, share float64) (Finding, bool) {
	h := entropy(share)
	if first < farLoss*h || math.Abs(first/math.Ln2-1) > 0.1 {
		return Finding{}, false
	}
	return initialFinding(e, first, share, Info, "The untrained model says one half, as if there were as many positives as negatives. The first epoch goes into learning the class shares."), true
}

func initialFinding(e Evidence, first, share float64, severity Severity, why string) Finding {
	h := entropy(share)
	return Finding{
		ID: "D56", Severity: severity,
		Title:    fmt.Sprintf("The first loss is %s, not H(%s) = %s", number(first), number(share), number(h)),
		Verdict:  why,
		Evidence: fmt.Sprintf("Before the first step the loss is %s; a model that begins at the share of positives, %s, has %s, and one that begins at one half ln 2 = 0.693.", number(first), number(share), number(h)),
		Fix:      fixPriorBias(e.framework(), share),
		Confirm:  fmt.Sprintf("Evaluate before training: the loss is near %s.", number(h)),
		Numbers:  map[string]float64{"initial_loss": first, "expected": h, "prevalence": share},
	}
}
