package jupyter

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInterruptedTraining interrupts a run while it trains: what was learned is kept, the saved notebook shows the last
// state, and the same notebook goes on from there to the end.
func TestInterruptedTraining(t *testing.T) {
	p := kernelReady(t)
	t.Setenv("GOMLX_BACKEND", "go")
	folder := t.TempDir()
	path := writeNotebook(t, filepath.Join(folder, "training.ipynb"), `import (
	"github.com/janpfeifer/must"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/nb"
)

// brake makes the first attempt long enough to be stopped within its second epoch.
type brake struct{}

func (brake) Record(r history.Record) error {
	if _, err := os.Stat("stopped"); err != nil && r.Kind == history.Step && r.Epoch == 2 {
		os.Create("training")
		time.Sleep(time.Second)
	}
	return nil
}

%%
pairs := must.M1(data.Synthetic(data.SyntheticOptions{N: 400}))
config := model.Config{Run: "stopped_run", Epochs: 3, BatchSize: 16, Model: pair.Siamese{Embedding: 4, Filters: 4, Hidden: 4}}
run := must.M1(model.Fit(nb.Context(), config, pairs, pairs, nb.Progress(), brake{}))
fmt.Println("finished:", run.Manifest.Finished)`)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !isFile(filepath.Join(folder, "training")) && ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond)
		}
		cancel()
	}()
	result, err := p.Run(ctx, Execution{Notebook: path})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	n, _, err := readNotebook(result.Notebook)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"interrupted in epoch 2 after", "the same call goes on from here", "finished: false"} {
		if !strings.Contains(n.Cells[0].plain(), want) {
			t.Errorf("the saved notebook lacks %q:\n%s", want, n.Cells[0].plain())
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "runs", "stopped_run", "last")); err != nil {
		t.Errorf("nothing was saved: %v", err)
	}

	if _, err := os.Create(filepath.Join(folder, "stopped")); err != nil {
		t.Fatal(err)
	}
	if result, err = p.Run(t.Context(), Execution{Notebook: path}); err != nil {
		t.Fatal(err)
	}
	if n, _, err = readNotebook(result.Notebook); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(n.Cells[0].plain(), "finished: true") || !strings.Contains(n.Cells[0].plain(), "epoch 3 of 3") {
		t.Errorf("the second attempt shows\n%s", n.Cells[0].plain())
	}
}
