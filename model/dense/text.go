package dense

import "encoding/json"

// text is a network as JSON.
func text(network any) string {
	text, err := json.Marshal(network)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
