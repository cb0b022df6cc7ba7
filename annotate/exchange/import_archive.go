package exchange

import (
	"archive/zip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// How much an archive may hold: a few kilobytes can unfold to more than any disk.
const (
	maxEntry     = 256 << 20 // bytes of one file in it
	maxUnfolding = 200       // times its own size, of all of them
	freeSize     = 64 << 20  // bytes that are never too much
)

// archiveHead is how .zip archives begin. Office documents and books are such, too.
const archiveHead = "PK\x03\x04"

// archive takes the files of a .zip archive as those of a folder. Archives within
// it are not opened. ok is false for a document that is packed like one.
func (w *walk) archive(ctx context.Context, name string) (ok bool, err error) {
	f, err := os.Open(name)
	if err != nil {
		return false, nil // which the reader of the file will tell
	}
	w.open = append(w.open, f)
	info, err := f.Stat()
	if err != nil {
		return false, nil
	}
	z, err := zip.NewReader(f, info.Size())
	switch {
	case err != nil && !strings.EqualFold(filepath.Ext(name), ".zip"):
		return false, nil
	case err != nil:
		w.refuse(name, "bad_archive", "it is no .zip archive that can be read; it may have been cut off")
		return true, nil
	case slices.ContainsFunc(z.File, func(e *zip.File) bool { return e.Name == "[Content_Types].xml" || e.Name == "mimetype" }):
		return false, nil
	}
	if fault := unfolds(z, info.Size()); fault != "" {
		w.refuse(name, "too_long", fault)
		return true, nil
	}
	seen := map[string]bool{}
	z.File = slices.DeleteFunc(z.File, func(e *zip.File) bool {
		code, fault := entryFault(e)
		if fault == "" && seen[e.Name] {
			code, fault = "duplicate_name", "another file of this name comes before it"
		}
		seen[e.Name] = true
		if fault != "" {
			w.refuse(fmt.Sprintf("%s, entry %s", name, clip(e.Name)), code, fault)
		}
		return fault != "" || strings.HasPrefix(e.Name, "__MACOSX/") // of which every file has a shadow there
	})
	return true, w.folder(ctx, z, name)
}

// unfolds tells whether the files of an archive take more room than it can be meant to.
func unfolds(z *zip.Reader, size int64) (fault string) {
	var packed, whole uint64
	for _, e := range z.File {
		packed += e.CompressedSize64
		whole += min(e.UncompressedSize64, 1<<40)
	}
	switch {
	case packed > uint64(size):
		return "its entries lie over one another"
	case whole > max(freeSize, maxUnfolding*uint64(size)):
		return fmt.Sprintf("its files take %d times its own size, more than any text does", whole/uint64(size))
	}
	return ""
}

// entryFault tells why a file of an archive is not read.
func entryFault(e *zip.File) (code, fault string) {
	name := strings.TrimSuffix(strings.TrimPrefix(e.Name, "./"), "/")
	switch mode := e.Mode(); {
	case !utf8.ValidString(name):
		return "bad_name", "its name is not valid UTF-8, so it can be no key"
	case !fs.ValidPath(name) || strings.Contains(name, `\`):
		return "bad_name", "its name leads out of the archive"
	case mode.IsDir():
		return "", ""
	case !mode.IsRegular():
		return "no_file", "it is neither a file nor a folder"
	case e.Flags&1 != 0:
		return "encrypted", "it is encrypted"
	case e.UncompressedSize64 > maxEntry:
		return "too_long", fmt.Sprintf("it is longer than %d MiB", maxEntry>>20)
	}
	return "", ""
}

// close closes the archives that were opened.
func (w *walk) close() {
	for _, f := range w.open {
		f.Close()
	}
}
