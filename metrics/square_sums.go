package metrics

// squareSums are Σw², Σw²x and Σw²x² of rows of weight w.
type squareSums struct{ squares, first, second float64 }

func (s *squareSums) add(squares, x float64) {
	s.squares += squares
	s.first += squares * x
	s.second += squares * x * x
}

// around is Σw²(x+shift)². It loses what (x+shift)² is smaller than x² by.
func (s squareSums) around(shift float64) float64 {
	return s.second + shift*(2*s.first+shift*s.squares)
}
