package diagnose

import (
	"regexp"
	"strings"
)

// catalogueURL is where CATALOGUE.md is read.
const catalogueURL = "https://github.com/seqpair/seqpair/blob/main/metrics/diagnose/CATALOGUE.md"

var ours = regexp.MustCompile(`^D\d\d$`)

// page is the section of the catalogue about a finding, "" for checks of others.
func page(id string) string {
	if !ours.MatchString(id) {
		return ""
	}
	return catalogueURL + "#" + strings.ToLower(id)
}
