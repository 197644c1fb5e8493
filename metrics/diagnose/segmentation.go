package diagnose

import "fmt"

// Segmented finds what masks add: pixel accuracy that is the background's share
// (D38), and a mean IoU of probabilities cut down to whole numbers (D36).
func Segmented(e Evidence) []Finding {
	for _, t := range trails(e) {
		for _, rows := range t.splits() {
			for _, check := range []func([]row) (Finding, bool){truncatedIoU, pixelAccuracy} {
				if f, ok := check(rows); ok {
					return []Finding{f}
				}
			}
		}
	}
	return nil
}

// overlap is the row's IoU of the foreground; of a Dice it is D / (2 − D).
func (w row) overlap() (span, reading, bool) {
	if r := w.of("iou"); r.known() && r.lo >= 0 && r.hi < 1 {
		return r.span, r, true
	}
	if r := w.of("dice"); r.known() && r.lo >= 0 && r.hi < 1 {
		return span{r.lo / (2 - r.lo), r.hi / (2 - r.hi)}, r, true
	}
	return span{}, reading{}, false
}

const (
	// background is a share of the background that accuracy hides behind: nine pixels
	// of ten.
	background = 0.9

	// poor is an IoU below which the foreground is mostly missed or mostly false (IoU
	// 0.5 is where detection benchmarks begin to count).
	poor = 0.5
)

// pixelAccuracy finds a high accuracy beside a poor overlap. With errors E = 1 −
// accuracy, IoU J = TP / (TP + E), so TP = J E / (1 − J), and the foreground holds
// between TP and TP + E.
func pixelAccuracy(rows []row) (Finding, bool) {
	if len(rows) == 0 {
		return Finding{}, false
	}
	w := rows[len(rows)-1]
	j, r, ok := w.overlap()
	if !ok || !w.accuracy.known() || w.accuracy.hi >= 1 || j.mid() >= poor {
		return Finding{}, false
	}
	errors := 1 - w.accuracy.mid()
	tp := j.mid() * errors / (1 - j.mid())
	if 1-tp-errors < background {
		return Finding{}, false
	}
	return Finding{
		ID: "D38", Severity: Warning,
		Title:   fmt.Sprintf("Accuracy %s is the share of the background; the foreground overlaps by %s", w.accuracy.text, r.text),
		Verdict: "Most pixels are background, and every one of them counts as right. Accuracy says nothing about the foreground; its IoU and Dice do, and they are poor.",
		Evidence: fmt.Sprintf("%s is %s and %s is %s in epoch %d. So the foreground holds between %s and %s of the pixels, and calling everything background has accuracy %s at least.",
			w.accuracy.name, w.accuracy.text, r.name, r.text, w.epoch, number(tp), number(tp+errors), number(1-tp-errors)),
		RuledOut: []string{"A good model of a common foreground: with such an accuracy its IoU would be high."},
		Fix:      "Judge by the IoU of each class, beside that of a constant; train with a loss that counts the foreground:\n    keras.metrics.BinaryIoU(target_class_ids=[1], threshold=0.5)\n    keras.losses.Dice(), or class weights",
		Confirm:  "Print IoU of class 0 and class 1, and the share of foreground pixels.",
		Numbers:  map[string]float64{"accuracy": w.accuracy.mid(), "iou": j.mid(), "foreground_least": tp, "foreground_most": tp + errors},
	}, true
}

// truncatedIoU finds a mean IoU that does not move, or is 0, while accuracy moves:
// probabilities and weights are cast to whole numbers, which are 0.
func truncatedIoU(rows []row) (Finding, bool) {
	last := final(rows, func(w row) bool { m := w.of("mean_iou"); return m.known() && m.decimals >= 3 && m.mid() <= 0.5 })
	if len(last) < 3 {
		return Finding{}, false
	}
	value := span{0, 1}
	for _, w := range last {
		value = value.and(w.of("mean_iou").span)
	}
	if value.empty() || moves(last) < 3 {
		return Finding{}, false
	}
	w := last[len(last)-1]
	return Finding{
		ID: "D36", Severity: Error,
		Title:   fmt.Sprintf("%s does not move: it compares whole numbers, and probabilities become 0", w.of("mean_iou").name),
		Verdict: "MeanIoU takes classes, not probabilities: it cuts 0.97 down to 0, so that everything is class 0. Its mean is then half the share of class 0. Sample weights below 1 are cut down to 0 likewise.",
		Evidence: fmt.Sprintf("%s is %s on %s, while %s runs through %s.", w.of("mean_iou").name, w.of("mean_iou").text, epochs(last),
			w.accuracy.name, short(texts(last, func(w row) reading { return w.accuracy })...)),
		RuledOut: []string{"A model that stands still: its accuracy moves."},
		Fix:      "Use the one that has a threshold, and floating-point weights:\n    keras.metrics.BinaryIoU(target_class_ids=[0, 1], threshold=0.5, dtype=\"float32\")",
		Confirm:  fmt.Sprintf("Count the pixels: class 0 holds %s of them if everything was called class 0.", number(2*value.mid())),
		Numbers:  map[string]float64{"mean_iou": value.mid()},
	}, true
}
