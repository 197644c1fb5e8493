package history

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadJSON(t *testing.T) {
	check := func(name, log string, want ...string) {
		t.Helper()
		l, err := ReadLog(strings.NewReader(log), "log.json")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if got, want := summary(l), strings.Join(want, "\n")+"\n"; got != want || l.Format != "JSON" {
			t.Errorf("%s: read %s\n%swant\n%s", name, l.Format, got, want)
		}
	}
	check("lines", `{"epoch":0,"loss":0.5,"val":{"loss":0.6}}`+"\n"+`{"epoch":1,"loss":0.40,"note":"x"}`+"\n", "1/0 0/0 0s loss=0.5 val_loss=0.6", "2/0 0/0 0s loss=0.40")
	check("lines without epochs", `{"loss":0.5}`+"\n"+`{"loss":0.4}`, "1/0 0/0 0s loss=0.5", "2/0 0/0 0s loss=0.4")
	check("cut", `{"loss":0.5,"auc":0.7}`+"\n"+`{"loss":0.4,"au`, "1/0 0/0 0s auc=0.7 loss=0.5")
	check("Python's constants", `{"epoch": 1, "loss": NaN, "f1": -Infinity, "x": None}`+"\n", "1/0 0/0 0s f1=-Infinity loss=NaN")
	check("Python's dictionaries", `{'loss': 0.5, 'epoch': 1.0}`+"\n"+`{'eval_f1': 0.3, 'epoch': 1.0}`+"\n", "1/0 0/0 0s loss=0.5 eval_f1=0.3")
	check("array", `[{"epoch":1,"loss":0.5},`+"\n"+`{"epoch":2,"loss":0.4}]`, "1/0 0/0 0s loss=0.5", "2/0 0/0 0s loss=0.4")
	check("History.history", `{"loss": [0.5, 0.4], "acc": [0.9, 0.91]}`, "1/0 0/0 0s acc=0.9 loss=0.5", "2/0 0/0 0s acc=0.91 loss=0.4")
	check("indented", "{\n \"log_history\": [\n  {\"epoch\": 1.0, \"loss\": 0.5},\n  {\"epoch\": 1.0, \"eval_loss\": 0.6}\n ]\n}\n", "1/0 0/0 0s loss=0.5 eval_loss=0.6")
	for _, bad := range []string{`{"a":"b"}`, "{", "[{", `{"loss":}` + "\n", `{"loss": [` + strings.Repeat("1,", 1<<20)} {
		if _, err := ReadLog(strings.NewReader(bad), "log.json"); err == nil || !strings.HasPrefix(err.Error(), "log.json: ") {
			t.Errorf("%.40q: %v", bad, err)
		}
	}
}

func TestReadHandWrittenLogs(t *testing.T) {
	check := func(log string, want ...string) {
		t.Helper()
		l, err := ReadLog(strings.NewReader(log), "train.txt")
		if err != nil {
			t.Errorf("%v in\n%s", err, log)
			return
		}
		if got, want := summary(l), strings.Join(want, "\n")+"\n"; got != want || l.Format != "text" {
			t.Errorf("read %s\n%swant\n%s", l.Format, got, want)
		}
	}
	check("Epoch [1/10], Loss: 0.6931, Acc: 91.2%\nEpoch [2/10], Loss: 0.6, Acc: 92%\n", "1/10 0/0 0s Loss=0.6931 Acc=0.912", "2/10 0/0 0s Loss=0.6 Acc=0.92")
	check("epoch 1: train_loss=0.5 val_loss=0.6 val_auc=0.71\nepoch 2: train_loss=0.4 val_loss=0.5 val_auc=0.72\n",
		"1/0 0/0 0s train_loss=0.5 val_loss=0.6 val_auc=0.71", "2/0 0/0 0s train_loss=0.4 val_loss=0.5 val_auc=0.72")
	check("Epoch: 1 | Train Loss: 0.5 | Val Loss: 0.6\nEpoch: 2 | Train Loss: 0.4 | Val Loss: nan\n", "1/0 0/0 0s Train_Loss=0.5 Val_Loss=0.6", "2/0 0/0 0s Train_Loss=0.4 Val_Loss=nan")
}

