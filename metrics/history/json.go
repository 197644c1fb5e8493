package history

import (
	"encoding/json"
	"math"
)

// number is a float64 whose NaN and infinities are null in JSON; null reads back as NaN.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if f := float64(n); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return json.Marshal(f)
	}
	return []byte("null"), nil
}

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// The numbers of the wire types shadow those of the type that they embed.
type (
	plainRecord Record
	wireRecord  struct {
		*plainRecord
		Seconds           number `json:"seconds,omitzero"`
		Loss              number `json:"loss,omitzero"`
		LearningRate      number `json:"learning_rate,omitzero"`
		GradientNorm      number `json:"gradient_norm,omitzero"`
		InitialLoss       number `json:"initial_loss,omitzero"`
		ExamplesPerSecond number `json:"examples_per_second,omitzero"`
	}
	plainLayer Layer
	wireLayer  struct {
		*plainLayer
		GradientNorm number `json:"gradient_norm"`
		UpdateRatio  number `json:"update_ratio"`
		DeadShare    number `json:"dead_share"`
	}
	plainSplit Split
	wireSplit  struct {
		*plainSplit
		Loss           number            `json:"loss"`
		UnweightedLoss number            `json:"unweighted_loss"`
		Threshold      number            `json:"threshold"`
		LossReadings   map[string]number `json:"loss_readings,omitempty"`
	}
)

// MarshalJSON writes the record as one object without line breaks.
func (r Record) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireRecord{
		plainRecord: (*plainRecord)(&r), Seconds: number(r.Seconds), Loss: number(r.Loss),
		LearningRate: number(r.LearningRate), GradientNorm: number(r.GradientNorm), InitialLoss: number(r.InitialLoss),
		ExamplesPerSecond: number(r.ExamplesPerSecond),
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *Record) UnmarshalJSON(b []byte) error {
	w := wireRecord{plainRecord: (*plainRecord)(r)}
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	r.Seconds, r.Loss, r.LearningRate = float64(w.Seconds), float64(w.Loss), float64(w.LearningRate)
	r.GradientNorm, r.InitialLoss = float64(w.GradientNorm), float64(w.InitialLoss)
	r.ExamplesPerSecond = float64(w.ExamplesPerSecond)
	return nil
}

// MarshalJSON writes the layer with null for what was not measured.
func (l Layer) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireLayer{
		plainLayer: (*plainLayer)(&l), GradientNorm: number(l.GradientNorm), UpdateRatio: number(l.UpdateRatio),
		DeadShare: number(l.DeadShare),
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (l *Layer) UnmarshalJSON(b []byte) error {
	w := wireLayer{plainLayer: (*plainLayer)(l)}
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	l.GradientNorm, l.UpdateRatio, l.DeadShare = float64(w.GradientNorm), float64(w.UpdateRatio), float64(w.DeadShare)
	return nil
}

// MarshalJSON writes the split with null for the numbers that do not exist.
func (s Split) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireSplit{
		plainSplit: (*plainSplit)(&s), Loss: number(s.Loss), UnweightedLoss: number(s.UnweightedLoss),
		Threshold: number(s.Threshold), LossReadings: convert[number](s.LossReadings),
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Split) UnmarshalJSON(b []byte) error {
	w := wireSplit{plainSplit: (*plainSplit)(s)}
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	s.Loss, s.UnweightedLoss, s.Threshold = float64(w.Loss), float64(w.UnweightedLoss), float64(w.Threshold)
	s.LossReadings = convert[float64](w.LossReadings)
	return nil
}

// convert returns m with values of another type; nil stays nil.
func convert[To, From ~float64](m map[string]From) map[string]To {
	if m == nil {
		return nil
	}
	converted := make(map[string]To, len(m))
	for name, v := range m {
		converted[name] = To(v)
	}
	return converted
}
