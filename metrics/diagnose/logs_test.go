package diagnose

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

// console is a Keras console log with one line of readings per epoch.
func console(lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&b, "Epoch %d/%d\n4026/4026 [==============================] - 15s 4ms/step - %s\n", i+1, len(lines), line)
	}
	return b.String()
}

// csv is what Keras's CSVLogger writes.
func csv(header string, lines ...string) string {
	var b strings.Builder
	b.WriteString("epoch," + header + "\n")
	for i, line := range lines {
		fmt.Fprintf(&b, "%d,%s\n", i, line)
	}
	return b.String()
}

func read(t testing.TB, text string) Evidence {
	t.Helper()
	l, err := history.ReadLog(strings.NewReader(text), "test.log")
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return FromLog(l)
}

func ids(findings []Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.ID)
	}
	return strings.Join(all, " ")
}

// The numbers of a collapse come from arithmetic (a share s, its entropy, 16.03
// errors); the source stands where a case was reported by somebody.
var sick = []struct {
	name, log string
	want      string   // IDs, gravest first
	say       []string // somewhere in the text
}{
	{"validation columns, other names", console(
		"loss: 1.4511 - accuracy: 0.9044 - f1_score: 0.9044 - auc_2: 0.8999 - precision_1: 0.9044 - recall_1: 0.9044 - val_loss: 1.4600 - val_accuracy: 0.9089 - val_f1_score: 0.9089 - val_auc_2: 0.9089 - val_precision_1: 0.9089 - val_recall_1: 0.9089",
		"loss: 1.4573 - accuracy: 0.9091 - f1_score: 0.9091 - auc_2: 0.9087 - precision_1: 0.9091 - recall_1: 0.9091 - val_loss: 1.4600 - val_accuracy: 0.9089 - val_f1_score: 0.9089 - val_auc_2: 0.9089 - val_precision_1: 0.9089 - val_recall_1: 0.9089",
		"loss: 1.4573 - accuracy: 0.9091 - f1_score: 0.9091 - auc_2: 0.9087 - precision_1: 0.9091 - recall_1: 0.9091 - val_loss: 1.4600 - val_accuracy: 0.9089 - val_f1_score: 0.9089 - val_auc_2: 0.9089 - val_precision_1: 0.9089 - val_recall_1: 0.9089"),
		"D01 D02 D42", []string{"10/11", "1 : 10", "training and validation", "16.03"}},
	{"frozen from the first epoch at 46/51, AUC beside it (StackOverflow 67462188: all stuck at .9020)", console(
		"loss: 0.3209 - binary_accuracy: 0.9020 - precision: 0.9020 - recall: 0.9020 - auc: 0.9020",
		"loss: 0.3209 - binary_accuracy: 0.9020 - precision: 0.9020 - recall: 0.9020 - auc: 0.9020",
		"loss: 0.3209 - binary_accuracy: 0.9020 - precision: 0.9020 - recall: 0.9020 - auc: 0.9020"),
		"D01 D02", []string{"46/51", "0.500"}},
	{"the same without AUC and with an unknown loss", console(
		"loss: 0.1512 - accuracy: 0.9020 - f1: 0.9020 - precision: 0.9020 - recall: 0.9020",
		"loss: 0.1508 - accuracy: 0.9020 - f1: 0.9020 - precision: 0.9020 - recall: 0.9020",
		"loss: 0.1507 - accuracy: 0.9020 - f1: 0.9020 - precision: 0.9020 - recall: 0.9020"),
		"D01 D02", []string{"Print the AUC of class 1"}},
	{"saturated at 4/5", console(
		"loss: 3.1923 - categorical_accuracy: 0.7944 - f1: 0.7944 - precision: 0.7944 - recall: 0.7944",
		"loss: 3.2060 - categorical_accuracy: 0.8000 - f1: 0.8000 - precision: 0.8000 - recall: 0.8000",
		"loss: 3.2060 - categorical_accuracy: 0.8000 - f1: 0.8000 - precision: 0.8000 - recall: 0.8000"),
		"D01 D02 D42", []string{"4/5", "1 : 4 (1 : 3 would print 0.7500)", "16.03"}},
	{"micro AUC inflated, no collapse (golden: micro .895, micro AUC .941, binary AUC .758)", console(
		"loss: 0.3511 - accuracy: 0.8800 - precision: 0.8800 - recall: 0.8800 - auc: 0.9207",
		"loss: 0.3102 - accuracy: 0.8900 - precision: 0.8900 - recall: 0.8900 - auc: 0.9365",
		"loss: 0.2987 - accuracy: 0.8950 - precision: 0.8950 - recall: 0.8950 - auc: 0.9411"),
		"D01", []string{"inflated"}},
	{"F-beta only beside accuracy", console(
		"loss: 0.3511 - accuracy: 0.8812 - fbeta: 0.8812", "loss: 0.3102 - accuracy: 0.8927 - fbeta: 0.8927",
		"loss: 0.2987 - accuracy: 0.8951 - fbeta: 0.8951", "loss: 0.2900 - accuracy: 0.8953 - fbeta: 0.8953"),
		"D01", nil},
	{"CSVLogger digits", csv("acc,auc,f1,loss,precision,recall",
		"0.9043712,0.8999101,0.9043712,1.4511023,0.9043712,0.9043712",
		"0.9090909361839294,0.9090812,0.9090909361839294,1.4573009,0.9090909361839294,0.9090909361839294",
		"0.9090909361839294,0.9090835,0.9090909361839294,1.4573009,0.9090909361839294,0.9090909361839294"),
		"D01 D02 D42", []string{"10/11"}},
	{"categorical cross-entropy at the clip", console(
		"loss: 1.4411 - acc: 0.9084 - f1: 0.9084 - precision: 0.9084 - recall: 0.9084",
		"loss: 1.4653 - acc: 0.9091 - f1: 0.9091 - precision: 0.9091 - recall: 0.9091",
		"loss: 1.4653 - acc: 0.9091 - f1: 0.9091 - precision: 0.9091 - recall: 0.9091"),
		"D01 D02 D42", []string{"cannot tell which", "ategorical cross-entropy"}},
	{"tf.keras 2 adds 1e-7 twice", console(
		"loss: 1.3981 - acc: 0.9091 - f1: 0.9091 - auc: 0.9091 - precision: 0.9091 - recall: 0.9091",
		"loss: 1.3981 - acc: 0.9091 - f1: 0.9091 - auc: 0.9091 - precision: 0.9091 - recall: 0.9091"),
		"D01 D02 D42", []string{"tf.keras 2"}},
	{"binary metrics, nothing found", console(
		"loss: 0.3200 - accuracy: 0.9082 - precision: 0.0312 - recall: 0.0011 - auc: 0.4988",
		"loss: 0.3050 - accuracy: 0.9091 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.5021",
		"loss: 0.3047 - accuracy: 0.9091 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.4996"),
		"D02", []string{"no positive is found", "no ranking"}},
	{"binary metrics, everything positive", console(
		"loss: 2.1000 - accuracy: 0.2100 - precision: 0.1960 - recall: 0.9700 - auc: 0.5100",
		"loss: 2.4000 - accuracy: 0.2000 - precision: 0.2000 - recall: 1.0000 - auc: 0.5000",
		"loss: 2.4000 - accuracy: 0.2000 - precision: 0.2000 - recall: 1.0000 - auc: 0.5000"),
		"D02", []string{"no negative is predicted"}},
	{"accuracy and loss of a constant", console(
		"loss: 0.3202 - accuracy: 0.9051", "loss: 0.3049 - accuracy: 0.9091", "loss: 0.3047 - accuracy: 0.9091", "loss: 0.3047 - accuracy: 0.9091"),
		"D02", []string{"H(1/11) = 0.305"}},
	{"one sigmoid column at the clip", console(
		"loss: 1.4653 - accuracy: 0.9091", "loss: 1.4653 - accuracy: 0.9091", "loss: 1.4653 - accuracy: 0.9091"),
		"D02 D42", []string{"one sigmoid column stuck at 0"}},
	{"PyTorch's clamp", csv("loss,accuracy", "9.0909,0.90909", "9.0909,0.90909", "9.0909,0.90909"),
		"D02 D42", []string{"PyTorch"}},
	{"AUC 0.5 and a stuck accuracy", console(
		"loss: 0.0844 - accuracy: 0.9800 - auc: 0.5010", "loss: 0.0844 - accuracy: 0.9800 - auc: 0.5000"),
		"D02", []string{"49/50", "1 : 49"}},
	{"saturated, skilled, moving: the constant stays while accuracy moves", console(
		"loss: 1.4427 - acc: 0.9100 - precision: 0.9100 - recall: 0.9100 - auc: 0.9100",
		"loss: 1.2824 - acc: 0.9200 - precision: 0.9200 - recall: 0.9200 - auc: 0.9200",
		"loss: 1.1221 - acc: 0.9300 - precision: 0.9300 - recall: 0.9300 - auc: 0.9300"),
		"D01 D42", nil},
	{"the ranking is good, nothing above 0.5", console(
		"loss: 0.0900 - accuracy: 0.9800 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.8400",
		"loss: 0.0700 - accuracy: 0.9800 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.9100",
		"loss: 0.0600 - accuracy: 0.9800 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.9300"),
		"D43", []string{"Keep the model"}},
	{"recall 0 and no AUC: cannot tell, says which number would", console(
		"loss: 0.0900 - precision: 0.0000e+00 - recall: 0.0000e+00",
		"loss: 0.0700 - precision: 0.0000e+00 - recall: 0.0000e+00",
		"loss: 0.0600 - precision: 0.0000e+00 - recall: 0.0000e+00"),
		"D02", []string{"print it"}},
	{"batch means of binary metrics, no accuracy", console("loss: 0.31 - f1_m: 0.5512 - precision_m: 0.6120 - recall_m: 0.5120", "loss: 0.28 - f1_m: 0.5612 - precision_m: 0.6220 - recall_m: 0.5220"),
		"D03", []string{"snippet"}},
	{"no positives in the data", console("loss: 0.0100 - accuracy: 1.0000 - recall: 0.0000e+00", "loss: 0.0010 - accuracy: 1.0000 - recall: 0.0000e+00", "loss: 0.0001 - accuracy: 1.0000 - recall: 0.0000e+00"),
		"D25", []string{"no positives"}},
	{"one epoch only: cannot tell, says which number would", console("loss: 0.4512 - accuracy: 0.8043 - f1: 0.8043 - precision: 0.8043 - recall: 0.8043"),
		"D01", []string{"cannot tell", "share of positives"}},
	{"question 1, its last line alone", console("loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9091 - precision: 0.9091 - recall: 0.9091"),
		"D01 D02 D42", []string{"10/11", "16.03"}},
	{"diverged", console("loss: nan - accuracy: 0.9091 - precision: nan - recall: 0.1000", "loss: nan - accuracy: 0.9091 - precision: nan - recall: 0.2000"),
		"D49", []string{"not a number"}},
}

