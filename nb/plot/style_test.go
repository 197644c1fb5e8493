package plot

import (
	"math"
	"testing"
)

// Large text needs a contrast of 3 by WCAG 2, small text 4.5.
func TestTextOnCellsIsReadable(t *testing.T) {
	for _, hue := range seriesHues[:2] {
		for rate := 0.0; rate <= 1; rate += 0.01 {
			background := tint(hue, 0.06+0.84*rate)
			a, b := luminance(background)+0.05, luminance(readable(background))+0.05
			if contrast := max(a, b) / min(a, b); contrast < 4 {
				t.Errorf("hue %v at rate %.2f: contrast %.2f", hue, rate, contrast)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(count(0), "0")
	check(count(999), "999")
	check(count(1_000), "1,000")
	check(count(1_234_567), "1,234,567")
	check(count(-1_234), "-1,234")
	check(count(-123), "-123")
	check(count(12.5), "12.5")
	check(percent(0), "0.0 %")
	check(percent(0.0001), "< 0.1 %")
	check(percent(0.9999), "> 99.9 %")
	check(percent(1), "100.0 %")
	check(thresholdText(0.5), "0.5")
	check(thresholdText(1e-7), "1e-07")
}

func TestTicksAreRound(t *testing.T) {
	check := func(lowest, highest float64, want string) {
		t.Helper()
		got := ""
		for _, tick := range ticks(lowest, highest) {
			got += tick.Label + " "
		}
		if got != want {
			t.Errorf("ticks(%v, %v) = %q, want %q", lowest, highest, got, want)
		}
	}
	check(0, 1, "0 0.2 0.4 0.6 0.8 1.0 ")
	check(0.013, 0.047, "0.015 0.020 0.025 0.030 0.035 0.040 0.045 ")
	check(-1, 1, "-1.0 -0.5 0 0.5 1.0 ")
	check(120, 480, "200 300 400 ")
	for _, tick := range wholeTicks(0, 3) {
		if tick.Value != math.Trunc(tick.Value) {
			t.Errorf("tick %+v is no whole number", tick)
		}
	}
}
