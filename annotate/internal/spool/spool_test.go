package spool_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/internal/spool"
)

func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		var s spool.Spool
		var want []byte
		for i, n := range rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 9), rapid.IntRange(0, 200<<10)), 0, 10).Draw(t, "sizes") {
			p := bytes.Repeat([]byte{byte(i)}, n)
			want = append(want, p...)
			if k, err := s.Write(p); k != n || err != nil {
				t.Fatalf("%d bytes of %d were written: %v", k, n, err)
			}
		}
		for range 2 { // as often as one likes
			if got, err := io.ReadAll(s.Reader()); err != nil || !bytes.Equal(got, want) || s.Len() != int64(len(want)) {
				t.Fatalf("%d bytes were written, %d are said, %d read: %v", len(want), s.Len(), len(got), err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
			t.Fatalf("%v is left: %v", left, err)
		}
	})
}
