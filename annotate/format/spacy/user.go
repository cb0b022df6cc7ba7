package spacy

import (
	"errors"
	"math"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/tinylib/msgp/msgp"

	"galley/annotate"
	"galley/annotate/format/wire"
)

// userData is what doc.user_data says of an article. Other are texts, numbers
// and truth values that other programs left there.
type userData struct {
	wire.About
	Fragments bool            `json:"fragments"`
	Other     annotate.Fields `json:",embed"`
}

// readUser reads the map of a document, of which keys that are no texts, as
// those of spaCy's extension attributes, are passed over.
func readUser(data []byte) (userData, error) {
	var u userData
	if len(data) == 0 || msgp.NextType(data) == msgp.NilType {
		return u, nil
	}
	n, data, err := msgp.ReadMapHeaderBytes(data)
	fields := map[string]jsontext.Value{}
	for ; err == nil && n > 0; n-- {
		key := ""
		if msgp.NextType(data) != msgp.StrType {
			if data, err = msgp.Skip(data); err == nil {
				data, err = msgp.Skip(data)
			}
			continue
		}
		if key, data, err = msgp.ReadStringBytes(data); err != nil {
			break
		}
		var value any
		if value, data, err = readScalar(data); err != nil || value == nil || !utf8.ValidString(key) {
			continue
		}
		text, err := json.Marshal(value)
		if s, is := value.(string); is && key == userAbout && jsontext.Value(s).IsValid() {
			text = []byte(s)
		}
		if err == nil {
			fields[key] = text
		}
	}
	if err != nil {
		return userData{}, errors.New("it is no map of MessagePack")
	}
	object, err := json.Marshal(fields, wire.Encoding)
	if err == nil {
		_, err = wire.Decode(object, &u)
	}
	if err != nil {
		return userData{}, err
	}
	return u, nil
}

// readScalar reads a text, number or truth value; nil stands for anything else.
func readScalar(data []byte) (value any, rest []byte, err error) {
	switch msgp.NextType(data) {
	case msgp.StrType:
		var s string
		if s, rest, err = msgp.ReadStringBytes(data); utf8.ValidString(s) {
			return s, rest, err
		}
		return nil, rest, err
	case msgp.BoolType:
		return second(msgp.ReadBoolBytes(data))
	case msgp.IntType:
		return second(msgp.ReadInt64Bytes(data))
	case msgp.UintType:
		return second(msgp.ReadUint64Bytes(data))
	case msgp.Float64Type:
		f, rest, err := msgp.ReadFloat64Bytes(data)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, rest, err
		}
		return f, rest, err
	}
	rest, err = msgp.Skip(data)
	return nil, rest, err
}

func second[T any](v T, rest []byte, err error) (any, []byte, error) { return v, rest, err }
