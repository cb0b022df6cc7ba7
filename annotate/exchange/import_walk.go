package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotate/format"
)

// headSize is how many bytes of a file its kind is told by.
const headSize = 64 << 10

// job is a file or folder with the reader that reads it.
type job struct {
	reader format.Reader
	in     format.Input
	root   string // the path that was given
	size   int64  // in bytes
}

// walk finds what there is to read.
type walk struct {
	columns  map[string]string
	reader   format.Reader // chosen by the user, or nil
	jobs     []job
	total    int64 // bytes of all jobs
	refused  []format.Issue
	warnings []format.Issue
	open     []io.Closer // archives, until the jobs are done
}

// find finds what there is to read at paths. A *UsageError says that there is no
// such format, or that no file's format can be read as such a variant.
func (w *walk) find(ctx context.Context, paths []string, opt ImportOptions) error {
	if err := w.choose(opt.Format); err != nil {
		return err
	}
	if err := w.all(ctx, paths); err != nil {
		return err
	}
	if opt.Variant == "" || len(w.jobs) == 0 {
		return nil
	}
	varied := false
	for i := range w.jobs {
		j := &w.jobs[i]
		if f, ok := j.reader.(format.Varied); ok && slices.ContainsFunc(f.Info().ReadVariants(), func(v format.Named) bool { return v.ID == opt.Variant }) {
			j.reader, varied = f.Variant(opt.Variant), true
		}
	}
	if !varied {
		return &UsageError{fmt.Sprintf("no file here is of a format that can be read as %q", opt.Variant)}
	}
	return nil
}

func (w *walk) choose(id string) error {
	if id == "" || id == "auto" {
		return nil
	}
	var ids []string
	for _, r := range Readers() {
		if r.Info().ID == id {
			w.reader = r
			return nil
		}
		ids = append(ids, r.Info().ID)
	}
	return &UsageError{fmt.Sprintf("there is no format %q to import; there are auto %s", id, strings.Join(ids, " "))}
}

func (w *walk) refuse(item, code, message string) {
	w.refused = append(w.refused, format.Issue{Item: item, Code: code, Message: message})
}

func (w *walk) all(ctx context.Context, paths []string) error {
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := os.Stat(p)
		switch {
		case !utf8.ValidString(p):
			w.refuse(p, "bad_name", "its name is not valid UTF-8, so it can be no key; rename it")
		case errors.Is(err, fs.ErrNotExist):
			w.refuse(p, "missing", "there is no such file or folder")
		case err != nil:
			w.refuse(p, "unreadable", plainError(err))
		case info.IsDir():
			if err := w.folder(ctx, os.DirFS(p), p); err != nil {
				return err
			}
		default:
			if err := w.given(ctx, p, info); err != nil {
				return err
			}
		}
	}
	return nil
}

// given takes a file that was given by name, which may be an archive of files.
func (w *walk) given(ctx context.Context, name string, info fs.FileInfo) error {
	abs, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	in := format.Input{FS: os.DirFS(filepath.Dir(abs)), Name: filepath.Base(abs), Path: name}
	if head, err := readHead(in); err == nil && bytes.HasPrefix(head, []byte(archiveHead)) {
		if taken, err := w.archive(ctx, name); taken || err != nil {
			return err
		}
	}
	w.file(in, info, name, true)
	return nil
}

