package cases

import (
	"strings"
	"sync"
	"testing"
)

// The bounds that the checks are held to, over findings.
const (
	leastRecall    = 0.95
	leastPrecision = 0.98
)

func judge(t *testing.T, all []Case) Result {
	t.Helper()
	r := Judge(all)
	var table strings.Builder
	if err := r.Write(&table); err != nil {
		t.Fatal(err)
	}
	if r.All.Recall() < leastRecall || r.All.Precision() < leastPrecision {
		t.Errorf("recall %.3f, precision %.3f\n%s", r.All.Recall(), r.All.Precision(), &table)
	} else {
		t.Logf("\n%s", &table)
	}
	return r
}

func TestRecordedCases(t *testing.T) {
	all, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	judge(t, all)
}

func TestMadeCases(t *testing.T) { judge(t, made()) }

// made are the cases of the tests.
var made = sync.OnceValue(func() []Case { return Made(1, 2) })

// Seeds that no threshold was chosen on.
func TestHeldOutCases(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	judge(t, Made(20261, 2))
}

// The bench is as large as it should be.
func TestBenchIsLarge(t *testing.T) {
	all, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, made()...)
	healthyCases, by := 0, map[string]int{}
	for _, c := range all {
		by[c.Source]++
		if len(c.Want) == 0 {
			healthyCases++
		}
	}
	if len(all) < 120 || healthyCases < 40 || by["Keras"] < 20 || by["PyTorch"] < 20 || by["scikit-learn"] < 20 {
		t.Errorf("%d cases, %d healthy, by program %v", len(all), healthyCases, by)
	}
}
