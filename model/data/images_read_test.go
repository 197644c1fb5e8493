package data

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// npy writes an array as numpy.save does, and returns its path.
func npy(t *testing.T, descr, shape string, values any) string {
	t.Helper()
	header := "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n"
	var b bytes.Buffer
	b.WriteString("\x93NUMPY\x01\x00")
	for _, part := range []any{uint16(len(header)), []byte(header), values} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.npy")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadImages(t *testing.T) {
	masks := npy(t, "|u1", "(2, 1, 2)", []uint8{0, 1, 1, 0})
	grey := npy(t, "<f4", "(2, 1, 2)", []float32{1, 2, 3, 4})
	got, err := ReadImages(grey, masks)
	if err != nil {
		t.Fatal(err)
	}
	want := &Images{Height: 1, Width: 2, Channels: 1, Pixels: []float32{1, 2, 3, 4}, Masks: []bool{false, true, true, false}, Source: grey}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	colour := npy(t, "|u1", "(2, 1, 2, 3)", make([]uint8, 12))
	if got, err = ReadImages(colour, masks); err != nil || got.Channels != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = ReadImages(grey, ""); err != nil || got.Masks != nil || got.Len() != 2 {
		t.Errorf("without masks: %+v, %v", got, err)
	}
	if _, _, _, err := got.Split(1); err == nil || !strings.Contains(err.Error(), "the 2 images have no labels") {
		t.Errorf("error %v of a split without masks", err)
	}
	for want, c := range map[string][2]string{
		"[1 2 2], want [2 1 2]: one label for each": {grey, npy(t, "|u1", "(1, 2, 2)", []uint8{0, 1, 1, 0})},
		"take the positive class's":                 {grey, npy(t, "|u1", "(2, 1, 2, 2)", make([]uint8, 8))},
		"want [N, Height, Width, Channels], or":     {npy(t, "<f4", "(4,)", make([]float32, 4)), masks},
		"number 2 is 2, want 0 or 1":                {grey, npy(t, "|u1", "(2, 1, 2)", []uint8{0, 2, 1, 0})},
		"ends after 1 of 4 rows":                    {grey, npy(t, "|u1", "(2, 1, 2)", []uint8{0})},
		"no such file":                              {"no such file", masks},
	} {
		if _, err := ReadImages(c[0], c[1]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
