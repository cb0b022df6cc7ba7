package spacy

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// piece is a part of a zlib stream, in whole bytes of blocks that look back to
// nothing before it. So pieces are compressed several at a time, the parts of a
// DocBin grow side by side, and none stands in memory as it is.
type piece struct {
	deflated []byte
	sum      uint32 // Adler-32 of what it unfolds to
	size     int64  // of that in bytes
}

// level is what all but the rows are compressed with.
const level = 1

var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, level)
	if err != nil {
		panic(err) // there is no such level
	}
	return w
}}

// pieceOf compresses data.
func pieceOf(data []byte) piece {
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	var b bytes.Buffer
	w.Reset(&b)
	w.Write(data) // a buffer takes everything
	w.Flush()
	return piece{b.Bytes(), adler32.Checksum(data), int64(len(data))}
}

// sizeOf is what pieces unfold to.
func sizeOf(pieces []piece) (n int64) {
	for _, p := range pieces {
		n += p.size
	}
	return n
}

// stream is a zlib stream (RFC 1950) of pieces, one after the other.
type stream struct {
	w   io.Writer
	sum uint32
	err error
}

func newStream(w io.Writer) *stream {
	z := &stream{w: w, sum: adler32.Checksum(nil)}
	z.put([]byte{0x78, 0x01})
	return z
}

func (z *stream) put(p []byte) {
	if z.err == nil {
		_, z.err = z.w.Write(p)
	}
}

// bytes adds a piece of p.
func (z *stream) bytes(p []byte) { z.pieces(pieceOf(p)) }

// pieces adds what was compressed before.
func (z *stream) pieces(list ...piece) {
	for _, p := range list {
		z.put(p.deflated)
		z.sum = joinAdler(z.sum, p.sum, p.size)
	}
}

// close ends the stream with an empty block and the checksum.
func (z *stream) close() error {
	z.put([]byte{0x03, 0x00})
	z.put(binary.BigEndian.AppendUint32(nil, z.sum))
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
