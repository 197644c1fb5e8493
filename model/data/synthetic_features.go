package data

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
)

// SyntheticFeaturesOptions describes generated rows; the zero value is 5000 rows of 20 features, one in five positive.
type SyntheticFeaturesOptions struct {
	N          int     // rows; 0: 5000
	Features   int     // at least 2; 0: 20
	Prevalence float64 // share of positive rows, in (0, 1); 0: 0.2
	Seed       int64
}

const (
	syntheticFeaturesTag = 0x66656174 // "feat": keeps the random stream apart from others
	clusterDistance      = 1.7        // of a cluster from the middle, in its standard deviations: an error of some 10 % remains
)

// SyntheticFeatures generates rows that a network can learn to tell apart and a straight line cannot, the same for the
// same options. The first two features hold four clusters at the corners of a square: those of one
// diagonal are positive, those of the other negative. The other features are noise. Each
// feature has a unit of its own, so that it pays to standardise them. Exactly round(N * Prevalence) rows are
// positive, in random places.
func SyntheticFeatures(o SyntheticFeaturesOptions) (*Features, error) {
	o.N = cmp.Or(o.N, 5000)
	o.Features = cmp.Or(o.Features, 20)
	o.Prevalence = cmp.Or(o.Prevalence, 0.2)
	switch {
	case o.N < 2:
		return nil, fmt.Errorf("SyntheticFeaturesOptions.N %d: use at least 2 rows", o.N)
	case o.Features < 2:
		return nil, fmt.Errorf("SyntheticFeaturesOptions.Features %d: use at least 2", o.Features)
	case !(o.Prevalence > 0 && o.Prevalence < 1):
		return nil, fmt.Errorf("SyntheticFeaturesOptions.Prevalence %v: use a share in (0, 1)", o.Prevalence)
	}
	random := rand.New(rand.NewPCG(uint64(o.Seed), syntheticFeaturesTag))
	f := &Features{Values: make([]float32, o.N*o.Features), Labels: make([]bool, o.N), Source: "synthetic features"}
	for j := range o.Features {
		f.Names = append(f.Names, "x"+strconv.Itoa(j+1))
	}
	positives := int(math.Round(float64(o.N) * o.Prevalence))
	for i, row := range random.Perm(o.N) {
		f.Labels[row] = i < positives
		values := f.Row(row)
		corner := [2]float64{clusterDistance, clusterDistance}
		if !f.Labels[row] {
			corner[1] = -clusterDistance
		}
		side := float64(2*random.IntN(2) - 1)
		for j := range values {
			x := random.NormFloat64()
			if j < 2 {
				x += side * corner[j]
			}
			unit := math.Pow(10, float64(j%5-2)) // 0.01 to 100
			values[j] = float32(unit * (x + 3))
		}
	}
	return f, nil
}
