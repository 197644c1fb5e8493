package diagnose

import (
	"strings"
	"testing"
)

// TestOverfittedReadsTheRanking reads one rise of the validation loss, with a ranking that grows better and one that does not.
func TestOverfittedReadsTheRanking(t *testing.T) {
	log := func(last string) Evidence {
		return read(t, csv("loss,pr_auc,val_loss,val_pr_auc",
			"0.0698,0.2100,0.0615,0.2107", "0.0411,0.5520,0.0640,0.3204", "0.0212,0.8610,0.0752,0.3811", "0.0092,0.9830,0.0984,"+last))
	}
	if found := Overfitted(log("0.4213")); len(found) > 0 {
		t.Errorf("the validation ranking grows better, found %s", ids(found))
	}
	for _, last := range []string{"0.2107", "0.1804"} {
		if found := Overfitted(log(last)); ids(found) != "D52" {
			t.Errorf("validation PR AUC ends at %s: found %q, want D52", last, ids(found))
		} else if strings.Contains(found[0].Title, "epoch") { // whoever watches a run says when the finding arose
			t.Error(found[0].Title)
		}
	}
}
