package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"galley/annotate/datasheet"
)

// singleName is the name of the one file that out is, or empty if it is a
// folder: it is a file where it ends in the format's extension.
func singleName(out, extension string) string {
	name := filepath.Base(out)
	if extension == "" || len(name) <= len(extension) || !strings.EqualFold(filepath.Ext(name), extension) {
		return ""
	}
	return name
}

// output is a folder beside the place of an export, in which it is made. Only
// publish gives the files their names.
type output struct {
	path   string // as asked for
	single bool
	force  bool
	temp   string // the folder that holds everything
	dir    string // the part of it that is written to
}

func newOutput(out string, single, force bool) (*output, error) {
	o := &output{path: filepath.Clean(out), single: single, force: force}
	if err := o.checkFree(); err != nil {
		return nil, err
	}
	parent := filepath.Dir(o.path)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, fmt.Errorf("making the folder of %s: %w", o.path, err)
	}
	var err error
	if o.temp, err = os.MkdirTemp(parent, ".galley-export-"); err != nil {
		return nil, fmt.Errorf("making a folder beside %s: %w", o.path, err)
	}
	o.dir = filepath.Join(o.temp, "out")
	if err := os.Mkdir(o.dir, 0o777); err != nil {
		return nil, errors.Join(fmt.Errorf("making a folder beside %s: %w", o.path, err), o.discard())
	}
	return o, nil
}

// checkFree refuses a place where something stands, unless it may be replaced.
// A folder may be only if an export wrote all that lies in it, as its datasheets
// tell: nobody loses their documents by one word too much.
func (o *output) checkFree() error {
	info, err := os.Lstat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("exporting: %w", err)
	case !o.force:
		return &UsageError{fmt.Sprintf("%s exists; name another place, or say that it may be replaced", o.path)}
	case info.IsDir() == o.single || !info.IsDir() && !info.Mode().IsRegular():
		return &UsageError{fmt.Sprintf("%s is of another kind than what would replace it", o.path)}
	case !info.IsDir():
		return nil
	}
	folder := os.DirFS(o.path)
	written, err := exported(folder)
	if err != nil {
		return err
	}
	return fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Type().IsRegular() && written[name] {
			return err
		}
		return &UsageError{fmt.Sprintf("%s will not be replaced: it holds %s, which no export wrote", o.path, filepath.FromSlash(name))}
	})
}

// exported are the files of a folder that exports wrote there: each data set has
// a datasheet that names its files.
func exported(folder fs.FS) (map[string]bool, error) {
	written := map[string]bool{}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != sheetFile || !d.Type().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		var sheet datasheet.Sheet
		if json.Unmarshal(data, &sheet) != nil {
			return nil // somebody else's
		}
		set := path.Dir(name)
		for _, beside := range []string{sheetFile, readmeFile, croissantFile} {
			written[path.Join(set, beside)] = true
		}
		for _, f := range sheet.Files {
			written[path.Join(set, f.Name)] = true
		}
		written[lossesFile] = true // above the data sets of several layers
		return nil
	})
	return written, err
}

// below is the part of o in a folder.
func (o *output) below(folder string) *output {
	p := *o
	p.dir = filepath.Join(o.dir, filepath.FromSlash(folder))
	return &p
}

func (o *output) fs() fs.FS { return os.DirFS(o.dir) }

// Create makes a file and the folders above it.
func (o *output) Create(name string) (io.WriteCloser, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%s lies outside the export", name)
	}
	full := filepath.Join(o.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) { // only what a split is called can do that
		return nil, &UsageError{fmt.Sprintf("two files of the data set would be called %s; give the split another name", name)}
	}
	return f, err
}

func (o *output) json(name string, v any) error {
	f, err := o.Create(name)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := errors.Join(enc.Encode(v), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// publish gives everything the names that were asked for and tells them.
func (o *output) publish() ([]string, error) {
	var names []string
	err := filepath.WalkDir(o.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, strings.TrimPrefix(name, o.dir+string(filepath.Separator)))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.single {
		return o.publishFiles(names)
	}
	if _, err := os.Lstat(o.path); err == nil {
		if err := o.checkFree(); err != nil { // it may have changed while the export was made
			return nil, err
		}
		if err := os.Rename(o.path, filepath.Join(o.temp, "before")); err != nil {
			return nil, err
		}
	}
	if err := os.Rename(o.dir, o.path); err != nil {
		return nil, errors.Join(err, os.Rename(filepath.Join(o.temp, "before"), o.path))
	}
	for i, n := range names {
		names[i] = filepath.Join(o.path, n)
	}
	return names, nil
}

// publishFiles puts a single file, and what lies beside it, in place; the file itself last.
func (o *output) publishFiles(names []string) ([]string, error) {
	parent, own := filepath.Dir(o.path), filepath.Base(o.path)
	slices.SortFunc(names, func(a, b string) int {
		switch {
		case a == own:
			return 1
		case b == own:
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, n := range names {
		if _, err := os.Lstat(filepath.Join(parent, n)); err == nil && !o.force {
			return nil, &UsageError{fmt.Sprintf("%s exists; name another place, or say that it may be replaced", filepath.Join(parent, n))}
		}
	}
	for i, n := range names {
		names[i] = filepath.Join(parent, n)
		if err := os.Rename(filepath.Join(o.dir, n), names[i]); err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	return names, nil
}

// discard takes the work folder away. After publish it is all but empty.
func (o *output) discard() error { return os.RemoveAll(o.temp) }
