package data

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadFeatures(t *testing.T) {
	want := &Features{
		Names: []string{"age", "blood pressure"}, Values: []float32{31.5, 120, -2e-3, 0}, Labels: []bool{true, false},
	}
	unlabelled := *want
	unlabelled.Labels = nil
	full := *want
	full.Weights, full.IDs, full.Groups = []float64{2.5, 0}, []string{"p", "q"}, []string{"g", ""}
	declared := FeatureFormat{Label: "sick", Positive: "yes", Features: []string{"age", "blood pressure"}}
	for name, c := range map[string]struct {
		format     FeatureFormat
		file, text string
		want       *Features
	}{
		"CSV":              {FeatureFormat{}, "f.csv", "age,blood pressure,label\n31.5,120,1\n-2e-3,0,0\n", want},
		"label between":    {FeatureFormat{}, "f.csv", "age,label,blood pressure\n31.5,true,120\n-0.002,FALSE,0.0", want},
		"TSV by its tabs":  {FeatureFormat{}, "f", "\ufeffage\tblood pressure\tlabel\r\n31.5\t120\t1\r\n\r\n-2e-3\t0\t0\r\n", want},
		"CSV all columns":  {FeatureFormat{}, "f.csv", "id,group,weight,age,blood pressure,label\np,g,2.5,31.5,120,1\nq,,0,-.002,0,0\n", &full},
		"JSON lines":       {FeatureFormat{}, "f.jsonl", "{\"age\":31.5,\"blood pressure\":120,\"label\":true}\n{\"label\":0,\"age\":\"-2e-3\",\"blood pressure\":0}\n", want},
		"declared columns": {declared, "f.csv", "note,blood pressure,sick,age\nfine,120,yes,31.5\n,0,no,-0.002\n", want},
		"no labels":        {FeatureFormat{LabelOptional: true}, "f.csv", "age,blood pressure\n31.5,120\n-2e-3,0\n", &unlabelled},
		"labels after all": {FeatureFormat{LabelOptional: true}, "f.csv", "age,blood pressure,label\n31.5,120,1\n-2e-3,0,0\n", want},
		"gzip":             {FeatureFormat{}, "f.csv.gz", zip(t, "age,blood pressure,label\n31.5,120,1\n-2e-3,0,0\n"), want},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.format.Decode(strings.NewReader(c.text), c.file)
			if err != nil {
				t.Fatal(err)
			}
			w := *c.want
			w.Source = c.file
			if diff := cmp.Diff(&w, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadFeaturesRefuses(t *testing.T) {
	for want, c := range map[string]struct {
		format FeatureFormat
		text   string
	}{
		"the file is empty": {text: ""},
		`no column "label" among "x": name it so, or declare its name in FeatureFormat; rows that are only to be scored need none with FeatureFormat.LabelOptional`: {text: "x\n1\n"},
		"not by semicolons":                                              {text: "x;label\n1;0\n"},
		`no column "sick" among "x"`:                                     {FeatureFormat{Label: "sick", LabelOptional: true}, "x\n1\n"},
		`line 3: feature "x" is "NaN"`:                                   {text: "x,label\n1,0\nNaN,1\n"},
		`feature "x" is ""`:                                              {text: "x,label\n,0\n"},
		`feature "x" is "1e39", which float32 does not hold`:             {text: "x,label\n1e39,0\n"},
		`label "2" is not 0, 1, true or false: declare in FeatureFormat`: {text: "x,label\n1,2\n"},
		`no label is "sick", and some are "Sick"`:                        {FeatureFormat{Positive: "sick"}, "x,label\n1,Sick\n2,well\n"},
		`weight "-1"`:                                  {text: "x,label,weight\n1,1,-1\n"},
		"3 columns, and the header has 2":              {text: "x,label\n1,0,5\n"},
		`column "x" stands twice`:                      {text: "x,x,label\n1,2,0\n"},
		"there are no rows":                            {text: "x,label\n"},
		"there are no features":                        {text: "id,label\n1,0\n"},
		"broken UTF-8":                                 {text: "x,label\n\xff,0\n"},
		`no column "y"`:                                {FeatureFormat{Features: []string{"y"}}, "x,label\n1,0\n"},
		`column "label" is declared twice`:             {FeatureFormat{Features: []string{"label"}}, "x,label\n1,0\n"},
		`column "x" is declared twice`:                 {FeatureFormat{Weight: "x", ID: "x"}, "x,label\n1,0\n"},
		`unknown FeatureFormat.Kind "ditto"`:           {FeatureFormat{Kind: Ditto}, "x,label\n1,0\n"},
		`line 2: key "y" is not in the first line`:     {FeatureFormat{Kind: JSONLines}, "{\"x\":1,\"label\":1}\n{\"y\":1,\"label\":1}\n"},
		`key "x" is missing`:                           {FeatureFormat{Kind: JSONLines}, "{\"x\":1,\"label\":1}\n{\"label\":1}\n"},
		`key "x" stands twice`:                         {FeatureFormat{Kind: JSONLines}, "{\"x\":1,\"label\":1}\n{\"x\":1,\"x\":2}\n"},
		`key "x": a number, a string or a boolean`:     {FeatureFormat{Kind: JSONLines}, "{\"x\":[1],\"label\":1}\n"},
		"broken JSON":                                  {FeatureFormat{Kind: JSONLines}, "{\"x\":1,\"label\":1\n"},
		"is not a JSON object: put one object on each": {FeatureFormat{Kind: JSONLines}, "[1]\n"},
	} {
		got, err := c.format.Decode(strings.NewReader(c.text), "f.csv")
		if err == nil || got != nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "f.csv: ") {
			t.Errorf("features %v, error %v, want one with %q", got, err, want)
		}
	}
	if _, err := ReadFeatures("no such file"); err == nil {
		t.Error("a file that is not there is read")
	}
}

func FuzzDecodeFeatures(f *testing.F) {
	for _, text := range []string{"x,label\n1,0\n", "x\tlabel\tgroup\n1\t1\tg\n", "{\"x\":1,\"label\":true}\n", "\x1f\x8b", "label,\"x\ny\"\n1,2\n"} {
		f.Add(text, "", "")
		f.Add(text, "jsonl", "1")
	}
	f.Fuzz(func(t *testing.T, text, kind, positive string) {
		got, err := FeatureFormat{Kind: Kind(kind), Positive: positive}.Decode(strings.NewReader(text), "f")
		if err != nil {
			if got != nil || strings.Contains(err.Error(), "\n") {
				t.Fatalf("features %v beside %q", got, err)
			}
			return
		}
		if err := got.Examples().Check(); err != nil {
			t.Fatal("read, but not acceptable:", err)
		}
	})
}

func TestFeaturesCheck(t *testing.T) {
	nan := float32(math.NaN())
	names, one := []string{"x", "y"}, []bool{true}
	for want, f := range map[string]Features{
		"there are no features":                        {Labels: one},
		"there are no rows":                            {Names: names},
		"3 values are no whole rows of 2 features":     {Names: names, Values: make([]float32, 3), Labels: one},
		`row 1 (without id): feature "y" is NaN`:       {Names: names, Values: []float32{0, nan}, Labels: one},
		`bad.csv: row 1 (id "p"): feature "x" is +Inf`: {Names: names, Values: []float32{float32(math.Inf(1)), 0}, Labels: one, IDs: []string{"p"}, Source: "bad.csv"},
		"2 weights for 1 rows":                         {Names: names, Values: make([]float32, 2), Labels: one, Weights: []float64{1, 2}},
		"weight 1: weight -1":                          {Names: names, Values: make([]float32, 2), Labels: one, Weights: []float64{-1}},
		"2 groups for 1 rows":                          {Names: names, Values: make([]float32, 2), Labels: one, Groups: []string{"", ""}},
		"0 ids for 1 rows":                             {Names: names, Values: make([]float32, 2), Labels: one, IDs: []string{}},
	} {
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// A split is a partition, gives each part its share of both classes, and tears neither groups nor copies.
func TestFeaturesSplit(t *testing.T) {
	f, err := SyntheticFeatures(SyntheticFeaturesOptions{N: 1000, Features: 3, Prevalence: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Len() {
		f.Groups = append(f.Groups, map[bool]string{true: "", false: string(rune('a' + i%100))}[i%2 == 0])
	}
	copy(f.Row(10), f.Row(500))
	train, valid, test, err := f.Split(7)
	if err != nil {
		t.Fatal(err)
	}
	partOf, groups := map[string]int{}, map[string]map[int]bool{}
	for part, p := range []*Features{train, valid, test} {
		if share := float64(p.Len()) / 1000; math.Abs(share-partShares[part]) > 0.02 {
			t.Errorf("%s has %.3f of the rows", partNames[part], share)
		}
		positives := 0
		for i := range p.Len() {
			row := p.IDs[i]
			if _, seen := partOf[row]; seen {
				t.Errorf("row %s stands in two parts", row)
			}
			partOf[row] = part
			if p.Groups[i] != "" {
				if groups[p.Groups[i]] == nil {
					groups[p.Groups[i]] = map[int]bool{}
				}
				groups[p.Groups[i]][part] = true
			}
			if p.Labels[i] {
				positives++
			}
		}
		if share := float64(positives) / 100; math.Abs(share-partShares[part]) > 0.05 {
			t.Errorf("%s has %.3f of the positives", partNames[part], share)
		}
	}
	if len(partOf) != 1000 || partOf["11"] != partOf["501"] {
		t.Errorf("%d rows in the parts; copies in parts %d and %d", len(partOf), partOf["11"], partOf["501"])
	}
	for group, parts := range groups {
		if len(parts) > 1 {
			t.Errorf("group %s stands in %d parts", group, len(parts))
		}
	}
	again, _, _, err := f.Split(7)
	if err != nil || !slices.Equal(again.IDs, train.IDs) {
		t.Errorf("the same seed splits otherwise: %v", err)
	}
	other, _, _, err := f.Split(8)
	if err != nil || slices.Equal(other.IDs, train.IDs) {
		t.Errorf("another seed splits alike: %v", err)
	}
}

func TestFeaturesSplitRefuses(t *testing.T) {
	sound := func() *Features {
		f, err := SyntheticFeatures(SyntheticFeaturesOptions{N: 20, Features: 2, Prevalence: 0.1})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for want, change := range map[string]func(f *Features){
		"1 of the labels are negative, which cannot stand in train, valid and test": func(f *Features) {
			f.Labels = slices.Repeat([]bool{true}, 19)
			f.Labels, f.Values = append(f.Labels, false), f.Values[:40]
		},
		"negative label for": func(f *Features) {
			f.Labels = append(slices.Repeat([]bool{true}, 17), false, false, false)
			f.Groups = append(make([]string, 17), "g", "g", "g")
			f.Values = f.Values[:40]
		},
		"one group or example that is kept whole": func(f *Features) {
			f.Groups = slices.Repeat([]string{"g"}, 20)
			f.Groups[0], f.Groups[1] = "", ""
			f.Labels = slices.Repeat([]bool{true}, 20)
		},
		"at least 3 are needed": func(f *Features) { *f = *f.Subset([]int{0, 1}) },
		"is NaN":                func(f *Features) { f.Values[3] = float32(math.NaN()) },
	} {
		f := sound()
		change(f)
		if _, _, _, err := f.Split(1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestSyntheticFeatures(t *testing.T) {
	o := SyntheticFeaturesOptions{N: 1000, Prevalence: 0.8, Seed: 3}
	f, err := SyntheticFeatures(o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := SyntheticFeatures(o)
	if diff := cmp.Diff(f, again); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, positives := f.Examples().Count(); positives != 800 || f.Check() != nil || len(f.Names) != 20 {
		t.Errorf("%d of 1000 are positive, want 800; %v", positives, f.Check())
	}
	for want, o := range map[string]SyntheticFeaturesOptions{"N -1": {N: -1}, "Features 1": {Features: 1}, "Prevalence 1": {Prevalence: 1}, "Prevalence NaN": {Prevalence: math.NaN()}} {
		if _, err := SyntheticFeatures(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
