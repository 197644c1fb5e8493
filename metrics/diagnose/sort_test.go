package diagnose

import (
	"slices"
	"strings"
)

// sorted lists the IDs of findings in order of their names.
func sorted(findings []Finding) string {
	all := strings.Fields(ids(findings))
	slices.Sort(all)
	return strings.Join(all, " ")
}
