package cas

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"io"

	"golang.org/x/net/html/charset"
)

// NewXML reads XML in any encoding that it declares. XML 1.1, which UIMA can
// write too, is read as 1.0: they differ in characters that are escaped alone.
func NewXML(r io.Reader) *xml.Decoder {
	in := bufio.NewReaderSize(r, 64<<10)
	const declaration = 64 // bytes in which the version stands
	begin, _ := in.Peek(declaration)
	first := bytes.Replace(begin, []byte(`version="1.1"`), []byte(`version="1.0"`), 1)
	in.Discard(len(begin))
	dec := xml.NewDecoder(io.MultiReader(bytes.NewReader(first), in))
	dec.CharsetReader = charset.NewReaderLabel
	return dec
}
