package annotate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Value is the value of an attribute or of a slot: compact JSON text. Being
// text it can be compared and is never changed in place.
type Value string

// ParseValue takes any JSON and makes it compact; order of keys and digits of
// numbers stay as they are.
func ParseValue(data []byte) (Value, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		return "", fmt.Errorf("a value is no JSON: %w", err)
	}
	return Value(b.String()), nil
}

// ValueOf encodes what JSON can hold; v is a string, a bool, a number, a list
// of strings or a Range.
func ValueOf(v any) Value {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("annotate: a value of type %T: %v", v, err))
	}
	return Value(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// MarshalJSON writes the value as the JSON it is; no value is null.
func (v Value) MarshalJSON() ([]byte, error) {
	if v == "" {
		return []byte("null"), nil
	}
	return []byte(v), nil
}

// UnmarshalJSON takes any JSON; null is no value.
func (v *Value) UnmarshalJSON(data []byte) error {
	got, err := ParseValue(data)
	if got == "null" {
		got = ""
	}
	*v = got
	return err
}

// Text is the string that v holds, or its JSON where it holds none.
func (v Value) Text() string {
	var s string
	if json.Unmarshal([]byte(v), &s) == nil {
		return s
	}
	return string(v)
}

// Texts are the strings that v holds: of a list each, of a string that one.
func (v Value) Texts() []string {
	var list []string
	if v == "" || json.Unmarshal([]byte(v), &list) == nil {
		return list
	}
	return []string{v.Text()}
}

// Bool tells whether v is true.
func (v Value) Bool() bool { return v == "true" }

// Range is a count as news gives it: "at least 253" has only a Low, "almost
// 300" a High and Approx.
type Range struct {
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Approx bool     `json:"approx"`
}

// Range is the range that v holds; a plain number is both ends.
func (v Value) Range() (Range, bool) {
	var n float64
	if json.Unmarshal([]byte(v), &n) == nil && v != "" && v != "null" {
		return Range{Low: &n, High: &n}, true
	}
	var r Range
	if v == "" || v[0] != '{' || json.Unmarshal([]byte(v), &r) != nil || r.Low == nil && r.High == nil {
		return Range{}, false
	}
	return r, true
}

// Attributes are named values. A map that is part of an annotation is never
// changed; With makes a changed copy.
type Attributes map[string]Value

// With is a copy of a in which name has value v; an empty v takes the name out.
func (a Attributes) With(name string, v Value) Attributes {
	out := make(Attributes, len(a)+1)
	for k, old := range a {
		out[k] = old
	}
	if v == "" {
		delete(out, name)
	} else {
		out[name] = v
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// String lists the attributes by name, as people read them.
func (a Attributes) String() string {
	names := slices.Sorted(maps.Keys(a))
	for i, name := range names {
		names[i] = strings.ReplaceAll(name, "_", " ") + ": " + strings.Join(a[name].Texts(), ", ")
	}
	return strings.Join(names, "; ")
}
