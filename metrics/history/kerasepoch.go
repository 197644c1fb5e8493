package history

// addUpdate keeps an update if it says more about the last epoch, or begins one.
func (k *kerasLog) addUpdate(u update) error {
	if len(u.names) == 0 {
		return nil
	}
	if !k.open || !k.headers && k.startsEpoch(u) {
		if err := k.beginEpoch(); err != nil {
			return err
		}
	} else if !k.goesOn(u) {
		return nil
	}
	e := k.last()
	if u.bar {
		e.Step, e.Steps, k.bar = u.step, u.steps, true
	}
	if u.seconds > 0 {
		e.Seconds = u.seconds
	}
	for i, name := range u.names {
		if err := k.set(name, u.values[i]); err != nil {
			return err
		}
	}
	return nil
}

func (k *kerasLog) beginEpoch() error {
	epoch := len(k.Epochs) + 1
	if k.headers {
		epoch = k.epoch
	}
	k.open, k.bar = true, false
	return k.begin(epoch, k.epochs)
}

// startsEpoch says, for a log without headers, whether an update begins an epoch: one that does not
// overwrite its line and steps back, or repeats a step without adding a name (validation adds names).
func (k *kerasLog) startsEpoch(u update) bool {
	e := k.last()
	switch {
	case !u.newLine:
		return false
	case !u.bar:
		return k.knows(u) > 0
	case !k.bar:
		return false
	}
	return u.step < e.Step || u.steps != e.Steps && e.complete() || u.step == e.Step && !k.reprints(u)
}

// goesOn says whether an update belongs to the last epoch. Once that is complete, other bars are those of an
// evaluation or of a callback, and other lines may only add names.
func (k *kerasLog) goesOn(u update) bool {
	e := k.last()
	switch {
	case !u.bar:
		return !e.complete() || k.knows(u) == 0
	case e.Steps > 0 && u.steps != e.Steps:
		return false
	}
	return !e.complete() || !u.newLine || k.reprints(u)
}

// reprints says whether an update has all values of the last epoch, and more or for the first time a duration.
func (k *kerasLog) reprints(u update) bool {
	e := k.last()
	return k.knows(u) == len(e.Names) && (len(u.names) > len(e.Names) || e.Seconds == 0 && u.seconds > 0)
}

// knows counts the names of an update that the last epoch has.
func (k *kerasLog) knows(u update) int {
	n := 0
	for _, name := range u.names {
		if _, ok := k.last().Values[name]; ok {
			n++
		}
	}
	return n
}

func (e *LogEpoch) complete() bool { return e.Steps > 0 && e.Step >= e.Steps }
