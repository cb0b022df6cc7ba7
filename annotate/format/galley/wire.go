package galley

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
)

// later is an object within another. When it is read it is kept as JSON and
// decoded for itself, so that its faults are its own; when it is written,
// value is encoded in its place.
type later struct {
	raw   jsontext.Value
	value any
}

// UnmarshalJSONFrom keeps the JSON.
func (l *later) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	l.raw = v.Clone()
	return err
}

// MarshalJSONTo encodes the value.
func (l later) MarshalJSONTo(enc *jsontext.Encoder) error { return json.MarshalEncode(enc, l.value) }

// The structs below are the format: their order is the order of keys, and a
// key is left out where its tag says so and it is not set. What a file has
// besides goes into the Extra of each.

type wireArticle struct {
	ID        string          `json:"id"`
	Key       string          `json:"key"`
	Title     string          `json:"title"`
	Published string          `json:"published"`
	Language  string          `json:"language"`
	Outlet    string          `json:"outlet"`
	Author    string          `json:"author"`
	URL       string          `json:"url"`
	Meta      annotate.Fields `json:"meta"`
	Text      *string         `json:"text"`
	Layers    []later         `json:"layers"`
	Extra     annotate.Fields `json:",embed"`
}

type wireLayer struct {
	Annotator string          `json:"annotator"`
	Kind      string          `json:"kind"`
	State     string          `json:"state"`
	Flagged   bool            `json:"flagged,omitzero"`
	Mentions  []later         `json:"mentions"`
	Entities  []later         `json:"entities"`
	Events    []later         `json:"events"`
	Relations []later         `json:"relations"`
	Labels    []later         `json:"labels"`
	Notes     []later         `json:"notes"`
	Extra     annotate.Fields `json:",embed"`
}

type wireOrigin struct {
	By     string          `json:"by,omitzero"`
	At     string          `json:"at,omitzero"`
	Source string          `json:"source,omitzero"`
	Unsure bool            `json:"unsure,omitzero"`
	Schema int             `json:"schema,omitzero"`
	Extra  annotate.Fields `json:",embed"`
}

type wireSpans [][2]int // code points, end exclusive

type wireMention struct {
	ID         string              `json:"id"`
	Label      string              `json:"label"`
	Spans      wireSpans           `json:"spans"`
	Text       *string             `json:"text"`
	Attributes annotate.Attributes `json:"attributes"`
	wireOrigin
}

type wireEntity struct {
	ID         string              `json:"id"`
	Label      string              `json:"label"`
	Name       string              `json:"name"`
	KB         string              `json:"kb"`
	Mentions   []string            `json:"mentions"`
	Attributes annotate.Attributes `json:"attributes"`
	wireOrigin
}

type wireQuote struct {
	Spans wireSpans `json:"spans"`
	Text  *string   `json:"text"`
}

type wireArgument struct {
	Role   string          `json:"role"`
	Target string          `json:"target,omitzero"`
	Value  annotate.Value  `json:"value,omitzero"`
	Extra  annotate.Fields `json:",embed"`
}

type wireEvent struct {
	ID         string              `json:"id"`
	Type       string              `json:"type"`
	Trigger    *wireQuote          `json:"trigger"` // null: an event of the whole document
	Arguments  []wireArgument      `json:"arguments"`
	Attributes annotate.Attributes `json:"attributes"`
	Evidence   *wireQuote          `json:"evidence,omitzero"`
	wireOrigin
}

type wireRelation struct {
	ID         string              `json:"id"`
	Label      string              `json:"label"`
	From       string              `json:"from"`
	To         string              `json:"to"`
	Attributes annotate.Attributes `json:"attributes"`
	wireOrigin
}

type wireLabel struct {
	ID    string         `json:"id"`
	Label string         `json:"label"`
	Value annotate.Value `json:"value"`
	wireOrigin
}

type wireNote struct {
	ID    string    `json:"id"`
	On    string    `json:"on"` // empty: the article, or Spans
	Text  string    `json:"text"`
	State string    `json:"state"`
	Spans wireSpans `json:"spans,omitzero"`
	Kind  string    `json:"kind,omitzero"`
	wireOrigin
}

func (o wireOrigin) origin() annotate.Origin {
	return annotate.Origin{By: o.By, At: o.At, Source: o.Source, Unsure: o.Unsure, Schema: o.Schema, Extra: o.Extra}
}

func originOf(o annotate.Origin) wireOrigin {
	return wireOrigin{By: o.By, At: o.At, Source: o.Source, Unsure: o.Unsure, Schema: o.Schema, Extra: o.Extra}
}
