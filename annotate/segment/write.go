package segment

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"

	"galley/annotate"
)

// temporary begins the names of files that are being written.
const temporary = ".galley-"

// unfinished is the name of a file that is being written, as os.CreateTemp makes it.
var unfinished = regexp.MustCompile(`^\.galley-[0-9]+$`)

// fullBytes is about how much a segment may hold before it is compressed: a
// service carries several smaller files better than a large one.
const fullBytes = 16 << 20

// Source is a project whose acts are written.
type Source interface {
	Project(ctx context.Context) (annotate.Project, error)
	Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error]
}

// InsideError says that a project lies in the folder that is to be shared,
// where a service would damage it.
type InsideError struct{ Project string }

func (e *InsideError) Error() string {
	return fmt.Sprintf("%s lies in the shared folder itself; keep the project outside of it", e.Project)
}

// Outside gives an *InsideError where a project's file lies in a folder, or below it.
func Outside(project, folder string) error {
	file, err := filepath.Abs(project)
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	} else if real, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil { // it is not there yet
		file = filepath.Join(real, filepath.Base(file))
	}
	shared, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(shared); err == nil {
		shared = real
	}
	if rest, err := filepath.Rel(shared, file); err == nil && filepath.IsLocal(rest) {
		return &InsideError{project}
	}
	return nil
}

// Write writes the acts of a project that no segment has, and gives the names of
// the files: none where all are there. A file appears whole or not at all, and
// what was written stays when a later one fails. What a program that was killed
// left half-written is taken away first.
func (c *Contents) Write(ctx context.Context, source Source) ([]string, error) {
	project, err := source.Project(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.clean(); err != nil {
		return nil, err
	}
	w := &writer{Contents: c, project: &project}
	for a, err := range source.Acts(ctx, c.Has) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return w.files, err
		}
		if err := w.add(a); err != nil {
			return w.files, err
		}
	}
	return w.files, w.flush()
}

// clean takes away files that were never written to their end. One that another
// program is writing just now goes too: that one writes it again.
func (c *Contents) clean() error {
	entries, err := os.ReadDir(c.Folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !unfinished.MatchString(e.Name()) {
			continue
		}
		if err := os.Remove(filepath.Join(c.Folder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("taking away what was left half-written: %w", err)
		}
	}
	return nil
}

// writer gathers acts for the next segment.
type writer struct {
	*Contents
	project *annotate.Project
	lines   bytes.Buffer
	acts    []annotate.ID
	author  annotate.ID // of the newest act that has one
	files   []string
}

func (w *writer) add(a annotate.Logged) error {
	line, err := wire(a)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(&w.lines)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil {
		return err
	}
	w.acts = append(w.acts, a.ID)
	w.author = cmp.Or(a.Author, w.author)
	if w.lines.Len() >= fullBytes {
		return w.flush()
	}
	return nil
}

// flush writes a segment of what was gathered, if anything.
func (w *writer) flush() error {
	if len(w.acts) == 0 {
		return nil
	}
	head, err := json.Marshal(header{Version: version, Project: w.project.ID, Name: w.project.Name, After: append([]string{}, w.heads...), Acts: len(w.acts), IDs: w.acts})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, err = zip.Write(append(head, '\n'))
	if err == nil {
		_, err = zip.Write(w.lines.Bytes())
	}
	if err := errors.Join(err, zip.Close()); err != nil {
		return err
	}
	author := ""
	if p := w.project.Person(w.author); p != nil {
		author = p.Name
	}
	sum := digest(packed.Bytes())
	prefix := named.FindStringSubmatch(fileName(author, 0, sum))[1]
	name := fileName(author, w.numbers[prefix]+1, sum)
	if err := writeOnce(w.Folder, name, packed.Bytes()); err != nil {
		return err
	}
	w.numbers[prefix]++
	w.files = append(w.files, name)
	w.heads = []string{sum}
	for _, id := range w.acts {
		w.known[id] = true
	}
	w.acts, w.author = nil, ""
	w.lines.Reset()
	return nil
}

// writeOnce makes a file that appears whole, on disk, under its name.
func writeOnce(folder, name string, data []byte) error {
	const tries = 1000 // a whole team may be at it
	for n := 1; ; n++ {
		err := tryWrite(folder, name, data)
		var link *os.LinkError // another program took the file away before it had its name
		if n == tries || !errors.As(err, &link) || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
}

func tryWrite(folder, name string, data []byte) error {
	f, err := os.CreateTemp(folder, temporary+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(folder)
}

// syncFolder has the names in a folder on disk.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil // a folder cannot be synced there; NTFS logs the change of a name
	}
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // the file systems of some shares cannot
	}
	return errors.Join(err, f.Close())
}
