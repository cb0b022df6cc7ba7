package all_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"path"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"galley/annotate/format/hf"
)

// replaced is a file with something in it replaced once; in one that is packed,
// in what it unpacks to. Parquet is taken as rows of JSON.
func replaced(t *testing.T, name string, data []byte, old, new string) []byte {
	t.Helper()
	in := func(data []byte) []byte { return bytes.Replace(data, []byte(old), []byte(new), 1) }
	switch path.Ext(name) {
	case ".xlsx":
		return inArchive(t, data, in)
	case ".spacy":
		return deflated(t, in(inflated(t, data)))
	case ".parquet":
		return inRows(t, data, in)
	}
	return in(data)
}

// inArchive changes the first file of an archive that change changes.
func inArchive(t *testing.T, data []byte, change func([]byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	check(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	changed := false
	for _, f := range r.File {
		from, err := f.Open()
		check(t, err)
		before, err := io.ReadAll(from)
		check(t, err)
		after := before
		if !changed {
			after = change(before)
			changed = !bytes.Equal(before, after)
		}
		to, err := w.Create(f.Name)
		check(t, err)
		_, err = to.Write(after)
		check(t, err)
	}
	check(t, w.Close())
	if !changed {
		return data
	}
	return out.Bytes()
}

func inflated(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(data))
	check(t, err)
	out, err := io.ReadAll(z)
	check(t, err)
	return out
}

func deflated(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, err := z.Write(data)
	check(t, err)
	check(t, z.Close())
	return out.Bytes()
}

// inRows changes the rows of a Parquet file as if they were lines of JSON.
func inRows(t *testing.T, data []byte, change func([]byte) []byte) []byte {
	t.Helper()
	rows, err := parquet.Read[hf.Row](bytes.NewReader(data), int64(len(data)))
	check(t, err)
	before, err := json.Marshal(rows)
	check(t, err)
	after := change(before)
	if bytes.Equal(before, after) {
		return data
	}
	rows = nil
	check(t, json.NewDecoder(strings.NewReader(string(after))).Decode(&rows))
	var out bytes.Buffer
	check(t, parquet.Write(&out, rows))
	return out.Bytes()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