// folder takes a folder as one data set, if a format knows it as such, else file
// by file. root is what it is called.
func (w *walk) folder(ctx context.Context, fsys fs.FS, root string) error {
	in := format.Input{FS: fsys, Name: ".", Path: root}
	if r := w.best(in, nil); r != nil {
		var size int64
		err := fs.WalkDir(in.FS, ".", func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if info, err := d.Info(); err == nil {
					size += info.Size()
				}
			}
			return ctx.Err()
		})
		w.add(job{r, in, root, size})
		return err
	}
	passed := 0
	first := ""
	err := fs.WalkDir(in.FS, ".", func(name string, d fs.DirEntry, err error) error {
		called := filepath.Join(root, filepath.FromSlash(name))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			w.refuse(called, "unreadable", plainError(err))
			return nil
		case name == ".":
			return nil
		case strings.HasPrefix(d.Name(), "."), d.IsDir() && w.belongsToPage(in.FS, name):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir(), format.Companion(d.Name()):
			return nil
		case !utf8.ValidString(name):
			w.refuse(called, "bad_name", "its name is not valid UTF-8, so it can be no key; rename it")
			return nil
		}
		info, err := fs.Stat(in.FS, name) // follows a link
		switch {
		case err != nil:
			w.refuse(called, "unreadable", plainError(err))
		case info.IsDir():
			w.warnings = append(w.warnings, format.Issue{Item: called, Code: "link", Message: "it is a link to a folder and was not followed"})
		case !w.file(format.Input{FS: in.FS, Name: name, Path: called}, info, root, false):
			if passed++; passed == 1 {
				first = called
			}
		}
		return nil
	})
	if passed > 0 {
		w.warnings = append(w.warnings, format.Issue{Item: root, Code: "passed_over",
			Message: fmt.Sprintf("%d files do not look like %s and were passed over, the first %s", passed, w.reader.Info().ID, first)})
	}
	return err
}

// belongsToPage tells whether a folder holds the pictures and scripts of a web page that a browser saved beside it.
func (w *walk) belongsToPage(fsys fs.FS, name string) bool {
	page, ok := strings.CutSuffix(name, "_files")
	for _, ext := range []string{".html", ".htm"} {
		if _, err := fs.Stat(fsys, page+ext); ok && err == nil {
			return true
		}
	}
	return false
}

// file takes a file. It is false for one that the chosen format does not know;
// one that was given by name is read all the same.
func (w *walk) file(in format.Input, info fs.FileInfo, root string, given bool) bool {
	if !info.Mode().IsRegular() {
		w.refuse(in.Path, "no_file", "it is neither a file nor a folder")
		return true
	}
	head, err := readHead(in)
	if err != nil {
		w.refuse(in.Path, "unreadable", plainError(err))
		return true
	}
	r := w.best(in, head)
	if r == nil && w.reader == nil {
		r = byExtension(in.Name)
	}
	switch {
	case r == nil && w.reader != nil && given:
		r = w.reader
	case r == nil && w.reader != nil:
		return false
	case r == nil && bytes.HasPrefix(head, []byte(archiveHead)):
		w.refuse(in.Path, "archive", "archives are opened where they are given by name, and not within others")
		return true
	case r == nil:
		w.refuse(in.Path, "unknown_format", "it looks like nothing that can be imported; if it is, name its format with --format")
		return true
	}
	w.add(job{r, in, root, info.Size()})
	return true
}

func (w *walk) add(j job) {
	w.jobs = append(w.jobs, j)
	w.total += j.size
}

// best is the reader that is surest of in, or nil if none is sure at all.
func (w *walk) best(in format.Input, head []byte) format.Reader {
	readers := Readers()
	if w.reader != nil {
		readers = []format.Reader{w.reader}
	}
	var best format.Reader
	sure := 0.0
	for _, r := range readers {
		if s := r.Sniff(in, head); s > sure {
			best, sure = r, s
		}
	}
	return best
}

// byExtension is the reader to which alone a file belongs by its name, though it
// is not as it should be: it knows to say what is wrong.
func byExtension(name string) format.Reader {
	var only format.Reader
	for _, r := range Readers() {
		if e := r.Info().Extension; e == "" || !strings.EqualFold(path.Ext(name), e) {
			continue
		}
		if only != nil {
			return nil
		}
		only = r
	}
	return only
}

func readHead(in format.Input) ([]byte, error) {
	f, err := in.FS.Open(in.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, headSize))
}
