package model

// beside is work that goes on beside its caller, one piece after another: so the host reads what one call of a program said
// while the device computes the next.
type beside struct{ done chan error }

// begin begins work when the piece before is over, unless that failed.
func (b *beside) begin(work func() error) error {
	if err := b.wait(); err != nil {
		return err
	}
	done := make(chan error, 1)
	b.done = done
	go func() { done <- work() }()
	return nil
}

// wait returns the error of the last piece when it is over; nil where none was begun.
func (b *beside) wait() error {
	if b.done == nil {
		return nil
	}
	err := <-b.done
	b.done = nil
	return err
}

// ending returns err when nothing goes on any more, or the error of the last piece, which came earlier.
func (b *beside) ending(err error) error {
	if earlier := b.wait(); earlier != nil {
		return earlier
	}
	return err
}
