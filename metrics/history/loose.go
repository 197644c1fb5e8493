package history

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// looseEpoch is an epoch in the words of a hand-written training loop: "Epoch 3:", "Epoch [3/10]", "epoch=3".
	looseEpoch = regexp.MustCompile(`(?i)\bepoch\s*[:=#\[(]*\s*(\d{1,9})(?:\s*(?:/|of)\s*(\d{1,9}))?`)
	// loosePair is a named number: "Train Loss: 0.53", "val_acc=91.2%".
	loosePair = regexp.MustCompile(`([A-Za-z][\w@./-]*(?: [A-Za-z][\w@./-]*){0,2})\s*[:=]\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?i:nan|inf))(%?)(?:[\s,;|)\]]|$)`)
)

// addLoose reads a line of a hand-written training loop into the log that is used if nothing else is found.
func (l *Log) addLoose(line string) error {
	if !strings.Contains(line, "poch") && !strings.Contains(line, "EPOCH") && len(l.Epochs) == 0 {
		return nil
	}
	if !strings.ContainsAny(line, ":=") {
		return nil
	}
	if m := looseEpoch.FindStringSubmatchIndex(line); m != nil {
		epoch, _ := strconv.Atoi(line[m[2]:m[3]])
		epochs := 0
		if m[4] >= 0 {
			epochs, _ = strconv.Atoi(line[m[4]:m[5]])
		}
		if e := l.last(); e == nil || e.Epoch != epoch {
			if err := l.begin(epoch, epochs); err != nil {
				return err
			}
		}
		line = strings.TrimLeft(line[m[1]:], "]),:;|- \t")
	}
	if len(l.Epochs) == 0 {
		return nil
	}
	for _, m := range loosePair.FindAllStringSubmatch(line, -1) {
		p, err := parsePrinted(m[2])
		if err != nil {
			continue
		}
		if m[3] == "%" {
			p = percent(p)
		}
		if err := l.set(strings.ReplaceAll(strings.TrimSpace(m[1]), " ", "_"), p); err != nil {
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

// takeLoose makes the loose log the log, if it has values.
func (k *kerasLog) takeLoose() {
	for _, e := range k.loose.Epochs {
		if len(e.Names) > 0 {
			k.Epochs = append(k.Epochs, e)
		}
	}
	if len(k.Epochs) > 0 {
		k.Format = "text"
	}
}
