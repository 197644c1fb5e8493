package runs

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// sound is a contract without breaches.
func sound() Contract {
	return Contract{
		Head: "sigmoid", Columns: 1, Output: "logits", Loss: "binary cross-entropy", FromLogits: true, Labels: "0/1",
		Averaging: "binary", Weights: "none", Positive: "label 1", Monitor: "average_precision", Better: "higher", Threshold: 0.5,
	}
}

func TestContractAccepts(t *testing.T) {
	check := func(change func(*Contract)) {
		t.Helper()
		c := sound()
		change(&c)
		if err := c.Check(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
	check(func(*Contract) {})
	check(func(c *Contract) {
		c.Head, c.Columns, c.Loss, c.Labels = "softmax", 2, "categorical cross-entropy", "one-hot"
	})
	check(func(c *Contract) { c.Head, c.Columns, c.Loss = "softmax", 2, "sparse categorical cross-entropy" })
	check(func(c *Contract) { c.Output, c.FromLogits = "probabilities", false })
	check(func(c *Contract) { c.Loss, c.Weights = "focal", "class" })
	check(func(c *Contract) { c.Monitor, c.Better, c.Weights = "log_loss", "lower", "sample" })
}

func TestContractRefuses(t *testing.T) {
	check := func(change func(*Contract), want ...string) {
		t.Helper()
		c := sound()
		change(&c)
		broken, ok := errors.AsType[*ContractError](c.Check())
		if !ok {
			t.Errorf("%+v: %v; want %v", c, c.Check(), want)
			return
		}
		var got []string
		for _, b := range broken.Breaches {
			got = append(got, b.What)
			if b.Why == "" || b.Fix == "" || !strings.Contains(broken.Error(), b.Fix) {
				t.Errorf("the breach %+v lacks a part", b)
			}
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%+v:\n got %q\nwant %q", c, got, want)
		}
	}
	check(func(c *Contract) { c.Loss, c.Weights = "roc_auc", "class" }, "class weights with the loss roc_auc")
	check(func(c *Contract) { c.Loss, c.Weights = "tversky of z1-z0", "class" }, "class weights with the loss tversky")
	softmax2 := func(c *Contract) {
		c.Head, c.Columns, c.Loss, c.Labels = "softmax", 2, "categorical cross-entropy", "one-hot"
	}
	check(func(c *Contract) {
		softmax2(c)
		c.Loss, c.Output, c.FromLogits, c.Averaging = "binary cross-entropy", "probabilities", false, "micro"
	}, "binary cross-entropy on a softmax head", "micro-averaged metrics over the columns of a softmax head")
	check(func(c *Contract) { softmax2(c); c.Columns = 1 }, "softmax head with 1 column")
	check(func(c *Contract) { softmax2(c); c.Columns = 3 }, "softmax head with 3 columns")
	check(func(c *Contract) { softmax2(c); c.Labels = "0/1" }, "0/1 labels with categorical cross-entropy")
	check(func(c *Contract) { c.Head = "linear" }, `head "linear"`)
	check(func(c *Contract) { c.Columns = 2 }, "sigmoid head with 2 columns")
	check(func(c *Contract) { c.Loss = "categorical cross-entropy" }, "categorical cross-entropy on a sigmoid head")
	check(func(c *Contract) { c.Loss = "" }, "no loss")
	check(func(c *Contract) { c.Output = "probabilities" }, "probabilities given to a loss on logits")
	check(func(c *Contract) { c.FromLogits = false }, "logits given to a loss on probabilities")
	check(func(c *Contract) { c.Output = "" }, `output ""`)
	check(func(c *Contract) { c.Labels = "one-hot" }, "one-hot labels with a sigmoid head")
	check(func(c *Contract) { c.Labels = "-1/1" }, `labels "-1/1"`)
	check(func(c *Contract) { c.Averaging = "" }, `averaging ""`)
	check(func(c *Contract) { c.Weights = "class and sample" }, "class weights and sample weights at once")
	check(func(c *Contract) { c.Weights = "" }, `weights ""`)
	check(func(c *Contract) { c.Positive = " " }, "no positive class")
	check(func(c *Contract) { c.Monitor = "acuracy" }, `monitor "acuracy"`)
	check(func(c *Contract) { c.Better = "lower" }, `average_precision with direction "lower"`)
	check(func(c *Contract) { c.Threshold = math.NaN() }, "threshold NaN")
	check(func(c *Contract) { c.Threshold = 1 }, "threshold 1")
}

func ExampleContract_Check() {
	err := Contract{
		Head: "softmax", Columns: 2, Output: "probabilities", Loss: "binary cross-entropy", Labels: "one-hot",
		Averaging: "micro", Weights: "none", Positive: "label 1", Monitor: "f1", Better: "higher", Threshold: 0.5,
	}.Check()
	broken, _ := errors.AsType[*ContractError](err)
	for _, b := range broken.Breaches {
		fmt.Println(b.What)
	}
	// Output:
	// binary cross-entropy on a softmax head
	// micro-averaged metrics over the columns of a softmax head
}
