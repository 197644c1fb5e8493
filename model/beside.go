package model

import "errors"

// beside is work that goes on beside its caller, one piece after another: so the host reads what one call of a program said
// while the device computes the next.
type beside struct{ done chan ended }

// ended is how a piece of work came to its end.
type ended struct {
	err      error
	panicked any
}

var errGone = errors.New("what reads the steps was ended: a recorder must not call runtime.Goexit, as Fatal of a test does")

// begin begins work when the piece before is over, unless that failed.
func (b *beside) begin(work func() error) error {
	if err := b.wait(); err != nil {
		return err
	}
	done := make(chan ended, 1)
	b.done = done
	go func() {
		end := ended{err: errGone}
		defer func() {
			end.panicked = recover()
			done <- end
		}()
		end.err = work()
	}()
	return nil
}

// wait returns the error of the last piece when it is over; nil where none was begun. It panics as the piece did.
func (b *beside) wait() error {
	if b.done == nil {
		return nil
	}
	end := <-b.done
	b.done = nil
	if end.panicked != nil {
		panic(end.panicked)
	}
	return end.err
}

// ending returns err when nothing goes on any more, or the error of the last piece, which came earlier.
func (b *beside) ending(err error) error {
	if earlier := b.wait(); earlier != nil {
		return earlier
	}
	return err
}
