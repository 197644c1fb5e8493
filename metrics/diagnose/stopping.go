package diagnose

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Stopping finds a monitor that looks the wrong way (D12) or that does not exist
// (D13), and weights that are not those of the best epoch (D14).
func Stopping(e Evidence) []Finding {
	var found []Finding
	if e.Log != nil {
		for _, m := range e.Log.Messages {
			found = append(found, holding(m, wrongWay, noMonitor)...)
		}
	}
	return mergedByID(append(found, holding(e, wrongWayRun, notRestored)...))
}

var (
	improved   = regexp.MustCompile(`(\S+) improved from (-?[\d.einf+-]+) to (-?[\d.einf+-]+)`)
	notThere   = regexp.MustCompile("(?:conditioned on metric|with) `?([\\w./@-]+)`?[ ,]+(?:which is not )?available")
	thereNames = regexp.MustCompile(`[Aa]vailable metrics are: ?(.*)$`)
)

// higherIsBetter are the roles of which more is better.
func higherIsBetter(role string) bool {
	switch role {
	case "", "loss", "gradient_norm", "threshold", "fp", "fn":
		return false
	}
	return true
}

// wrongWay finds a checkpoint that calls a smaller AUC an improvement, or a larger loss.
func wrongWay(m history.Message) (Finding, bool) {
	g := improved.FindStringSubmatch(m.Text)
	if g == nil {
		return Finding{}, false
	}
	from, err1 := strconv.ParseFloat(strings.TrimSuffix(g[2], "."), 64)
	to, err2 := strconv.ParseFloat(strings.TrimRight(g[3], ".,"), 64)
	_, role := parse(g[1])
	if err1 != nil || err2 != nil || role == "" || from == to {
		return Finding{}, false
	}
	up := to > from
	if up == higherIsBetter(role) {
		return Finding{}, false
	}
	return wrongWayFinding(g[1], !up, fmt.Sprintf("In epoch %d the log says: %.160s", m.Epoch, m.Text)), true
}

func wrongWayFinding(name string, minimises bool, evidence string) Finding {
	mode, wanted, better := "max", "min", "smaller"
	if minimises {
		mode, wanted, better = "min", "max", "larger"
	}
	return Finding{
		ID: "D12", Severity: Error,
		Title:    fmt.Sprintf("%s is monitored in the wrong direction", name),
		Verdict:  fmt.Sprintf("Of %s, %s is better. Monitored with mode %q, the checkpoint keeps the worst epoch, and early stopping ends training while it improves.", name, better, mode),
		Evidence: evidence,
		RuledOut: []string{"A checkpoint that keeps every epoch: it would not say \"improved\"."},
		Fix:      fmt.Sprintf("Say the direction; \"auto\" guesses from names that it knows:\n    EarlyStopping(monitor=%q, mode=%q, restore_best_weights=True)\n    ModelCheckpoint(path, monitor=%q, mode=%q, save_best_only=True)", name, wanted, name, wanted),
		Confirm:  "Train again: the epoch that is kept is the best one by the metric.",
	}
}

// wrongWayRun finds a run of ours, or written by another program, whose best epoch
// is the worst.
func wrongWayRun(e Evidence) (Finding, bool) {
	c := e.Contract
	if c == nil || c.Monitor == "" {
		return Finding{}, false
	}
	higher := higherIsBetter(roles[strings.ToLower(c.Monitor)])
	_, known := roles[strings.ToLower(c.Monitor)]
	if !known || c.Better == "" || (c.Better == "higher") == higher {
		return Finding{}, false
	}
	return wrongWayFinding(c.Monitor, c.Better == "lower", fmt.Sprintf("The run declares: monitor %s, better is %s.", c.Monitor, c.Better)), true
}

func noMonitor(m history.Message) (Finding, bool) {
	g := notThere.FindStringSubmatch(m.Text)
	if g == nil {
		return Finding{}, false
	}
	f := Finding{
		ID: "D13", Severity: Error,
		Title:    fmt.Sprintf("The monitored metric %s does not exist", g[1]),
		Verdict:  "The callback found no metric of that name, warned, and did nothing: no early stop, no checkpoint, no smaller learning rate. Keras numbers the metrics of a second model in the same process: auc_1 is not auc.",
		Evidence: fmt.Sprintf("In epoch %d the log says: %.240s", m.Epoch, m.Text),
		Fix:      fmt.Sprintf("Name the metrics yourself, and monitor that name:\n    metrics=[AUC(curve=\"PR\", name=\"pr_auc\")], EarlyStopping(monitor=\"val_pr_auc\", mode=\"max\")   # not %s", g[1]),
		Confirm:  "The warning is gone, and training ends or saves when the metric says so.",
	}
	if names := thereNames.FindStringSubmatch(m.Text); names != nil {
		f.Evidence += " There are: " + names[1]
	}
	return f, true
}

