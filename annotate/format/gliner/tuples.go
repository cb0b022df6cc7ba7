package gliner

import (
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format/wire"
)

// UnmarshalJSONFrom reads the list that a name is.
func (n *name) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &n.First, &n.Last, &n.Label)
}

// MarshalJSONTo writes it.
func (n name) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, n.First, n.Last, n.Label)
}

// UnmarshalJSONFrom reads the list that a relation is.
func (r *relation) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &r.Head, &r.Tail, &r.Label)
}

// MarshalJSONTo writes it.
func (r relation) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, r.Head, r.Tail, r.Label)
}
