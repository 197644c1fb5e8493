package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/seqpair/seqpair/"

// direction says, for a package and everything below it, what its build must never contain.
// Tests of the folder are not counted.
var direction = []struct {
	packages string
	never    []string
}{
	{"metrics/ingraph", []string{module + "metrics/history", module + "metrics/predictions", module + "metrics/runs",
		module + "metrics/diagnose", module + "model", module + "nb", "github.com/gomlx/go-xla"}},
	{"metrics/history", []string{module + "metrics/runs", module + "metrics/diagnose", module + "metrics/predictions"}},
	{"metrics/predictions", []string{module + "metrics/runs", module + "metrics/diagnose", module + "metrics/history"}},
	{"metrics/runs", []string{module + "metrics/diagnose"}},
	{"model/data", []string{"github.com/gomlx/", module + "nb"}},
	{"model/...", []string{module + "nb", "github.com/janpfeifer/", "gonum.org/v1/plot"}},
	{"nb", []string{"github.com/gomlx/", module + "model"}},
	{"nb/plot", []string{"github.com/gomlx/", "github.com/janpfeifer/gonb", module + "model"}},
	{"nb/jupyter", []string{"github.com/gomlx/", module + "model"}},
	{"notebooks", []string{"github.com/gomlx/", module + "model", module + "metrics", module + "nb"}},
}

// linksGoMLX is the one package of metrics that does.
const linksGoMLX = "metrics/ingraph"

// TestMetricsLinkNoGoMLX looks at every package of metrics, those to come too.
func TestMetricsLinkNoGoMLX(t *testing.T) {
	out, err := exec.Command("go", "list", module+"metrics/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []string
	for _, full := range strings.Fields(string(out)) {
		if name := strings.TrimPrefix(full, module); name != linksGoMLX {
			packages = append(packages, name)
		}
	}
	for _, dependency := range dependencies(t, packages...) {
		for _, forbidden := range []string{"github.com/gomlx/", module + linksGoMLX, module + "model", module + "nb", "gonum.org/"} {
			if strings.HasPrefix(dependency, forbidden) {
				t.Errorf("a package of metrics other than %s links %s, which the direction forbids", linksGoMLX, dependency)
			}
		}
	}
}

func TestDependencyDirection(t *testing.T) {
	for _, rule := range direction {
		t.Run(rule.packages, func(t *testing.T) {
			for _, dependency := range dependencies(t, rule.packages) {
				for _, forbidden := range rule.never {
					if strings.HasPrefix(dependency, forbidden) {
						t.Errorf("%s links %s, which the direction forbids", rule.packages, dependency)
					}
				}
			}
		})
	}
}

func TestMetricsRootUsesOnlyTheStandardLibrary(t *testing.T) {
	for _, dependency := range dependencies(t, "metrics") {
		first, _, _ := strings.Cut(dependency, "/")
		if strings.Contains(first, ".") && dependency != module+"metrics" && !strings.HasPrefix(dependency, module+"metrics/internal/") {
			t.Errorf("metrics links %s: it may use only the standard library", dependency)
		}
	}
}

// TestDirectionIsMeasured guards the guard: the model does link GoMLX and metrics, so an empty list would show.
func TestDirectionIsMeasured(t *testing.T) {
	all := dependencies(t, "model")
	for _, want := range []string{"github.com/gomlx/gomlx/ml/model", module + "metrics"} {
		if !slices.Contains(all, want) {
			t.Errorf("go list -deps of model does not name %s", want)
		}
	}
}

func dependencies(t *testing.T, packages ...string) []string {
	t.Helper()
	arguments := []string{"list", "-deps"}
	for _, name := range packages {
		arguments = append(arguments, module+name)
	}
	out, err := exec.Command("go", arguments...).Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v", packages, err)
	}
	return strings.Fields(string(out))
}
