package wire

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ReadTuple reads a list of exactly as many parts as there are places for them.
func ReadTuple(dec *jsontext.Decoder, into ...any) error {
	var parts []jsontext.Value
	if err := json.UnmarshalDecode(dec, &parts); err != nil {
		return err
	}
	if len(parts) != len(into) {
		return fmt.Errorf("it has %d parts, not %d", len(parts), len(into))
	}
	for i, p := range parts {
		if err := json.Unmarshal(p, into[i]); err != nil {
			return err
		}
	}
	return nil
}

// WriteTuple writes parts as a list.
func WriteTuple(enc *jsontext.Encoder, parts ...any) error { return json.MarshalEncode(enc, parts) }