func TestSickLogs(t *testing.T) {
	for _, c := range sick {
		t.Run(c.name, func(t *testing.T) {
			found := Run(read(t, c.log))
			var b strings.Builder
			if err := Text(&b, found); err != nil {
				t.Fatal(err)
			}
			if got := sorted(found); got != c.want {
				t.Fatalf("found %q, want %q in\n%s\n%s", got, c.want, c.log, &b)
			}
			flat := strings.Join(strings.Fields(b.String()), " ")
			for _, s := range c.say {
				if !strings.Contains(flat, s) {
					t.Errorf("does not say %q:\n%s", s, &b)
				}
			}
		})
	}
}

var healthyLogs = []struct{ name, log string }{
	{"accuracy near the majority share, AUC good, precision and recall differ", console(
		"loss: 0.2411 - accuracy: 0.9088 - auc: 0.9321 - precision: 0.6120 - recall: 0.2210",
		"loss: 0.2211 - accuracy: 0.9091 - auc: 0.9512 - precision: 0.6411 - recall: 0.2830",
		"loss: 0.2107 - accuracy: 0.9091 - auc: 0.9533 - precision: 0.6398 - recall: 0.2911")},
	{"accuracy stuck at the majority share, AUC good", console(
		"loss: 0.2411 - accuracy: 0.9091 - auc: 0.9321", "loss: 0.2211 - accuracy: 0.9091 - auc: 0.9512", "loss: 0.2107 - accuracy: 0.9091 - auc: 0.9533")},
	{"loss and accuracy improve", console("loss: 0.4012 - accuracy: 0.8912", "loss: 0.2811 - accuracy: 0.9091", "loss: 0.2417 - accuracy: 0.9233")},
	{"loss improves, accuracy waits at the majority share", console("loss: 0.3046 - accuracy: 0.9091", "loss: 0.2811 - accuracy: 0.9091", "loss: 0.2617 - accuracy: 0.9091")},
	{"balanced and not yet learning", console("loss: 0.6932 - accuracy: 0.5000", "loss: 0.6931 - accuracy: 0.5000", "loss: 0.6931 - accuracy: 0.5000")},
	{"balanced, precision = recall on one epoch", console(
		"loss: 0.5012 - accuracy: 0.7812 - precision: 0.7701 - recall: 0.8011",
		"loss: 0.4512 - accuracy: 0.8043 - precision: 0.8043 - recall: 0.8043",
		"loss: 0.4312 - accuracy: 0.8101 - precision: 0.8133 - recall: 0.8057")},
	{"perfect", console(
		"loss: 0.1012 - accuracy: 0.9712 - precision: 0.9512 - recall: 0.9001 - auc: 0.9911",
		"loss: 0.0011 - accuracy: 1.0000 - precision: 1.0000 - recall: 1.0000 - auc: 1.0000",
		"loss: 0.0007 - accuracy: 1.0000 - precision: 1.0000 - recall: 1.0000 - auc: 1.0000")},
	{"perfect from the start", console(
		"loss: 0.0011 - accuracy: 1.0000 - precision: 1.0000 - recall: 1.0000", "loss: 0.0007 - accuracy: 1.0000 - precision: 1.0000 - recall: 1.0000")},
	{"ten classes, micro averages: they restate accuracy, as documented", csv("loss,accuracy,precision_micro,recall_micro,f1,precision,recall",
		"2.1123,0.2412,0.2412,0.2412,0.2412,0.2412,0.2412", "1.4123,0.5512,0.5512,0.5512,0.5512,0.5512,0.5512", "0.8123,0.7712,0.7712,0.7712,0.7712,0.7712,0.7712")},
	{"tiny validation set with symmetric errors, training data differ", console(
		"loss: 0.3012 - accuracy: 0.9112 - precision: 0.9212 - recall: 0.8901 - val_loss: 0.3011 - val_accuracy: 0.9000 - val_precision: 0.9000 - val_recall: 0.9000",
		"loss: 0.2512 - accuracy: 0.9212 - precision: 0.9312 - recall: 0.9001 - val_loss: 0.2911 - val_accuracy: 0.9000 - val_precision: 0.9000 - val_recall: 0.9000",
		"loss: 0.2312 - accuracy: 0.9312 - precision: 0.9412 - recall: 0.9101 - val_loss: 0.2811 - val_accuracy: 0.9000 - val_precision: 0.9000 - val_recall: 0.9000")},
	{"two digits that agree on balanced data", csv("loss,accuracy,precision,recall",
		"0.50,0.78,0.78,0.78", "0.45,0.80,0.80,0.80", "0.41,0.82,0.82,0.82", "0.39,0.83,0.83,0.83")},
	{"overconfident: loss per error passes 16.03", console(
		"loss: 0.1580 - accuracy: 0.9890 - precision: 0.9512 - recall: 0.9001 - auc: 0.9911",
		"loss: 0.1603 - accuracy: 0.9900 - precision: 0.9612 - recall: 0.9001 - auc: 0.9911",
		"loss: 0.1712 - accuracy: 0.9901 - precision: 0.9612 - recall: 0.9101 - auc: 0.9911")},
	{"converged: accuracy does not move, AUC good, loss per error near a constant", console(
		"loss: 0.1603 - accuracy: 0.9900 - auc: 0.9911", "loss: 0.1603 - accuracy: 0.9900 - auc: 0.9911", "loss: 0.1603 - accuracy: 0.9900 - auc: 0.9911")},
	{"rare positives, recall 0 at first", console(
		"loss: 0.0912 - accuracy: 0.9800 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.5512",
		"loss: 0.0812 - accuracy: 0.9800 - precision: 0.0000e+00 - recall: 0.0000e+00 - auc: 0.7512",
		"loss: 0.0612 - accuracy: 0.9812 - precision: 0.6512 - recall: 0.1212 - auc: 0.8812")},
	{"rare positives, two epochs so far", console("loss: 0.0912 - accuracy: 0.9800 - recall: 0.0000e+00", "loss: 0.0812 - accuracy: 0.9800 - recall: 0.0000e+00")},
	{"precision = recall on two of four epochs, accuracy differs", console(
		"loss: 0.3012 - accuracy: 0.9512 - precision: 0.6120 - recall: 0.6120", "loss: 0.2912 - accuracy: 0.9533 - precision: 0.6320 - recall: 0.6120",
		"loss: 0.2812 - accuracy: 0.9550 - precision: 0.6440 - recall: 0.6440", "loss: 0.2712 - accuracy: 0.9555 - precision: 0.6540 - recall: 0.6410")},
	{"high recall, honest precision", console(
		"loss: 0.3012 - accuracy: 0.9012 - precision: 0.4120 - recall: 1.0000 - auc: 0.9812", "loss: 0.2912 - accuracy: 0.9133 - precision: 0.4320 - recall: 1.0000 - auc: 0.9833")},
	{"regression", console("loss: 12.1201 - mae: 2.1201", "loss: 11.9002 - mae: 2.0901", "loss: 11.8002 - mae: 2.0801")},
}

func TestHealthyLogsAreSilent(t *testing.T) {
	for _, c := range healthyLogs {
		if found := Run(read(t, c.log)); len(found) > 0 {
			t.Errorf("%s: found %s\n%s\n%s", c.name, ids(found), found[0].Evidence, c.log)
		}
	}
}