// apart is how far the last epoch must lie behind the best one, in units of the
// metric, to matter: the interval of an AUC of 100 positives is ±0.05.
const apart = 0.05

// notRestored finds that the weights that were kept are not those of the best epoch.
// Of a run of ours, the saved scores tell; of a log, an early stop without a restore.
func notRestored(e Evidence) (Finding, bool) {
	if f, ok := notRestoredRun(e); ok {
		return f, true
	}
	if e.Log == nil {
		return Finding{}, false
	}
	stopped := false
	for _, m := range e.Log.Messages {
		text := strings.ToLower(m.Text)
		if strings.Contains(text, "restoring model weights") {
			return Finding{}, false
		}
		stopped = stopped || strings.Contains(text, "early stopping")
	}
	for _, t := range trails(e) {
		best, last, read, ok := bestRow(t.valid)
		if !ok || !stopped || best.epoch == last.epoch || math.Abs(read(best).mid()-read(last).mid()) < apart {
			continue
		}
		return restoreFinding(read(best), read(last), best.epoch, last.epoch, Warning,
			"Training stopped early, and the log does not say that weights were restored."), true
	}
	return Finding{}, false
}

// bestRow is the best and the last row by the ranking metric that the rows have.
func bestRow(rows []row) (best, last row, read func(row) reading, ok bool) {
	for _, read := range []func(row) reading{
		func(w row) reading { return w.of("pr_auc") }, func(w row) reading { return w.auc }, row.f1,
	} {
		n := 0
		for _, w := range rows {
			if !read(w).known() {
				continue
			}
			if n == 0 || read(w).mid() > read(best).mid() {
				best = w
			}
			last, n = w, n+1
		}
		if n >= 3 {
			return best, last, read, true
		}
	}
	return row{}, row{}, nil, false
}

func notRestoredRun(e Evidence) (Finding, bool) {
	if e.Manifest == nil || e.Valid == nil || e.Manifest.Best.Epoch == 0 || e.Contract == nil {
		return Finding{}, false
	}
	state, err := e.Valid.State()
	if err != nil {
		return Finding{}, false
	}
	metric := readerOf(e.Contract)
	if metric == nil {
		return Finding{}, false
	}
	v := metric(state)
	best := e.Manifest.Best.Value
	var last history.Record
	for _, r := range e.Records {
		if r.Kind == history.Epoch && r.Valid != nil {
			last = r
		}
	}
	if v.Undefined != "" || best.Undefined != "" || last.Epoch == 0 || last.Epoch == e.Manifest.Best.Epoch || math.Abs(v.V-best.V) <= same {
		return Finding{}, false
	}
	monitor := e.Contract.Monitor
	read, found := last.Valid.Reading(monitor)
	if !found || math.Abs(read.V-v.V) > same || math.Abs(read.V-best.V) <= same {
		return Finding{}, false
	}
	return restoreFinding(known(monitor, best.V), known(monitor, v.V), e.Manifest.Best.Epoch, last.Epoch, Error,
		"The saved scores of the validation data are those of the last epoch."), true
}

func known(name string, v float64) reading {
	return reading{span: near(v), name: name, text: number(v), decimals: recordedDecimals}
}

func restoreFinding(best, last reading, bestEpoch, lastEpoch int, severity Severity, why string) Finding {
	return Finding{
		ID: "D14", Severity: severity,
		Title:    fmt.Sprintf("The weights are those of epoch %d, and epoch %d was better", lastEpoch, bestEpoch),
		Verdict:  "Training ended some epochs after its best one, and kept the weights of the end. What is saved and reported is worse than what was reached.",
		Evidence: fmt.Sprintf("%s was %s in epoch %d and is %s in epoch %d. %s", best.name, best.text, bestEpoch, last.text, lastEpoch, why),
		Fix:      "Go back to the best epoch; it is not the default:\n    EarlyStopping(monitor=" + strconv.Quote(best.name) + ", mode=\"max\", restore_best_weights=True)",
		Confirm:  fmt.Sprintf("Evaluate on the validation data after training: %s is %s.", best.name, best.text),
		Numbers:  map[string]float64{"best": best.mid(), "last": last.mid(), "best_epoch": float64(bestEpoch), "last_epoch": float64(lastEpoch)},
	}
}

// readerOf is the metric that the contract monitors, nil if it is none of ours.
func readerOf(c *runs.Contract) func(*metrics.State) metrics.Value {
	metric, err := metrics.ByName(c.Monitor)
	if err != nil {
		return nil
	}
	return metric.Read
}
