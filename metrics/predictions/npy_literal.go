package predictions

import (
	"errors"
	"strconv"
	"strings"
)

// literal reads the Python literals that numpy.save writes as a header: dictionaries, lists, tuples, strings
// without escapes, whole numbers, True and False. Tuples and lists become []any.
type literal struct {
	rest  string
	depth int
}

var errLiteral = errors.New("its header is no dictionary as numpy.save writes it")

// maxDepth is far beyond any nested dtype.
const maxDepth = 16

func parseDictionary(header string) (map[string]any, error) {
	l := literal{rest: header}
	value, err := l.value()
	dictionary, ok := value.(map[string]any)
	if err != nil || !ok || strings.TrimSpace(l.rest) != "" {
		return nil, errLiteral
	}
	return dictionary, nil
}

// skip takes s off, after space, if it comes next.
func (l *literal) skip(s string) bool {
	var ok bool
	l.rest, ok = strings.CutPrefix(strings.TrimLeft(l.rest, " \t\r\n"), s)
	return ok
}

func (l *literal) value() (any, error) {
	if l.depth++; l.depth > maxDepth {
		return nil, errLiteral
	}
	defer func() { l.depth-- }()
	switch {
	case l.skip("{"):
		return l.dictionary()
	case l.skip("["):
		return l.list("]")
	case l.skip("("):
		return l.list(")")
	case l.skip("'"):
		return l.text("'")
	case l.skip(`"`):
		return l.text(`"`)
	case l.skip("True"):
		return true, nil
	case l.skip("False"):
		return false, nil
	}
	digits := len(l.rest) - len(strings.TrimLeft(l.rest, "0123456789"))
	n, err := strconv.ParseInt(l.rest[:digits], 10, 64)
	if err != nil {
		return nil, errLiteral
	}
	l.rest = strings.TrimPrefix(l.rest[digits:], "L") // as Python 2 wrote it
	return n, nil
}

func (l *literal) text(quote string) (any, error) {
	s, rest, ok := strings.Cut(l.rest, quote)
	if !ok || strings.Contains(s, `\`) {
		return nil, errLiteral
	}
	l.rest = rest
	return s, nil
}

func (l *literal) list(end string) (any, error) {
	values := []any{}
	for !l.skip(end) {
		if len(values) > 0 && !l.skip(",") {
			return nil, errLiteral
		}
		if l.skip(end) {
			break
		}
		value, err := l.value()
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

func (l *literal) dictionary() (any, error) {
	values := map[string]any{}
	for !l.skip("}") {
		if len(values) > 0 && !l.skip(",") {
			return nil, errLiteral
		}
		if l.skip("}") {
			break
		}
		key, err := l.value()
		name, ok := key.(string)
		if _, twice := values[name]; err != nil || !ok || twice || !l.skip(":") {
			return nil, errLiteral
		}
		if values[name], err = l.value(); err != nil {
			return nil, err
		}
	}
	return values, nil
}
