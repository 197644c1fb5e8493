package history

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// ReadKeras reads what Keras 1 to 3 print on a console: the last values of each epoch. It bears progress bars
// that overwrite themselves (\r, \b, or pasted without them), colour codes, quoted, indented and wrapped
// pastes, lines that are cut, and logs without "Epoch" lines. Broken UTF-8 is replaced.
// A value whose last digits are missing because its line was cut is dropped.
func ReadKeras(r io.Reader, source string) (*Log, error) {
	b, err := text.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	k := &kerasLog{Log: &Log{Source: source, Format: "Keras console"}}
	u := unwrapper{use: k.addSegment}
	if err = eachSegment(b, u.add); err == nil {
		err = u.end()
	}
	if err == nil && len(k.Epochs) == 0 {
		k.take()
	}
	if err == nil && len(k.Epochs)+len(k.Reports)+len(k.Confusions)+len(k.Messages) == 0 {
		err = fmt.Errorf(`no training log: neither Keras lines such as "loss: 0.3046 - acc: 0.9091", nor CSV with an epoch column, nor a history.jsonl`)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return k.Log, nil
}

const (
	epochLine = `(?i:\bepoch)\s+(\d+)\s*/\s*(\d+)`
	// A bar is "[===>...", "━━━", or that after it went through a wrong code page. At verbose=2, or where the
	// total is unknown, a duration follows at once.
	barLine = `(\d+)/(\d+|Unknown|\?)\s+(?:\[[=>.]|━|Γöü|â”|\x{fffd}|-\s+\d|\d+s\s)`
)

var (
	progress = regexp.MustCompile(epochLine + `|` + barLine)
	duration = regexp.MustCompile(`(?:^|[\s\]━])(\d+)s(?:\s|$|/epoch)`)
	// name of a metric on a line that has no bar, where prose must not pass.
	bareName = regexp.MustCompile(`^[A-Za-z_][\w./@-]*$`)
)

// mayProgress says whether progress can match: both of its forms have a slash between numbers.
func mayProgress(text string) bool { return strings.Contains(text, "/") }

// update is one printed line of metrics.
type update struct {
	names       []string
	values      []Printed
	bar         bool // it has a progress bar
	newLine     bool
	step, steps int64 // of a bar; steps is 0 if unknown
	seconds     float64
}

// kerasLog collects updates into epochs.
type kerasLog struct {
	*Log
	headers       bool // "Epoch 1/5" lines were seen: only they begin an epoch
	open          bool // the last epoch may still be written to
	epoch, epochs int  // of the latest header
	bar           bool // the last epoch's values came with a bar
	other         others
}

// addSegment cuts a segment at its headers and bars, of which a paste may have put several on one line.
func (k *kerasLog) addSegment(s segment) error {
	k.addMessage(s.text)
	if k.addReportLine(s.text) {
		return nil
	}
	if len(k.Confusions) < maxMessages {
		k.addMatrixLine(s.text)
	}
	if len(k.Epochs) == 0 {
		if err := k.other.addLine(s.text); err != nil {
			return err
		}
	}
	var marks [][]int
	if mayProgress(s.text) {
		marks = progress.FindAllStringSubmatchIndex(s.text, -1)
	}
	end := len(s.text)
	if len(marks) > 0 {
		end = marks[0][0]
	}
	if err := k.addBare(s.text[:end], s.newLine); err != nil {
		return err
	}
	for i, m := range marks {
		end := len(s.text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		group := func(n int) string { return s.text[m[2*n]:m[2*n+1]] }
		var err error
		if m[2] >= 0 {
			k.addHeader(group(1), group(2))
			err = k.addBare(s.text[m[1]:end], s.newLine)
		} else {
			err = k.addBar(group(3), group(4), s.text[m[7]:end], s.newLine || i > 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *kerasLog) addHeader(epoch, epochs string) {
	e, err1 := strconv.ParseInt(epoch, 10, 32)
	n, err2 := strconv.ParseInt(epochs, 10, 32)
	if err1 != nil || err2 != nil {
		return
	}
	if !k.headers {
		// Lines without a bar were settings, printed before training; bars are the end of a log cut at its start.
		k.Epochs = slices.DeleteFunc(k.Epochs, func(e LogEpoch) bool { return e.Step == 0 })
		for i := range k.Epochs {
			k.Epochs[i].Epoch += max(int(e)-1-len(k.Epochs), 0)
		}
	}
	k.headers, k.open, k.epoch, k.epochs = true, false, int(e), int(n)
}

func (k *kerasLog) addBar(step, steps, rest string, newLine bool) error {
	u := update{bar: true, newLine: newLine}
	var err error
	if u.step, err = strconv.ParseInt(step, 10, 64); err != nil {
		return nil
	}
	u.steps, _ = strconv.ParseInt(steps, 10, 64)
	if u.steps == math.MaxInt64 {
		return nil
	}
	if u.steps > 0 {
		u.step = min(u.step, u.steps)
	}
	parts := strings.Split(rest, " - ")
	for _, part := range parts {
		u.add(part)
	}
	if m := duration.FindStringSubmatch(rest); m != nil && u.step >= u.steps && !strings.Contains(rest, "ETA") {
		u.seconds, _ = strconv.ParseFloat(m[1], 64)
	}
	u.dropCut(parts[len(parts)-1])
	return k.addUpdate(u)
}

// addBare adds the metrics of a text without a bar, if it is nothing but metrics and durations.
func (k *kerasLog) addBare(text string, newLine bool) error {
	if !strings.Contains(text, ": ") {
		return nil
	}
	u := update{newLine: newLine}
	text = strings.TrimLeft(quote.ReplaceAllString(text, ""), "-:, \t")
	parts := strings.Split(text, " - ")
	for _, part := range parts {
		if u.add(part) {
			if name := u.names[len(u.names)-1]; !bareName.MatchString(name) || !bareItem(part) {
				return nil
			}
			continue
		}
		if m := duration.FindStringSubmatch(part); m != nil {
			u.seconds, _ = strconv.ParseFloat(m[1], 64)
		} else if len(u.names) == 0 {
			return nil
		}
	}
	if len(u.names) == 1 && !strings.HasSuffix(u.names[0], "loss") {
		return nil
	}
	u.dropCut(parts[len(parts)-1])
	return k.addUpdate(u)
}

// bareItem says that nothing follows the value of an item.
func bareItem(item string) bool { return len(strings.Fields(item)) == 2 }

// add adds an item such as "loss: 1.4573".
func (u *update) add(item string) bool {
	at := strings.LastIndex(item, ": ")
	if at < 0 {
		return false
	}
	name, value := strings.TrimSpace(item[:at]), strings.Fields(item[at:])
	if len(value) < 2 || name == "" || len(name) > 128 || strings.ContainsFunc(name, unicode.IsControl) {
		return false
	}
	p, err := parsePrinted(value[1])
	if err != nil {
		return false
	}
	u.names, u.values = append(u.names, name), append(u.values, p)
	return true
}

// dropCut drops the value that ends the line if it lacks digits that all others have. Keras prints every
// value with four digits after the point, and an exponent with two at least.
func (u *update) dropCut(lastItem string) {
	n := len(u.values) - 1
	if n < 1 || !strings.HasSuffix(strings.TrimSpace(lastItem), u.values[n].Text) || math.IsNaN(u.values[n].Value-u.values[n].Value) {
		return
	}
	digits, exponent := printedDigits(u.values[n].Text)
	cut := exponent == 1
	for i := 0; !cut && i < n; i++ {
		if d, _ := printedDigits(u.values[i].Text); d <= digits {
			return
		}
	}
	u.names, u.values = u.names[:n], u.values[:n]
}

// printedDigits counts the digits after the point and those of the exponent.
func printedDigits(text string) (fraction, exponent int) {
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	_, after, _ := strings.Cut(mantissa, ".")
	return len(after), len(strings.TrimLeft(power, "+-"))
}
