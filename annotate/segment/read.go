package segment

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/text"
	"galley/annotate/unite"
)

// Left is a file that was not taken, with the reason in words.
type Left struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// Contents are what the segments of a folder hold. They are read as another
// copy of the project is (see merge.Copy).
type Contents struct {
	Folder   string
	Segments int    // that were taken
	Left     []Left // in order of their names

	project annotate.Project
	there   map[annotate.ID]bool // acts that the project has
	acts    []annotate.Logged    // that were read, in the order in which they take effect, each once
	known   map[annotate.ID]bool // all acts
	heads   []string             // digests of segments that no other one names
	numbers map[string]int       // the highest number of each author
}

// Here is the project that takes segments.
type Here interface {
	Project(ctx context.Context) (annotate.Project, error)
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
}

// file is a segment that was read.
type file struct {
	name, digest, author string
	number               int
	header
	acts []annotate.Logged // none where the project has them all
}

// Read reads the segments of a folder that a project lacks; of those whose acts it
// has no more than that they are there. With nil it reads all, of whatever project.
// What cannot be taken is left, with the reason, and so are segments that others
// must come before. A folder that cannot be read gives an error.
func Read(ctx context.Context, folder string, here Here) (*Contents, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	c := &Contents{Folder: folder, there: map[annotate.ID]bool{}, known: map[annotate.ID]bool{}, numbers: map[string]int{}}
	if err := c.meet(ctx, here); err != nil {
		return nil, err
	}
	var waiting []*file
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if e.IsDir() || !strings.Contains(e.Name(), Extension) || strings.HasPrefix(e.Name(), temporary) {
			continue
		}
		f, err := readFile(folder, e.Name(), c.there)
		switch {
		case err != nil:
			c.Left = append(c.Left, Left{e.Name(), err.Error()})
			continue
		case c.project.ID != "" && f.Project != c.project.ID:
			c.Left = append(c.Left, Left{e.Name(), fmt.Sprintf("it is of another project, %s", f.header.Name)})
			continue
		}
		c.project.ID, c.project.Name = f.Project, cmp.Or(c.project.Name, f.header.Name)
		c.numbers[f.author] = max(c.numbers[f.author], f.number)
		waiting = append(waiting, f)
	}
	c.take(waiting)
	slices.SortFunc(c.Left, func(a, b Left) int { return strings.Compare(a.File, b.File) })
	return c, nil
}

// meet learns which project takes the segments, and what it has.
func (c *Contents) meet(ctx context.Context, here Here) error {
	if here == nil {
		return nil
	}
	project, err := here.Project(ctx)
	if err != nil {
		return err
	}
	c.project.ID = project.ID
	log, err := here.Log(ctx, annotate.LogQuery{})
	for _, e := range log {
		c.there[e.ID] = true
	}
	return err
}

// take takes the segments after those that they name, and leaves those for which one is missing.
func (c *Contents) take(waiting []*file) {
	taken := map[string]bool{}
	heads := map[string]bool{}
	for again := true; again; {
		again = false
		waiting = slices.DeleteFunc(waiting, func(f *file) bool {
			if slices.ContainsFunc(f.After, func(d string) bool { return !taken[d] }) {
				return false
			}
			if !taken[f.digest] { // a file may lie there twice
				taken[f.digest] = true
				c.Segments++
				for _, d := range f.After {
					delete(heads, d)
				}
				heads[f.digest] = true
				for _, a := range f.acts {
					if !c.known[a.ID] {
						c.acts = append(c.acts, a)
					}
					c.known[a.ID] = true
				}
				for _, id := range f.IDs {
					c.known[id] = true
				}
			}
			again = true
			return true
		})
	}
	// A head is named by none, in whatever order they were taken.
	c.heads = slices.Sorted(maps.Keys(heads))
	slices.SortFunc(c.acts, unite.Compare)
	for _, f := range waiting {
		n := 0
		for _, d := range f.After {
			if !taken[d] {
				n++
			}
		}
		c.Left = append(c.Left, Left{f.name, fmt.Sprintf("it waits for %d that must come before it and have not arrived, or were left", n)})
	}
}

