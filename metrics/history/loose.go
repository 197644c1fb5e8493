package history

import (
	"regexp"
	"strconv"
	"strings"
)

const looseNumber = `([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?i:nan|inf))(%?)(?:[\s,;|)\]]|$)`

var (
	// looseEpoch is an epoch in the words of a hand-written training loop: "Epoch 3:", "Epoch [3/10]", "epoch=3".
	looseEpoch = regexp.MustCompile(`(?i)\bepoch\s*[:=#\[(]*\s*(\d{1,9})(?:\s*(?:/|of)\s*(\d{1,9}))?`)
	// boostingRound is a line of XGBoost or LightGBM: "[3]\ttrain-logloss:0.37".
	boostingRound = regexp.MustCompile(`^\[(\d{1,9})\]()\s`)
	// boostingSet is how LightGBM names a set of data: "training's auc", "valid_0's auc".
	boostingSet = regexp.MustCompile(`(?:_\d+)?'s `)
	// loosePair is a named number: "Train Loss: 0.53", "val_acc=91.2%".
	loosePair = regexp.MustCompile(`([A-Za-z][\w@./-]*(?: [A-Za-z][\w@./-]*){0,2})\s*[:=]\s*` + looseNumber)
	// looseWord is one without a mark between the two: "loss 0.53 |".
	looseWord = regexp.MustCompile(`([A-Za-z][\w@./-]*(?: [A-Za-z][\w@./-]*)?)\s+` + looseNumber)
)

// loose is what hand-written training loops and boosting libraries print.
type loose struct {
	Log
	zero bool // an epoch 0 was seen
}

// addLine reads a line into the log that is used if nothing else is found.
func (l *loose) addLine(line string) error {
	mayBegin := strings.Contains(line, "poch") || strings.Contains(line, "EPOCH") || strings.HasPrefix(line, "[")
	if !mayBegin && len(l.Epochs) == 0 {
		return nil
	}
	pair := loosePair
	for _, mark := range []*regexp.Regexp{looseEpoch, boostingRound} {
		m := mark.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if err := l.beginAt(m[1], m[2]); err != nil {
			return err
		}
		_, line, _ = strings.Cut(line, m[0])
		line = boostingSet.ReplaceAllString(strings.TrimLeft(line, "]),:;|- \t"), "_")
		if !strings.ContainsAny(line, ":=") {
			pair = looseWord
		}
		break
	}
	if len(l.Epochs) == 0 {
		return nil
	}
	return eachPair(pair, line, l.set)
}

func (l *loose) beginAt(epoch, epochs string) error {
	number, _ := strconv.Atoi(epoch)
	planned, _ := strconv.Atoi(epochs)
	l.zero = l.zero || number == 0
	if e := l.last(); e != nil && e.Epoch == number {
		return nil
	}
	return l.begin(number, planned)
}

// eachPair calls use with the named numbers of a line, percentages as shares.
func eachPair(pair *regexp.Regexp, line string, use func(name string, p Printed) error) error {
	for _, m := range pair.FindAllStringSubmatch(line, -1) {
		p, err := parsePrinted(m[2])
		if err != nil {
			continue
		}
		if m[3] == "%" {
			p = percent(p)
		}
		if err := use(strings.ReplaceAll(m[1], " ", "_"), p); err != nil {
			return err
		}
	}
	return nil
}

// percent is p as a share.
func percent(p Printed) Printed {
	share, err := parsePrinted(strconv.FormatFloat(p.Value/100, 'f', p.Decimals+2, 64))
	if err != nil || p.Decimals < 0 {
		return p
	}
	return share
}
