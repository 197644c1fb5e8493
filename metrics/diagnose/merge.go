package diagnose

import (
	"maps"
	"slices"
	"strings"
)

// merged makes one finding of several about the same thing. The first, which has
// the best evidence, gives the words; the others add their evidence and numbers.
func merged(found []Finding) []Finding {
	if len(found) == 0 {
		return nil
	}
	all := found[0]
	all.Numbers = maps.Clone(all.Numbers)
	for _, f := range found[1:] {
		all.Severity = max(all.Severity, f.Severity)
		if !strings.Contains(all.Evidence, f.Evidence) {
			all.Evidence += "\n" + f.Evidence
		}
		for _, r := range f.RuledOut {
			if !slices.Contains(all.RuledOut, r) {
				all.RuledOut = append(all.RuledOut, r)
			}
		}
		for name, v := range f.Numbers {
			if _, taken := all.Numbers[name]; !taken {
				all.Numbers[name] = v
			}
		}
	}
	return []Finding{all}
}

// mergedByID is merged for each ID, in the order in which they come.
func mergedByID(found []Finding) []Finding {
	var order []string
	by := map[string][]Finding{}
	for _, f := range found {
		if by[f.ID] == nil {
			order = append(order, f.ID)
		}
		by[f.ID] = append(by[f.ID], f)
	}
	all := []Finding{} // JSON has [] for nothing
	for _, id := range order {
		all = append(all, merged(by[id])...)
	}
	return all
}

// holding are the findings of those checks that hold for one piece of evidence, in their order.
func holding[T any](of T, checks ...func(T) (Finding, bool)) []Finding {
	var found []Finding
	for _, check := range checks {
		if f, ok := check(of); ok {
			found = append(found, f)
		}
	}
	return found
}
