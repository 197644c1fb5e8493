package data_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/model/data"
)

func ExampleRead() {
	path := filepath.Join(os.TempDir(), "seqpair-example.csv")
	defer os.Remove(path)
	text := "a,b,label\nnight,knight,1\nnight,nicht,0\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	pairs, err := data.Read(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pairs.Len(), "pairs,", pairs.Positives(), "positive")
	fmt.Printf("%+v\n", pairs.At(0))
	// Output:
	// 2 pairs, 1 positive
	// {ID:1 A:night B:knight Label:true Weight:1 Group:}
}

// A file with other column names and labels has to be declared: nothing is guessed.
func ExampleFormat_Decode() {
	text := "left\tright\tverdict\nnight\tknight\tsame\nnight\tnicht\tother\n"
	_, err := data.Format{}.Decode(strings.NewReader(text), "words.tsv")
	fmt.Println(err)

	format := data.Format{A: "left", B: "right", Label: "verdict", Positive: "same"}
	pairs, err := format.Decode(strings.NewReader(text), "words.tsv")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pairs.Positives(), "of", pairs.Len(), "positive")
	// Output:
	// words.tsv: line 1: label "verdict" is not 0, 1, true or false: declare in Format.Positive which label is positive, and if this line is a header, its names in Format.A, B and Label
	// 1 of 2 positive
}

func ExamplePairs_Encode() {
	pairs, err := data.New([]data.Pair{{A: "night", B: "knight", Label: true}, {A: "night", B: "nicht"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := pairs.Encode(os.Stdout, data.JSONLines); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"a":"night","b":"knight","label":1}
	// {"a":"night","b":"nicht","label":0}
}

func ExampleSynthetic() {
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 1000, Prevalence: 0.05, Seed: 7})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pairs.Len(), "pairs,", pairs.Positives(), "positive")
	// Output:
	// 1000 pairs, 50 positive
}

func ExamplePairs_Split() {
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 1000, Prevalence: 0.05, Seed: 7})
	if err != nil {
		fmt.Println(err)
		return
	}
	split, err := pairs.Split(data.Grouped, 7)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(split)
	fmt.Println(data.Leakage(split.Train, split.Test))
	// Output:
	// train     600 pairs,     30 positive (5.0 %)
	// valid     200 pairs,     10 positive (5.0 %)
	// test      200 pairs,     10 positive (5.0 %)
	// 0 of 200 pairs also in train (0 more with A and B exchanged), 0 pairs with both labels, 0 of 399 sequences also in train
}

func ExampleLeakage() {
	train, err := data.New([]data.Pair{{A: "night", B: "knight", Label: true}})
	if err != nil {
		fmt.Println(err)
		return
	}
	test, err := data.New([]data.Pair{{A: "night", B: "knight"}, {A: "night", B: "nicht"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	leak := data.Leakage(train, test)
	fmt.Println(leak.Pairs, "shared,", leak.Contradictory, "contradictory")
	// Output:
	// 1 shared, 1 contradictory
}

func ExampleEncoding_Fit() {
	train, err := data.New([]data.Pair{{A: "sees", B: "seas", Label: true}})
	if err != nil {
		fmt.Println(err)
		return
	}
	encoder, err := data.Encoding{Length: 6}.Fit(train)
	if err != nil {
		fmt.Println(err)
		return
	}
	ids := make([]int32, 2*encoder.A.Length())
	coverage, err := encoder.A.Encode([]string{"ease", "seizures"}, ids)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ids[:6], ids[6:])
	fmt.Println(coverage)
	// Output:
	// [3 4 2 3 0 0] [2 3 1 1 1 1]
	// 1 of 2 sequences cut at the end, 4 of 10 units unknown
}

// Two alphabets, such as spelling and phonemes, get a vocabulary each.
func ExamplePairEncoder_Encode() {
	train, err := data.New([]data.Pair{{A: "knight", B: "N AY T", Label: true}, {A: "night", B: "N IH T"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	encoder, err := data.Encoding{Separate: true, Length: 6}.Fit(train)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, b := make([]int32, 2*encoder.A.Length()), make([]int32, 2*encoder.B.Length())
	if _, err := encoder.Encode(train, nil, a, b); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a)
	fmt.Println(b)
	// Output:
	// [7 5 4 2 3 6 5 4 2 3 6 0]
	// [3 2 5 8 2 4 3 2 7 6 2 4]
}

func ExampleFeatureFormat_Decode() {
	text := "patient,age,blood pressure,sick\nA,31,120,no\nB,67,150,yes\n"
	format := data.FeatureFormat{Label: "sick", Positive: "yes", Group: "patient"}
	features, err := format.Decode(strings.NewReader(text), "patients.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(features.Names, features.Row(1), features.Labels[1], features.Groups[1])
	_, err = format.Decode(strings.NewReader(text+"C,?,110,no\n"), "patients.csv")
	fmt.Println(err)
	// Output:
	// [age blood pressure] [67 150] true B
	// patients.csv: line 4: feature "age" is "?", want a finite number: fill it in, leave the row out, or list the features in FeatureFormat.Features
}

func ExampleSyntheticImages() {
	images, err := data.SyntheticImages(data.SyntheticImagesOptions{Foreground: 0.8})
	if err != nil {
		fmt.Println(err)
		return
	}
	train, valid, test, err := images.Split(7)
	if err != nil {
		fmt.Println(err)
		return
	}
	labels, positives := train.Examples().Count()
	fmt.Printf("%d, %d and %d images; %.0f %% of the training pixels are positive\n",
		train.Len(), valid.Len(), test.Len(), 100*float64(positives)/float64(labels))
	// Output:
	// 38, 13 and 13 images; 81 % of the training pixels are positive
}

func ExampleSyntheticSeries() {
	series, err := data.SyntheticSeries(data.SyntheticSeriesOptions{N: 1000, Prevalence: 0.05})
	if err != nil {
		fmt.Println(err)
		return
	}
	train, valid, test, err := series.Split(7)
	if err != nil {
		fmt.Println(err)
		return
	}
	labels, positives := train.Examples().Count()
	fmt.Printf("%d, %d and %d pairs; %d of %d training pairs are positive\n", train.Len(), valid.Len(), test.Len(), positives, labels)
	// Output:
	// 600, 200 and 200 pairs; 30 of 600 training pairs are positive
}
