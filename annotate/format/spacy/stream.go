package spacy

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"io"

	"github.com/klauspost/compress/flate"

	"galley/annotate/internal/spool"
)

// piece is a part of a zlib stream, in whole bytes of blocks that look back to
// nothing before it. So pieces are compressed several at a time, the parts of a
// DocBin grow side by side, and none stands in memory as it is.
type piece struct {
	deflated []byte
	sum      uint32 // Adler-32 of what it unfolds to
	size     int64  // of that in bytes
}

// level is how hard it is compressed: most of a DocBin is a table that repeats itself.
const level = 1

// deflater compresses one piece after the other.
type deflater struct {
	w   *flate.Writer
	out bytes.Buffer
}

func newDeflater() *deflater {
	w, err := flate.NewWriter(nil, level)
	if err != nil {
		panic(err) // there is no such level
	}
	return &deflater{w: w}
}

func (d *deflater) piece(data []byte) piece {
	d.out.Reset()
	d.w.Reset(&d.out)
	d.w.Write(data) // a buffer takes everything
	d.w.Flush()
	return piece{bytes.Clone(d.out.Bytes()), adler32.Checksum(data), int64(len(data))}
}

// part is pieces that wait for their turn in the stream.
type part struct {
	deflated spool.Spool
	sum      uint32
	size     int64
}

func newPart() *part { return &part{sum: adler32.Checksum(nil)} }

func (p *part) add(more piece) error {
	_, err := p.deflated.Write(more.deflated)
	p.sum = joinAdler(p.sum, more.sum, more.size)
	p.size += more.size
	return err
}

// stream is a zlib stream (RFC 1950) of pieces, one after the other.
type stream struct {
	*deflater
	w   io.Writer
	sum uint32
	err error
}

func newStream(w io.Writer) *stream {
	z := &stream{deflater: newDeflater(), w: w, sum: adler32.Checksum(nil)}
	_, z.err = w.Write([]byte{0x78, 0x01})
	return z
}

// bytes adds p.
func (z *stream) bytes(p []byte) {
	more := z.piece(p)
	z.put(bytes.NewReader(more.deflated), more.sum, more.size)
}

// part adds what has waited.
func (z *stream) part(p *part) { z.put(p.deflated.Reader(), p.sum, p.size) }

func (z *stream) put(deflated io.Reader, sum uint32, size int64) {
	if z.err == nil {
		_, z.err = io.Copy(z.w, deflated)
	}
	z.sum = joinAdler(z.sum, sum, size)
}

// close ends the stream with an empty block and the checksum.
func (z *stream) close() error {
	if z.err == nil {
		_, z.err = z.w.Write(binary.BigEndian.AppendUint32([]byte{0x03, 0x00}, z.sum))
	}
	return z.err
}

// joinAdler is the Adler-32 of what has the sum a with n bytes behind it that
// have the sum b, as zlib's adler32_combine.
func joinAdler(a, b uint32, n int64) uint32 {
	const mod = 65521
	rest := uint64(n % mod)
	a1, a2 := uint64(a&0xffff), uint64(a>>16)
	b1, b2 := uint64(b&0xffff), uint64(b>>16)
	low := (a1 + b1 + mod - 1) % mod
	high := (a2 + b2 + rest*a1 + mod - rest) % mod
	return uint32(high<<16 | low)
}
