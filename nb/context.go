package nb

import (
	"context"
	"os"
	"os/signal"
)

// Context is done when the cell is interrupted: Jupyter's stop button sends the cell's process an interrupt
// and kills it five seconds later, so what watches this context has that long to save and return.
// It lasts as long as the process, which in a notebook is the cell.
func Context() context.Context {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	return ctx
}
