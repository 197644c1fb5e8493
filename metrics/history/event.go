package history

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unicode/utf8"
)

var errEvent = errors.New("an event is damaged: copy the file again")

// fields calls each with the fields of a protocol buffer message: varint and fixed holds numbers, content bytes.
func fields(b []byte, each func(number int, value uint64, content []byte) error) error {
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			return errEvent
		}
		b = b[n:]
		var value uint64
		var content []byte
		switch key & 7 {
		case 0: // varint
			if value, n = binary.Uvarint(b); n <= 0 {
				return errEvent
			}
		case 1: // 64 bits
			if n = 8; len(b) < n {
				return errEvent
			}
			value = binary.LittleEndian.Uint64(b)
		case 5: // 32 bits
			if n = 4; len(b) < n {
				return errEvent
			}
			value = uint64(binary.LittleEndian.Uint32(b))
		case 2: // bytes
			size, head := binary.Uvarint(b)
			if head <= 0 || size > uint64(len(b)-head) {
				return errEvent
			}
			n = head + int(size)
			content = b[head:n]
		default:
			return errEvent
		}
		b = b[n:]
		if err := each(int(key>>3), value, content); err != nil {
			return err
		}
	}
	return nil
}

// addEvent adds the scalars of an Event (tensorflow/core/util/event.proto: 2 step, 5 summary).
func (s *scalars) addEvent(b []byte, prefix string) error {
	var step int64
	var summaries [][]byte
	err := fields(b, func(number int, value uint64, content []byte) error {
		switch number {
		case 2:
			step = int64(value)
		case 5:
			summaries = append(summaries, content)
		}
		return nil
	})
	for _, summary := range summaries {
		if err != nil {
			return err
		}
		// Summary: 1 value, repeated.
		err = fields(summary, func(number int, _ uint64, content []byte) error {
			if number != 1 {
				return nil
			}
			return s.addValue(step, content, prefix)
		})
	}
	return err
}

// addValue adds a Summary.Value: 1 tag, 2 simple_value, 8 tensor.
func (s *scalars) addValue(step int64, b []byte, prefix string) error {
	tag, number, found := "", 0.0, false
	err := fields(b, func(field int, value uint64, content []byte) error {
		switch field {
		case 1:
			tag = string(content)
		case 2:
			number, found = float64(math.Float32frombits(uint32(value))), true
		case 8:
			number, found = scalarTensor(content)
		}
		return nil
	})
	if err != nil || !found || tag == "" || len(tag) > 128 || !utf8.ValidString(tag) {
		return err
	}
	// Keras logs epochs as epoch_loss, and batches as batch_loss.
	if tag == "epoch_learning_rate" || strings.HasPrefix(tag, "batch_") || strings.HasPrefix(tag, "evaluation_") {
		return nil
	}
	return s.set(step, prefix+strings.TrimPrefix(tag, "epoch_"), number)
}

// scalarTensor is the number of a TensorProto of one float: 1 dtype (1 is float32, 2 float64), 4 tensor_content,
// 5 float_val, 6 double_val.
func scalarTensor(b []byte) (number float64, ok bool) {
	var kind uint64
	err := fields(b, func(field int, value uint64, content []byte) error {
		switch {
		case field == 1:
			kind = value
		case kind == 1 && (field == 4 || field == 5) && len(content) == 4:
			number, ok = float64(math.Float32frombits(binary.LittleEndian.Uint32(content))), true
		case kind == 1 && field == 5 && content == nil:
			number, ok = float64(math.Float32frombits(uint32(value))), true
		case kind == 2 && (field == 4 || field == 6) && len(content) == 8:
			number, ok = math.Float64frombits(binary.LittleEndian.Uint64(content)), true
		}
		return nil
	})
	return number, ok && err == nil
}
