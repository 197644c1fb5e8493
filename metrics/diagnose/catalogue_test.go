package diagnose

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every ID that a check may give, and D01 to the last, has its section.
func TestCatalogueIsWhole(t *testing.T) {
	text, err := os.ReadFile("CATALOGUE.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^## (D\d\d)\n\n\*\*\S`).FindAllStringSubmatch(string(text), -1) {
		if sections[m[1]] {
			t.Errorf("%s has two sections", m[1])
		}
		sections[m[1]] = true
	}
	for i := 1; i <= len(sections); i++ {
		if id := fmt.Sprintf("D%02d", i); !sections[id] {
			t.Errorf("%s has no section", id)
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		code, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(D\d\d)"`).FindAllStringSubmatch(string(code), -1) {
			if !strings.HasSuffix(source, "_test.go") && !sections[m[1]] {
				t.Errorf("%s gives %s, which has no section", source, m[1])
			}
		}
	}
}

func TestFindingsLinkToTheirPage(t *testing.T) {
	for _, f := range Run(seed(t)) {
		if want := catalogueURL + "#" + strings.ToLower(f.ID); f.Page != want {
			t.Errorf("%s links to %q, want %q", f.ID, f.Page, want)
		}
	}
	found := Run(Evidence{}, func(Evidence) []Finding { return []Finding{{ID: "MY1"}} })
	if found[0].Page != "" {
		t.Errorf("a check of others links to %q", found[0].Page)
	}
}
