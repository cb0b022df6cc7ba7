package agree

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Case is what all measures of a kind say of coded data in a file of cases.
type Case struct {
	ID, Kind  string
	Values    map[string]*float64  // by the name of the measure; nil is undefined
	Lists     map[string][]float64 // measures that are several numbers
	Undefined map[string]string    // why, by the name of the measure
	Confusion []Confused           // of spans
}

// ErrCase is what is wrong with a file of cases.
var ErrCase = errors.New("cases cannot be read")

// ReadCases reads a file {"format":1,"cases":[...]} and measures each case with
// every measure of its kind: coding, coding_numeric, coding_sets, unitizing,
// gamma, span_pair, token, event_pair, coref, bootstrap or majority. NaN and
// Infinity, which Python writes though JSON has no such numbers, are read as
// null. Errors in the file wrap ErrCase and name the case.
func ReadCases(r io.Reader) ([]Case, error) {
	var file struct {
		Format int               `json:"format"`
		Cases  []json.RawMessage `json:"cases"`
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading cases: %w", err)
	}
	if err := json.Unmarshal(nullNumbers(data), &file); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCase, err)
	}
	if file.Format != 1 {
		return nil, fmt.Errorf("%w: the format is %d, and this program knows 1", ErrCase, file.Format)
	}
	out := make([]Case, len(file.Cases))
	for i, raw := range file.Cases {
		c, err := measureCase(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: case %d %q: %w", ErrCase, i, c.ID, err)
		}
		out[i] = c
	}
	return out, nil
}

var notNumber = regexp.MustCompile(`^-?(NaN|Infinity)`)

// nullNumbers overwrites the numbers that are not JSON outside of strings with null.
func nullNumbers(data []byte) []byte {
	var out []byte
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\' && i+1 < len(data):
			out = append(out, c)
			i++
		case inString:
		case c == 'N' || c == 'I' || c == '-':
			if word := notNumber.Find(data[i:]); word != nil {
				out = append(out, "null"...)
				i += len(word) - 1
				continue
			}
		}
		out = append(out, data[i])
	}
	return out
}

func measureCase(raw []byte) (Case, error) {
	var head struct{ ID, Kind string }
	if err := json.Unmarshal(raw, &head); err != nil {
		return Case{}, err
	}
	c := Case{ID: head.ID, Kind: head.Kind, Values: map[string]*float64{}, Undefined: map[string]string{}}
	measure, ok := kinds[head.Kind]
	if !ok {
		return c, fmt.Errorf("there is no kind %q, only %s", head.Kind, strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	}
	return c, measure(raw, &c)
}

// MarshalJSON writes {"id":..., "values":{...}}, where null is undefined, and
// "undefined" with the reasons where there are any, and the "confusion" of spans
// as rows [label of A, label of B, count].
func (c Case) MarshalJSON() ([]byte, error) {
	values := map[string]any{}
	for name, v := range c.Values {
		values[name] = v
	}
	for name, list := range c.Lists {
		values[name] = list
	}
	var confusion [][3]any
	for _, cell := range c.Confusion {
		confusion = append(confusion, [3]any{cell.A, cell.B, cell.Count})
	}
	return json.Marshal(struct {
		ID        string            `json:"id"`
		Values    map[string]any    `json:"values"`
		Undefined map[string]string `json:"undefined,omitempty"`
		Confusion [][3]any          `json:"confusion,omitempty"`
	}{c.ID, values, c.Undefined, confusion})
}

func (c *Case) set(name string, v Value) {
	if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
		v = undefined("the numbers are too large to be computed with")
	}
	if !v.Defined() {
		c.Values[name], c.Undefined[name] = nil, v.Undefined
		return
	}
	c.Values[name] = &v.Number
}
