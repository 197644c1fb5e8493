package history

// others read a console that is none of Keras, side by side; the first that finds epochs is the log.
type others struct {
	table table
	loose loose
	plain plain
}

func (o *others) addLine(line string) error {
	for _, add := range []func(string) error{o.table.addLine, o.loose.addLine} {
		if err := add(line); err != nil {
			return err
		}
	}
	if len(o.loose.Epochs) > 0 {
		return nil
	}
	return o.plain.addLine(line)
}

// take makes the log of the reader that found epochs the log, if Keras's did not.
func (k *kerasLog) take() {
	o := &k.other
	for _, found := range []struct {
		epochs []LogEpoch
		zero   bool
	}{{o.table.Epochs, o.table.zero}, {o.loose.Epochs, o.loose.zero}, {o.plain.whole(), false}} {
		for _, e := range found.epochs {
			if len(e.Names) == 0 {
				continue
			}
			if found.zero {
				e.Epoch++
			}
			k.Epochs, k.Format = append(k.Epochs, e), "text"
		}
		if len(k.Epochs) > 0 {
			return
		}
	}
	if c, err := ParseConfusion(o.plain.cells.String()); err == nil && len(k.Confusions) == 0 {
		k.Confusions, k.Format = append(k.Confusions, c), "text"
	}
}
