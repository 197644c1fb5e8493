package data

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
)

// Hash is a SHA-256 over the content in order: sequences, labels, weights and groups. IDs and the
// source are names, not content: the same pairs from another file, or in another format, hash alike.
func (p *Pairs) Hash() string {
	h := sha256.New()
	buffer := append(make([]byte, 0, 1<<12), "seqpair pairs 1\n"...)
	text := func(s string) {
		buffer = binary.AppendUvarint(buffer, uint64(len(s)))
		buffer = append(buffer, s...)
	}
	for i, positive := range p.labels {
		text(p.texts[p.a[i]])
		text(p.texts[p.b[i]])
		text(p.group(i))
		label := byte(0)
		switch {
		case p.unlabelled:
			label = 2
		case positive:
			label = 1
		}
		buffer = append(buffer, label)
		// Adding 0 turns -0 into +0: they are the same weight.
		buffer = binary.LittleEndian.AppendUint64(buffer, math.Float64bits(p.weight(i)+0))
		h.Write(buffer)
		buffer = buffer[:0]
	}
	return hex.EncodeToString(h.Sum(buffer[:0]))
}
