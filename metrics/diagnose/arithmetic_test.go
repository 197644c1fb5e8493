package diagnose

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

func TestSpanOfPrintedDigits(t *testing.T) {
	s := spanOf(history.Printed{Text: "0.9091", Value: 0.9091, Decimals: 4})
	for v, in := range map[float64]bool{10.0 / 11: true, 0.90906: true, 0.90914: true, 0.9090: false, 0.9092: false} {
		if s.has(v) != in {
			t.Errorf("%g within %v is %v", v, s, !in)
		}
	}
}

func TestSimplest(t *testing.T) {
	for _, c := range []struct {
		v    float64
		n, d int64
	}{{0.9091, 10, 11}, {0.9020, 46, 51}, {0.8, 4, 5}, {0.98, 49, 50}, {0.75, 3, 4}, {0.6667, 2, 3}, {0.5, 1, 2}} {
		f, ok := simplest(span{c.v - 5e-5, c.v + 5e-5}, smallDenominator)
		if !ok || f != (fraction{c.n, c.d}) {
			t.Errorf("%g is %v, %v; want %d/%d", c.v, f, ok, c.n, c.d)
		}
	}
	if f, ok := simplest(span{0.90435, 0.90445}, smallDenominator); ok {
		t.Errorf("0.9044 is %v", f)
	}
}

// The length of the Farey sequence up to 11 is 43 with both ends; four digits
// cover 1e-4 around each.
func TestChanceOfFraction(t *testing.T) {
	if got := (fraction{10, 11}).chance(1e-4); math.Abs(got-42e-4) > 6e-4 {
		t.Errorf("chance is %g, want about 42e-4", got)
	}
}

// Each constant, from the float32 and float64 arithmetic of the loss itself.
func TestClipConstants(t *testing.T) {
	const clip32 = float32(1e-7)
	one := float64(1 - clip32) // float32: 1 - 2^-23
	keras := -(math.Log(float64(clip32)) + math.Log(1-one)) / 2
	added := -(math.Log(2*float64(clip32)) + math.Log(1-one+float64(clip32))) / 2
	eps64 := math.Nextafter(1, 2) - 1
	for name, c := range map[string]struct{ got, want float64 }{
		"Keras, two columns":    {clips[0].perError, keras},
		"float64":               {clips[1].perError, 16.11809565},
		"tf.keras 2":            {clips[3].perError, added},
		"stuck at 1":            {clips[5].perError, -math.Log(1 - one)},
		"scikit-learn, float64": {clips[7].perError, -math.Log(eps64)},
	} {
		if math.Abs(c.got-c.want) > 1e-6 {
			t.Errorf("%s: %.9f, want %.9f", name, c.got, c.want)
		}
	}
	// golden.json, "SEED collapse 10:1 one-hot micro"
	if got, want := clips[0].perError/11, 1.457294581992594; math.Abs(got-want) > 2e-3 {
		t.Errorf("loss of the seed is %.6f, want %.6f", got, want)
	}
	// golden.json, "IDENTITY no-skill baselines (n=11,k=1)"
	if got, want := entropy(1.0/11), 0.30463609734923813; math.Abs(got-want) > 1e-12 {
		t.Errorf("H(1/11) = %.15f, want %.15f", got, want)
	}
}

func TestParse(t *testing.T) {
	for name, want := range map[string]struct {
		split int
		role  string
	}{
		"acc": {0, "accuracy"}, "val_acc": {1, "accuracy"}, "val_precision_1": {1, "precision"}, "auc_2": {0, "auc"},
		"Val_F1-Score": {1, "f1"}, "train/accuracy": {0, "accuracy"}, "valid_loss_epoch": {1, "loss"}, "test_recall": {2, "recall"},
		"precision_class": {0, ""}, "pr_auc": {0, "pr_auc"}, "loss/val": {1, "loss"}, "Eval_F1": {1, "f1"}, "mae": {0, ""}, "": {0, ""}, "_1": {0, ""}, "val_": {1, ""},
	} {
		if split, role := parse(name); split != want.split || role != want.role {
			t.Errorf("%q is %d, %q; want %d, %q", name, split, role, want.split, want.role)
		}
	}
}
