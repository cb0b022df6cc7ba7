package spacy

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/adler32"
	"io"

	"github.com/klauspost/compress/flate"
)

// level is what files are compressed with: on tokens level 1 gives files about
// as small as spaCy's and is several times as fast.
const level = 1

// block is a part of a zlib stream that is compressed while other parts are, so
// that the blocks of a DocBin grow side by side and never stand in memory as they are.
type block struct {
	deflated bytes.Buffer
	flate    *flate.Writer
	sum      hash32
	size     int64 // before compression
}

type hash32 interface {
	io.Writer
	Sum32() uint32
}

func newBlock() *block {
	b := &block{sum: adler32.New()}
	b.flate, _ = flate.NewWriter(&b.deflated, level) // an error says that there is no such level
	return b
}

func (b *block) Write(p []byte) (int, error) {
	b.size += int64(len(p))
	b.sum.Write(p)
	return b.flate.Write(p)
}

// stream is a zlib stream (RFC 1950) of blocks, one after the other.
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

// bytes adds a block of p.
func (z *stream) bytes(p []byte) {
	b := newBlock()
	b.Write(p)
	z.block(b)
}

// block adds b, to which nothing may be written after that.
func (z *stream) block(b *block) {
	if err := b.flate.Flush(); err != nil && z.err == nil {
		z.err = fmt.Errorf("compressing: %w", err)
	}
	z.put(b.deflated.Bytes())
	z.sum = joinAdler(z.sum, b.sum.Sum32(), b.size)
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
