package data

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Examples hold, for every pair, the ids that Encode gives it.
func TestExamplesAreTheEncodedPairs(t *testing.T) {
	all, err := Synthetic(SyntheticOptions{N: 60, Prevalence: 0.3, Length: 7, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	pairs := all.Subset([]int{5, 3, 3, 59, 0, 11})
	for name, c := range map[string]Encoding{"shared": {Length: 5}, "separate": {Separate: true}} {
		encoder, err := c.Fit(all)
		if err != nil {
			t.Fatal(err)
		}
		a, b := make([]int32, pairs.Len()*encoder.A.Length()), make([]int32, pairs.Len()*encoder.B.Length())
		want, err := encoder.Encode(pairs, nil, a, b)
		if err != nil {
			t.Fatal(err)
		}
		examples, got := encoder.Examples(pairs)
		if err := examples.Check(); err != nil {
			t.Error(name, err)
		}
		if got != want {
			t.Errorf("%s: coverage %v, want %v", name, got, want)
		}
		for i, ids := range [][]int32{a, b} {
			column := examples.Columns[i]
			var rows []int32
			for _, row := range column.Index {
				rows = append(rows, column.Ints[int(row)*column.Width():int(row+1)*column.Width()]...)
			}
			if !slices.Equal(rows, ids) {
				t.Errorf("%s: column %s is %v, want %v", name, column.Name, rows, ids)
			}
			if column.Rows() > 2*5 {
				t.Errorf("%s: column %s has %d rows for 5 different pairs", name, column.Name, column.Rows())
			}
		}
		if !slices.Equal(examples.Labels, pairs.Labels()) || examples.Len() != pairs.Len() {
			t.Errorf("%s: labels %v", name, examples.Labels)
		}
	}
}

func TestExamplesCheck(t *testing.T) {
	two := []bool{true, false}
	column := Column{Name: "x", Shape: []int{2}, Floats: []float32{1, 2, 3, 4}}
	for want, e := range map[string]Examples{
		"no rows": {Columns: []Column{{Name: "x", Floats: []float32{}}}},
		"2 labels for 2 examples of column \"x\" with 2 each": {Columns: []Column{column}, Labels: two, Positions: 2},
		"columns":                              {Labels: two},
		"weights":                              {Columns: []Column{column}, Labels: two, Weights: []float64{1}},
		"marks":                                {Columns: []Column{column}, Labels: two, Counts: two[:1]},
		"called":                               {Columns: []Column{column, column}, Labels: two},
		"either":                               {Columns: []Column{{Name: "x"}}, Labels: two},
		"whole rows":                           {Columns: []Column{{Name: "x", Shape: []int{3}, Floats: make([]float32, 4)}}, Labels: two},
		"1 labels for 2":                       {Columns: []Column{column}, Labels: two[:1]},
		"1 rows for 2":                         {Columns: []Column{column, {Name: "y", Shape: []int{2}, Floats: []float32{1, 2}}}, Labels: two},
		"1 indices for 2":                      {Columns: []Column{column, {Name: "y", Shape: []int{2}, Floats: column.Floats, Index: []int32{0}}}, Labels: two},
		"number 2 of row 1 is NaN":             {Columns: []Column{{Name: "x", Shape: []int{2}, Floats: []float32{1, float32(math.NaN()), 3, 4}}}, Labels: two},
		"Index of example 2 is 2, want 0 to 1": {Columns: []Column{{Name: "x", Shape: []int{2}, Floats: column.Floats, Index: []int32{0, 2}}}, Labels: two},
	} {
		if err := e.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	sound := Examples{Columns: []Column{column}, Labels: two}
	if err := sound.Check(); err != nil || sound.Len() != 2 {
		t.Errorf("error %v, %d examples", err, sound.Len())
	}
	sound.Labels = nil
	if err := sound.Check(); err != nil || sound.Len() != 2 {
		t.Errorf("without labels: error %v, %d examples", err, sound.Len())
	}
	if err := sound.CheckClasses(); err == nil || !strings.Contains(err.Error(), "the 2 examples have no labels") {
		t.Errorf("error %v of examples without labels", err)
	}
}