const classReport = `              precision    recall  f1-score   support

           0       0.91      1.00      0.95      1000
    positive       0.00      0.00      0.00       100

    accuracy                           0.91      1100
   macro avg       0.45      0.50      0.48      1100
weighted avg       0.83      0.91      0.87      1100

[[1000    0]
 [ 100    0]]
`

func TestReadClassReport(t *testing.T) {
	l, err := ReadLog(strings.NewReader(classReport), "report.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Reports) != 1 || len(l.Confusions) != 1 {
		t.Fatalf("read %+v", l)
	}
	r := l.Reports[0]
	if len(r.Classes) != 2 || r.Classes[1].Name != "positive" || r.Classes[1].Support != 100 || r.Classes[0].Precision.Text != "0.91" ||
		len(r.Averages) != 2 || r.Averages[1].Recall.Text != "0.91" || r.Total != 1100 || r.Accuracy.Text != "0.91" {
		t.Errorf("read %+v", r)
	}
	if c := l.Confusions[0].Rows; c.TN != 1000 || c.FN != 100 || c.TP != 0 || c.FP != 0 {
		t.Errorf("read %+v", c)
	}
}

func TestParseConfusion(t *testing.T) {
	check := func(text string, tp, fp, tn, fn int64) {
		t.Helper()
		c, err := ParseConfusion(text)
		if err != nil || c.Rows.TP != tp || c.Rows.FP != fp || c.Rows.TN != tn || c.Rows.FN != fn {
			t.Errorf("%q is %+v, %v", text, c.Rows, err)
		}
	}
	check("TP=12,FP=3,FN=1,TN=985", 12, 3, 985, 1)
	check("tn: 985 fp: 3\nfn: 1 tp: 12", 12, 3, 985, 1)
	check("True Positives: 12 | false_positives=3 true negatives 985 False Negatives: 1.0", 12, 3, 985, 1)
	check("[[985 3] [1 12]]", 12, 3, 985, 1)
	check("tensor([[985,   3],\n        [  1,  12]])", 12, 3, 985, 1)
	for _, bad := range []string{"", "TP=1", "TP=1,TP=2,FP=1,FN=1,TN=1", "TP=0,FP=0,FN=0,TN=0", "[[1 2 3]]", "TP=99999999999999999999,FP=0,FN=0,TN=0", "TP=-1,FP=0,FN=0,TN=0"} {
		if c, err := ParseConfusion(bad); err == nil {
			t.Errorf("%q is %+v", bad, c)
		}
	}
}

func TestReadMessages(t *testing.T) {
	l, err := ReadLog(strings.NewReader("Epoch 1/9\n10/10 [==] - 1s - loss: 0.5000 - val_auc: 0.8000\n"+
		"Epoch 1: val_auc improved from inf to 0.80000, saving model to best.keras\nEpoch 2/9\n10/10 [==] - 1s - loss: 0.4000 - val_auc: 0.9000\n"+
		"Epoch 2: val_auc did not improve from 0.80000\n<b>Restoring model weights from the end of the best epoch: 1.</b>\nEpoch 2: early stopping\n"), "x")
	if err != nil || len(l.Epochs) != 2 || len(l.Messages) != 4 {
		t.Fatalf("read %+v, %v", l, err)
	}
	if m := l.Messages[3]; m.Epoch != 2 || m.Text != "Epoch 2: early stopping" {
		t.Errorf("read %+v", m)
	}
}

// event is a TFRecord of an Event with one scalar.
func event(step int64, tag string, v float32) []byte {
	value := append([]byte{0x0a, byte(len(tag))}, tag...)
	value = binary.LittleEndian.AppendUint32(append(value, 0x15), math.Float32bits(v))
	summary := append([]byte{0x0a, byte(len(value))}, value...)
	payload := binary.AppendUvarint([]byte{0x10}, uint64(step))
	payload = append(append(payload, 0x2a, byte(len(summary))), summary...)
	return tfRecord(payload)
}

func tfRecord(payload []byte) []byte {
	record := binary.LittleEndian.AppendUint64(nil, uint64(len(payload)))
	record = binary.LittleEndian.AppendUint32(record, masked(record))
	record = append(record, payload...)
	return binary.LittleEndian.AppendUint32(record, masked(payload))
}

