package history

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Printed is a number as a log shows it. In JSON it is the text.
type Printed struct {
	Text     string  // as printed, for example "0.9044" or "1.0000e-04"
	Value    float64 // NaN and infinities included
	Decimals int     // the last printed digit is worth 10^-Decimals; 0 for NaN and infinities
}

var decimal = regexp.MustCompile(`^[-+]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:[eE]([-+]?\d{1,4}))?$`)

func parsePrinted(s string) (Printed, error) {
	switch strings.ToLower(strings.TrimLeft(s, "+-")) {
	case "nan":
		return Printed{Text: s, Value: math.NaN()}, nil
	case "inf", "infinity":
		sign := 1
		if strings.HasPrefix(s, "-") {
			sign = -1
		}
		return Printed{Text: s, Value: math.Inf(sign)}, nil
	}
	m := decimal.FindStringSubmatch(s)
	if m == nil {
		return Printed{}, fmt.Errorf("%.40q is no number", s)
	}
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return Printed{}, fmt.Errorf("%.40q is beyond float64", s)
	}
	decimals := len(m[1]) + len(m[2])
	if m[3] != "" {
		exponent, _ := strconv.Atoi(m[3])
		decimals -= exponent
	}
	return Printed{Text: s, Value: value, Decimals: decimals}, nil
}

// MarshalText returns the number as printed.
func (p Printed) MarshalText() ([]byte, error) { return []byte(p.Text), nil }

// UnmarshalText reads a number as printed.
func (p *Printed) UnmarshalText(b []byte) error {
	parsed, err := parsePrinted(string(b))
	if err == nil {
		*p = parsed
	}
	return err
}

// printFloat prints f with all its digits.
func printFloat(f float64) Printed {
	p, _ := parsePrinted(strconv.FormatFloat(f, 'g', -1, 64))
	return p
}
