package history

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/metrics"
)

var (
	// numpyMatrix is a 2x2 confusion matrix as NumPy, PyTorch or Python print it: rows are true classes.
	numpyMatrix = regexp.MustCompile(`\[\s*\[\s*(\d+)\.?[\s,]+(\d+)\.?\s*\]\s*,?\s*\[\s*(\d+)\.?[\s,]+(\d+)\.?\s*\]\s*\]`)
	// namedCount is one cell with its name; thousands may stand apart: "TN=1,000".
	namedCount = regexp.MustCompile(`(?i)\b(TP|FP|TN|FN|true[ _]positives?|false[ _]positives?|true[ _]negatives?|false[ _]negatives?)\b["']?\s*[=:]?\s*(\d{1,3}(?:[,_']\d{3})+|\d+)(?:\.0+)?\b`)
	// namedCells are all four names before all four counts: "tn, fp, fn, tp = (985, 3, 0, 12)".
	namedCells = regexp.MustCompile(`(?i)\b(TP|FP|TN|FN), *(TP|FP|TN|FN), *(TP|FP|TN|FN), *(TP|FP|TN|FN)\b\W{0,9}(\d+)\W{1,3}(\d+)\W{1,3}(\d+)\W{1,3}(\d+)`)
)

// ParseConfusion reads a confusion matrix from text: named cells in any order ("TP=12, FP=3, FN=0, TN=985"), or a
// 2x2 array with true classes in rows and class 0 first ("[[985 3] [0 12]]"), as scikit-learn prints it.
func ParseConfusion(text string) (metrics.Confusion, error) {
	if m := numpyMatrix.FindStringSubmatch(text); m != nil {
		return cells(m[4], m[2], m[1], m[3])
	}
	if m := namedCells.FindStringSubmatch(text); m != nil {
		text = fmt.Sprintf("%s=%s %s=%s %s=%s %s=%s", m[1], m[5], m[2], m[6], m[3], m[7], m[4], m[8])
	}
	named := map[string]string{}
	for _, m := range namedCount.FindAllStringSubmatch(text, -1) {
		words := strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return r == ' ' || r == '_' })
		name := words[0]
		if len(words) == 2 {
			name = words[0][:1] + words[1][:1]
		}
		if _, twice := named[name]; twice {
			return metrics.Confusion{}, fmt.Errorf("%s stands there twice in %.80q: give each cell once", strings.ToUpper(name), text)
		}
		named[name] = strings.NewReplacer(",", "", "_", "", "'", "").Replace(m[2])
	}
	if len(named) != 4 {
		return metrics.Confusion{}, fmt.Errorf("%.80q is no confusion matrix: write TP=…,FP=…,FN=…,TN=… or [[TN FP] [FN TP]], with whole numbers", text)
	}
	return cells(named["tp"], named["fp"], named["tn"], named["fn"])
}

// cells makes a table of four counts.
func cells(texts ...string) (metrics.Confusion, error) {
	var counts [4]int64
	for i, text := range texts {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n > 1<<53 {
			return metrics.Confusion{}, fmt.Errorf("the count %.40s is beyond 2^53", text)
		}
		counts[i] = n
	}
	if counts == [4]int64{} {
		return metrics.Confusion{}, errors.New("the confusion matrix is empty: all counts are 0")
	}
	return metrics.NewConfusion(counts[0], counts[1], counts[2], counts[3]), nil
}

// addMatrixLine goes on with a matrix over two lines.
func (l *Log) addMatrixLine(line string) {
	if l.row == "" && !strings.Contains(line, "[[") {
		return
	}
	line = strings.TrimSpace(quote.ReplaceAllString(line, ""))
	joint := l.row + " " + line
	l.row = ""
	if len(joint) > maxMessage {
		return
	}
	if c, err := ParseConfusion(joint); err == nil && numpyMatrix.MatchString(joint) {
		l.Confusions = append(l.Confusions, c)
		return
	}
	if strings.Contains(line, "[[") {
		l.row = strings.Clone(line)
	}
}
