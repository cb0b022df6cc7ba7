package spacy

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/adler32"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// unpacked are the bytes that blocks unfold to.
func unpacked(t *rapid.T, packed []byte) []byte {
	last := append(bytes.Clone(packed), 0x03, 0x00)
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(last)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPackedRows(t *testing.T) {
	var p rowPacker
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64(), rapid.Just(uint64(sentenceContinue)))
		some := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
			return row{number.Draw(t, "word"), rapid.Uint64Range(1, 3).Draw(t, "iob"), number.Draw(t, "label"), number.Draw(t, "sentence"), 0}
		}), 0, 30).Draw(t, "rows")
		var rows []row
		for i := range rapid.IntRange(0, 200).Draw(t, "times") { // further back than a match reaches
			for j, r := range some {
				if (i+j)%7 == 0 {
					r[0] += uint64(i)
				}
				rows = append(rows, r)
			}
		}
		want := []byte{}
		for _, r := range rows {
			for _, x := range r {
				want = binary.LittleEndian.AppendUint64(want, x)
			}
		}
		got := p.pack(rows)
		if diff := cmp.Diff(want, unpacked(t, got.deflated)); diff != "" {
			t.Errorf("(-packed +unpacked)\n%s", diff)
		}
		if got.size != int64(len(want)) || got.sum != adler32.Checksum(want) {
			t.Errorf("%d bytes with the sum %x are said to be %d with %x", len(want), adler32.Checksum(want), got.size, got.sum)
		}
	})
}

// Codes are prefix codes without waste, as decoders demand, and never too long.
func TestCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 5), rapid.IntRange(0, 1<<20)), 1, mostLiterals).Draw(t, "counts")
		longest := 7
		if len(counts) > 1<<7 {
			longest = longestCode
		}
		used, room := 0, 0
		for i, size := range codeSizes(counts, longest) {
			if size > longest || (size > 0) != (counts[i] > 0) {
				t.Fatalf("a symbol that is there %d times has %d bits", counts[i], size)
			}
			if size > 0 {
				used++
				room += 1 << (longest - size)
			}
		}
		if used > 1 && room != 1<<longest {
			t.Fatalf("codes of %d symbols fill %d of %d", used, room, 1<<longest)
		}
	})
}