func TestReadTensorBoard(t *testing.T) {
	version := tfRecord(append([]byte{0x1a, 0x0d}, "brain.Event:2"...))
	whole := bytes.Join([][]byte{version, event(0, "epoch_loss", 0.5), event(0, "epoch_auc", 0.75), event(1, "epoch_loss", 0.4)}, nil)
	l, err := ReadLog(bytes.NewReader(whole), "events.out.tfevents.1")
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(l); got != "1/0 0/0 0s auc=0.75 loss=0.5\n2/0 1/0 0s loss=0.4\n" || l.Format != "TensorBoard" {
		t.Errorf("read %s\n%s", l.Format, got)
	}
	if l, err := ReadLog(bytes.NewReader(whole[:len(whole)-3]), "cut"); err != nil || len(l.Epochs) != 1 {
		t.Errorf("cut: %+v, %v", l, err)
	}
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 1
	if _, err := ReadLog(bytes.NewReader(damaged), "damaged"); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged: %v", err)
	}
	folder := t.TempDir()
	for part, content := range map[string][]byte{"train": whole, "validation": event(0, "epoch_loss", 0.625)} {
		if err := os.MkdirAll(filepath.Join(folder, part), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, part, "events.out.tfevents.1"), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	l, err = ReadTensorBoardFolder(folder)
	if err != nil || summary(l) != "1/0 0/0 0s auc=0.75 loss=0.5 val_loss=0.625\n2/0 1/0 0s loss=0.4\n" {
		t.Errorf("folder: %v\n%s", err, summary(l))
	}
	if _, err := ReadTensorBoardFolder(t.TempDir()); err == nil {
		t.Error("an empty folder: no error")
	}
}

func FuzzReadLog(f *testing.F) {
	f.Add([]byte(classReport))
	f.Add([]byte(`{"epoch":0,"loss":0.5}` + "\n" + `{'loss': nan}`))
	f.Add([]byte(`{"loss":[1,2],"acc":[0.5,NaN]}`))
	f.Add(append(event(1, "epoch_loss", 0.5), event(2, "epoch", 1)...))
	f.Add([]byte("Epoch [1/10], Loss: 0.6931, Acc: 91.2%\n[[1 2]\n [3 4]]\nval_auc improved from inf to 0.8"))
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := ReadLog(bytes.NewReader(content), "fuzz")
		if err != nil {
			return
		}
		if len(l.Epochs)+len(l.Reports)+len(l.Confusions)+len(l.Messages) == 0 {
			t.Fatalf("%q: nothing read, and no error", content)
		}
		if _, err := json.Marshal(l); err != nil {
			t.Fatalf("%q: %v", content, err)
		}
	})
}

func TestReadTablesAndPlainNumbers(t *testing.T) {
	check := func(log string, want ...string) {
		t.Helper()
		l, err := ReadLog(strings.NewReader(log), "train.txt")
		if err != nil {
			t.Errorf("%v in\n%s", err, log)
			return
		}
		if got, want := summary(l), strings.Join(want, "\n")+"\n"; got != want || l.Format != "text" {
			t.Errorf("read %s\n%swant\n%s", l.Format, got, want)
		}
	}
	check("epoch     train_loss  valid_loss  accuracy  time\n0         0.500000    0.600000    0.900000  00:15\n1         0.400000    0.500000    0.910000  00:15\n",
		"1/0 0/0 0s train_loss=0.500000 valid_loss=0.600000 accuracy=0.900000", "2/0 0/0 0s train_loss=0.400000 valid_loss=0.500000 accuracy=0.910000")
	check("| Epoch | Training Loss | F1 |\n|---|---|---|\n| 1/2 | 0.5 | 90.1% |\n| 2/2 | No log | nan |\n", "1/2 0/0 0s Training_Loss=0.5 F1=0.901", "2/2 0/0 0s F1=nan")
	check("      loss     acc  \\\n0  1.4511  0.9044   \n1  1.4573  0.9091   \n\n   precision  recall  \n0     0.9044  0.9044  \n1     0.9091  0.9091  \n",
		"1/0 0/0 0s loss=1.4511 acc=0.9044 precision=0.9044 recall=0.9044", "2/0 0/0 0s loss=1.4573 acc=0.9091 precision=0.9091 recall=0.9091")
	check("Epoch 1 | loss 1.4511 | acc 90.44%\nEpoch 2 | loss 1.4573 | acc 90.91%\n", "1/0 0/0 0s loss=1.4511 acc=0.9044", "2/0 0/0 0s loss=1.4573 acc=0.9091")
	check("[0]\ttrain-logloss:0.37107\tvalid-auc:0.93125\n[1]\ttrain-logloss:0.30760\tvalid-auc:0.93773\n",
		"1/0 0/0 0s train-logloss=0.37107 valid-auc=0.93125", "2/0 0/0 0s train-logloss=0.30760 valid-auc=0.93773")
	check("[10]\ttraining's auc: 0.9\tvalid_0's auc: 0.8\n", "10/0 0/0 0s training_auc=0.9 valid_auc=0.8")
	check("Accuracy: 0.9090\nFinal ROC AUC = 0.5\nAccuracy: 0.9\nROC AUC: 0.6\n", "1/0 0/0 0s Accuracy=0.9090 ROC_AUC=0.5", "2/0 0/0 0s Accuracy=0.9 ROC_AUC=0.6")
	check("┃ Test metric ┃ DataLoader 0 ┃\n│  test_acc   │    0.9695    │\n│  test_loss  │     0.07     │\n", "1/0 0/0 0s test_acc=0.9695 test_loss=0.07")
	for _, settings := range []string{"lr: 0.001\nbatch: 32\n", "accuracy: 0.9\n", "the epoch and the loss of time\nis 3 or 4 hours\n"} {
		if l, err := ReadLog(strings.NewReader(settings), "x"); err == nil {
			t.Errorf("%q is read as %+v", settings, l)
		}
	}
}