// mostBytes is how much a segment may unfold to: many times what Write puts into
// one, since a single act may be large.
const mostBytes = 64 * fullBytes

// readFile reads and checks a segment; the error is a sentence on the file.
func readFile(folder, name string, there map[annotate.ID]bool) (*file, error) {
	parts := named.FindStringSubmatch(name)
	if parts == nil {
		return nil, errors.New("no segment has such a name; it may be a copy that a service made of one")
	}
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	f := &file{name: name, author: parts[1], digest: parts[3]}
	f.number, _ = strconv.Atoi(parts[2]) // digits, as the name was matched
	if digest(data) != f.digest {
		return nil, errors.New("it has not arrived whole, or is damaged")
	}
	if err := f.decode(data, there); err != nil {
		return nil, err
	}
	return f, nil
}

// decode reads the acts, but where all of them are there already.
func (f *file) decode(data []byte, there map[annotate.ID]bool) error {
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("it is no segment: %w", err)
	}
	lines := bufio.NewReader(io.LimitReader(plain, mostBytes))
	first, err := lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("it is no segment: %w", err)
	}
	if err := json.Unmarshal(first, &f.header); err != nil || f.Version == 0 {
		return errors.New("it is no segment")
	}
	if f.Version > version {
		return errors.New("a newer Galley wrote it; this one cannot read it")
	}
	if len(f.IDs) > 0 && !slices.ContainsFunc(f.IDs, func(id annotate.ID) bool { return !there[id] }) {
		return nil
	}
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("line %d: it ends within the line", n+1)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		var w act
		if err := json.Unmarshal(line, &w); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		a, err := w.logged()
		if err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		f.acts = append(f.acts, a)
	}
	if len(f.acts) != f.header.Acts {
		return fmt.Errorf("it has %d acts and says that it has %d", len(f.acts), f.header.Acts)
	}
	if f.IDs != nil && !slices.EqualFunc(f.IDs, f.acts, func(id annotate.ID, a annotate.Logged) bool { return id == a.ID }) {
		return errors.New("its acts are not those that it names")
	}
	return nil
}

// Project is whose segments these are; its ID is empty where there are none.
func (c *Contents) Project(context.Context) (annotate.Project, error) { return c.project, nil }

// Things are none: what was made of a project is told by its acts.
func (c *Contents) Things(context.Context, annotate.Kind, annotate.ID) ([]annotate.Thing, error) {
	return nil, nil
}

// Each gives nothing: what the articles hold is told by the acts.
func (c *Contents) Each(context.Context, annotate.Query) iter.Seq2[annotate.Entry, error] {
	return func(func(annotate.Entry, error) bool) {}
}

// Check tells which acts name places that are not in the text of their article:
// nobody's Galley makes these. Merging finds them where the project has the text.
func (c *Contents) Check(context.Context) ([]string, error) {
	texts := map[annotate.ID]*text.Text{}
	var wrong []string
	for _, a := range c.acts {
		for _, e := range a.Edits {
			if made, ok := e.After.(*annotate.Article); ok && made.Text != nil {
				texts[made.ID] = made.Text
			}
			t := texts[e.Layer.Article]
			if e.After == nil || t == nil {
				continue
			}
			if err := annotate.CheckPlaces(t, e.After); err != nil {
				wrong = append(wrong, fmt.Sprintf("act %s: %s %s: %v", a.ID, e.Kind(), e.Target(), err))
			}
		}
	}
	return wrong, nil
}

// Acts are the acts that were read but for those to skip, in the order in which they take effect.
func (c *Contents) Acts(_ context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error] {
	return func(yield func(annotate.Logged, error) bool) {
		for _, a := range c.acts {
			if (skip == nil || !skip(a.ID)) && !yield(a, nil) {
				return
			}
		}
	}
}

// Log tells of the acts that were read.
func (c *Contents) Log(context.Context, annotate.LogQuery) ([]annotate.LogEntry, error) {
	out := make([]annotate.LogEntry, len(c.acts))
	for i, a := range c.acts {
		out[i] = a.Entry()
	}
	return out, nil
}

// Has tells whether an act is in a segment that was taken.
func (c *Contents) Has(id annotate.ID) bool { return c.known[id] }
