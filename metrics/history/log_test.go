package history

import (
	"math"
	"strings"
	"testing"
)

func TestReadCSVLogger(t *testing.T) {
	check := func(name, log string, want ...string) {
		t.Helper()
		l, err := ReadLog(strings.NewReader(log), "log.csv")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if got, want := summary(l), strings.Join(want, "\n")+"\n"; got != want || l.Format != "CSV" {
			t.Errorf("%s: read %s\n%swant\n%s", name, l.Format, got, want)
		}
	}
	check("Keras", "epoch,accuracy,loss,val_loss\n0,0.9044117331504822,1.4511,0.5\n1,0.9091,nan,1e-05\n",
		"1/0 0/0 0s accuracy=0.9044117331504822 loss=1.4511 val_loss=0.5", "2/0 0/0 0s accuracy=0.9091 loss=nan val_loss=1e-05")
	check("semicolons, NA", "\ufeffepoch;loss;lr\n1;0.5;NA\n", "1/0 0/0 0s loss=0.5")
	check("Lightning", "epoch,step,train_loss,val_loss\n0,49,0.7,\n0,99,0.6,\n0,99,,0.5\n1,149,0.4,\n",
		"1/0 99/0 0s train_loss=0.6 val_loss=0.5", "2/0 149/0 0s train_loss=0.4")
	check("cut", "epoch,loss,acc\n0,0.5,0.9\n1,0.4", "1/0 0/0 0s loss=0.5 acc=0.9")
	check("appended fit", "epoch,loss\n0,0.5\n0,0.4\n1,0.3\n0,0.2\n", "1/0 0/0 0s loss=0.4", "2/0 0/0 0s loss=0.3", "1/0 0/0 0s loss=0.2")
}

func TestReadLogRefuses(t *testing.T) {
	check := func(log, want string) {
		t.Helper()
		_, err := ReadLog(strings.NewReader(log), "x.log")
		if err == nil || !strings.HasPrefix(err.Error(), "x.log") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want one of x.log with %q", log, err, want)
		}
	}
	check("", "no training log")
	check("hello\nworld\n", "no training log")
	check("\xff\xfeE\x00p\x00", "iconv")
	check("PK\x03\x04\x00\x00", "zero bytes")
	check("epoch,loss\n", "header without rows")
	check("epoch,loss\n0,0.5,0.6\n", "line 2")
	check("epoch,loss\n0,0.5\none,0.5\n", `line 3: epoch "one"`)
	check("epoch,loss\n0,low\n", `line 2, column "loss": "low" is no number`)
	check("epoch,loss\n0,\"0.5\n"+strings.Repeat("x\n", 1<<20), "longer than")
	check(`{"kind":"start"}`, "no epoch")
	check(`{"cells":[]}`+"\n", "no numbers by epoch")
	check(`{"kind":"epoch","epoch":1}`+"\n{broken}\n", "x.log:2")
}

func TestParsePrinted(t *testing.T) {
	check := func(text string, value float64, decimals int) {
		t.Helper()
		if p, err := parsePrinted(text); err != nil || p != (Printed{text, value, decimals}) {
			t.Errorf("parsePrinted(%q) = %+v, %v; want %v with %d decimals", text, p, err, value, decimals)
		}
	}
	check("0.9044", 0.9044, 4)
	check("-1.50", -1.5, 2)
	check("1.0000e-04", 1e-4, 8)
	check("1.2E+10", 1.2e10, -9)
	check(".5", 0.5, 1)
	check("7", 7, 0)
	check("-inf", math.Inf(-1), 0)
	if p, err := parsePrinted("NaN"); err != nil || !math.IsNaN(p.Value) {
		t.Errorf("parsePrinted(NaN) = %+v, %v", p, err)
	}
	for _, text := range []string{"", "0x10", "1_000", "1e", "1.2.3", "1e999", "0,5", "ETA", "1:23"} {
		if p, err := parsePrinted(text); err == nil {
			t.Errorf("parsePrinted(%q) = %+v, want an error", text, p)
		}
	}
}
