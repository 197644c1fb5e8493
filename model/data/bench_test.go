package data

import (
	"bytes"
	"testing"
)

func BenchmarkDecode(b *testing.B) {
	p, err := Synthetic(SyntheticOptions{N: 36_000, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []Kind{TSV, CSV, JSONLines} {
		b.Run(string(kind), func(b *testing.B) {
			var text bytes.Buffer
			if err := p.Encode(&text, kind); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (Format{Kind: kind}).Decode(bytes.NewReader(text.Bytes()), "text"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	p, err := Synthetic(SyntheticOptions{N: 36_000, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	e, err := Encoding{}.Fit(p)
	if err != nil {
		b.Fatal(err)
	}
	left, right := make([]int32, p.Len()*e.A.Length()), make([]int32, p.Len()*e.B.Length())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Encode(p, nil, left, right); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	p, err := Synthetic(SyntheticOptions{N: 36_000, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Split(Grouped, 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadAmazonGoogle(b *testing.B) {
	shared(b, "amazon_google/train.txt")
	b.ReportAllocs()
	for b.Loop() {
		shared(b, "amazon_google/train.txt")
	}
}