// Steps of a loop may be more than the values that a log can hold.
func TestReadLongLoop(t *testing.T) {
	l, err := ReadLog(strings.NewReader(strings.Repeat("Epoch 1: loss=0.5 acc=0.9\n", maxValues/2)), "x")
	if err != nil || len(l.Epochs) != 1 {
		t.Errorf("read %+v, %v", l, err)
	}
	if l, err := ReadLog(strings.NewReader(strings.Repeat("loss=0.5 acc=0.9\n", maxValues/2)), "x"); err != nil || len(l.Epochs) != maxMessages {
		t.Errorf("read %v epochs, %v", l, err)
	}
}

func TestReadCellsByName(t *testing.T) {
	for _, text := range []string{"TN: 1,000\nFP: 0\nFN: 100\nTP: 0\n", "tn, fp, fn, tp = (1000, 0, 100, 0)\n", "True Negatives: 1000, False Positives: 0, False Negatives: 100, True Positives: 0\n"} {
		l, err := ReadLog(strings.NewReader(text), "x")
		if err != nil || len(l.Confusions) != 1 {
			t.Errorf("%q: %+v, %v", text, l, err)
			continue
		}
		if c := l.Confusions[0].Rows; c.TN != 1000 || c.FN != 100 || c.TP+c.FP != 0 {
			t.Errorf("%q: read %+v", text, c)
		}
	}
}

func TestReadReportAsDictionary(t *testing.T) {
	const rows = `"0": {"precision": 0.91, "recall": 1.0, "f1-score": 0.95, "support": 1000.0}, "1": {"precision": NaN, "recall": 0.0, "f1-score": NaN, "support": 100.0}, "accuracy": 0.91, "macro avg": {"precision": 0.5, "recall": 0.5, "f1-score": 0.5, "support": 1100.0}`
	l, err := ReadLog(strings.NewReader("{"+rows+"}\n"), "report.json")
	if err != nil || len(l.Reports) != 1 {
		t.Fatalf("read %+v, %v", l, err)
	}
	r := l.Reports[0]
	if len(r.Classes) != 2 || len(r.Averages) != 1 || r.Classes[1].Support != 100 || !math.IsNaN(r.Classes[1].Precision.Value) || r.Accuracy.Value != 0.91 || r.Total != 1100 {
		t.Errorf("read %+v", r)
	}
}

func TestReadFrameAsJSON(t *testing.T) {
	l, err := ReadLog(strings.NewReader(`{"loss":{"0":0.5,"1":0.4},"acc":{"0":0.9,"1":0.91}}`), "frame.json")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := summary(l), "1/0 0/0 0s acc=0.9 loss=0.5\n2/0 0/0 0s acc=0.91 loss=0.4\n"; got != want {
		t.Errorf("read\n%swant\n%s", got, want)
	}
}
