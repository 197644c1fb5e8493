package runs

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Key identifies a run: a hash of its configuration (as JSON, whatever the order of keys) and its data.
func Key(config any, dataHash string) (string, error) {
	encoded, err := json.Marshal(config)
	if err != nil {
		return "", fmt.Errorf("the configuration has no JSON form: %w", err)
	}
	tree, err := decodeTree(encoded)
	if err != nil {
		return "", fmt.Errorf("the configuration has no JSON form: %w", err)
	}
	canonical, err := json.Marshal(tree)
	if err != nil {
		return "", fmt.Errorf("the configuration has no JSON form: %w", err)
	}
	hash := sha256.New()
	hash.Write(canonical)
	hash.Write([]byte("\n" + dataHash))
	return hex.EncodeToString(hash.Sum(nil)[:16]), nil
}

// DiffJSON lists what differs between two JSON documents, one line per field in alphabetical order, for
// example "LearningRate: 0.001 -> 0.01".
func DiffJSON(a, b []byte) []string {
	before, after := Leaves(a), Leaves(b)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var diff []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		x, inBefore := before[path]
		y, inAfter := after[path]
		if x == y && inBefore == inAfter {
			continue
		}
		if !inBefore {
			x = "absent"
		}
		if !inAfter {
			y = "absent"
		}
		diff = append(diff, fmt.Sprintf("%s: %s -> %s", path, x, y))
	}
	return diff
}

// Leaves maps the path of each scalar and each empty container of a document to its JSON.
func Leaves(document []byte) map[string]string {
	found := map[string]string{}
	tree, err := decodeTree(document)
	if err != nil {
		found["document"] = fmt.Sprintf("no JSON (%.60q)", document)
		return found
	}
	collect(found, "", tree)
	return found
}

func collect(found map[string]string, path string, tree any) {
	switch node := tree.(type) {
	case map[string]any:
		for key, child := range node {
			below := key
			if path != "" {
				below = path + "." + key
			}
			collect(found, below, child)
		}
		if len(node) > 0 {
			return
		}
	case []any:
		for i, child := range node {
			collect(found, fmt.Sprintf("%s[%d]", path, i), child)
		}
		if len(node) > 0 {
			return
		}
	}
	if path == "" {
		path = "document"
	}
	found[path] = short(tree)
}

// short is the JSON of a leaf, cut where a line of a message would get too long.
func short(leaf any) string {
	const limit = 80
	encoded, err := json.Marshal(leaf)
	if err != nil {
		return err.Error()
	}
	if len(encoded) > limit {
		sum := sha256.Sum256(encoded)
		return fmt.Sprintf("%s… (sha256 %x)", bytes.ToValidUTF8(encoded[:limit], nil), sum[:4])
	}
	return string(encoded)
}

// decodeTree decodes JSON and keeps numbers as written.
func decodeTree(document []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return tree, nil
}
