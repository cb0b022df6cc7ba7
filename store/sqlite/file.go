package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"galley/store"
)

// applicationID marks a project in the header of its file ("GLLY").
const applicationID = 0x474C4C59

// header is what the first hundred bytes of a database file tell
// (https://sqlite.org/fileformat.html#the_database_header).
type header struct {
	pageSize, pages int64
	version         int
}

// inspect looks at what lies at path without changing anything: not the file,
// and nothing beside it. It gives the file's true path.
func inspect(ctx context.Context, path string, m migrations) (string, error) {
	full, err := filepath.Abs(path)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is not there: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return "", fmt.Errorf("opening %s: %w", path, err)
	}
	h, err := readHeader(full)
	if err == nil && h.version > m.version {
		err = fmt.Errorf("%w (form %d; this program knows %d)", store.ErrNewerSchema, h.version, m.version)
	}
	if err == nil && !hasLog(full) { // with a log the file alone does not tell; see verify
		db := openDB(full, frozen)
		defer db.Close()
		err = problem(m.check(ctx, db, h.version))
	}
	if err != nil {
		return "", fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	return full, nil
}

func readHeader(path string) (header, error) {
	info, err := os.Stat(path)
	if err != nil {
		return header{}, err
	}
	switch {
	case info.IsDir():
		return header{}, fmt.Errorf("%w but a folder", store.ErrForeign)
	case !info.Mode().IsRegular():
		return header{}, fmt.Errorf("%w but a device", store.ErrForeign)
	case info.Size() == 0:
		return header{}, fmt.Errorf("%w: the file is empty", store.ErrForeign)
	}
	f, err := os.Open(path)
	if err != nil {
		return header{}, err
	}
	defer f.Close()
	b := make([]byte, 100)
	_, err = io.ReadFull(f, b)
	if !bytes.HasPrefix(b, []byte("SQLite format 3\x00")) {
		return header{}, store.ErrForeign
	}
	if err != nil {
		return header{}, fmt.Errorf("%w: it ends in the middle", store.ErrDamaged)
	}
	if binary.BigEndian.Uint32(b[68:]) != applicationID {
		return header{}, fmt.Errorf("%w but a database of another program", store.ErrForeign)
	}
	h := header{
		pageSize: int64(binary.BigEndian.Uint16(b[16:])),
		pages:    int64(binary.BigEndian.Uint32(b[28:])),
		version:  int(binary.BigEndian.Uint32(b[60:])),
	}
	if h.pageSize == 1 {
		h.pageSize = 1 << 16
	}
	switch {
	case h.pageSize < 512 || h.pageSize&(h.pageSize-1) != 0 || h.version < 1:
		return header{}, fmt.Errorf("%w: its first page makes no sense", store.ErrDamaged)
	case info.Size() < h.pages*h.pageSize && !hasLog(path):
		return header{}, fmt.Errorf("%w: it should have %d bytes and has %d", store.ErrDamaged, h.pages*h.pageSize, info.Size())
	}
	return h, nil
}

// hasLog tells whether a write-ahead log with something in it lies beside the
// file: a program has it open, or did not get to close it.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}
