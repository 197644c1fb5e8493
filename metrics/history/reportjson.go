package history

import (
	"maps"
	"slices"
	"strings"
)

// reportOf is the report that scikit-learn's classification_report(output_dict=True) returns; ok is false for an
// object that is none.
func reportOf(object map[string]any) (r ClassReport, ok bool) {
	names := slices.Sorted(maps.Keys(object))
	slices.SortStableFunc(names, func(a, b string) int { return average(a) - average(b) })
	for _, name := range names {
		found := map[string]Printed{}
		flatten("", object[name], found, 0)
		f1, isRow := found["f1-score"]
		if !isRow {
			if accuracy, there := found[""]; there && name == "accuracy" {
				r.Accuracy = &accuracy
			}
			continue
		}
		if len(r.Classes) >= maxReportRows {
			return r, false
		}
		r.add(ClassRow{Name: name, Precision: found["precision"], Recall: found["recall"], F1: f1, Support: int64(found["support"].Value)})
	}
	return r, len(r.Classes) > 0
}

// average is 1 for the name of an average over classes, else 0.
func average(name string) int {
	if strings.HasSuffix(name, " avg") {
		return 1
	}
	return 0
}
