// Package formattest has what the tests of all formats share: a made-up
// document, random ones, and the laws that every format keeps.
package formattest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/text"
)

// Folder is an output in memory that can be read as a file system.
type Folder struct{ FS fstest.MapFS }

// Create makes a file; its content is there once it is closed.
func (f *Folder) Create(path string) (io.WriteCloser, error) {
	if f.FS == nil {
		f.FS = fstest.MapFS{}
	}
	if f.FS[path] != nil {
		return nil, fmt.Errorf("%s is made twice", path)
	}
	f.FS[path] = &fstest.MapFile{}
	return &memoryFile{into: f.FS[path]}, nil
}

// texts are the files by name.
func (f *Folder) texts() map[string]string {
	out := make(map[string]string, len(f.FS))
	for name, file := range f.FS {
		out[name] = string(file.Data)
	}
	return out
}

type memoryFile struct {
	bytes.Buffer
	into *fstest.MapFile
}

func (f *memoryFile) Close() error {
	f.into.Data = f.Bytes()
	return nil
}

// Write writes fitted records, all in one split or, where there are names of
// splits, in turn.
func Write(f format.Format, set format.Set, records []format.Record) (*Folder, error) {
	set.Records = func(yield func(format.Part, error) bool) {
		for i, r := range records {
			p := format.Part{Record: r}
			if len(set.Splits) > 0 {
				p.Split = set.Splits[i%len(set.Splits)]
			}
			if !yield(p, nil) {
				return
			}
		}
	}
	var out Folder
	if err := f.Write(context.Background(), &out, set); err != nil {
		return nil, err
	}
	return &out, nil
}

// Read reads a file or folder.
func Read(f format.Reader, in format.Input) (records []format.Record, issues []format.Issue, schema *annotate.Schema, err error) {
	for r, err := range f.Read(context.Background(), in, format.Options{}) {
		switch {
		case err != nil:
			return records, issues, schema, err
		case r.Record != nil:
			records = append(records, *r.Record)
		case r.Refused != nil:
			issues = append(issues, *r.Refused)
		case r.Warning != nil:
			issues = append(issues, *r.Warning)
		case r.Schema != nil:
			schema = r.Schema
		}
	}
	return records, issues, schema, nil
}

// Compare makes records comparable for cmp: tables as lists, bodies as
// strings, empty and nil alike, places in files apart.
var Compare = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(format.Record{}, "Where"),
	cmpopts.IgnoreFields(annotate.Article{}, "Digest"),
	cmp.Transformer("body", func(t *text.Text) string { return t.String() }),
	cmp.Transformer("items", func(l annotate.Layer) struct {
		ID    annotate.LayerID
		Items []annotate.Item
	} {
		var items []annotate.Item
		l.Each(func(item annotate.Item) { items = append(items, item) })
		return struct {
			ID    annotate.LayerID
			Items []annotate.Item
		}{l.ID, items}
	}),
}

// Run checks the laws of package format on the made-up document and on random
// ones. A format that keeps each article in a file of its own reads them in
// the order of their names: files is true for it.
func Run(t *testing.T, f format.Format, files bool) {
	layers := 1
	if f.Info().Holds.Layers {
		layers = 3
	}
	t.Run("document", func(t *testing.T) {
		rec := Document()
		law(t, f, format.Set{Schema: Schema()}, []format.Record{rec}, files)
		if diff := cmp.Diff(Document(), rec, Compare); diff != "" {
			t.Errorf("Fit or Write changed the record it was given (-before +after)\n%s", diff)
		}
	})
	for _, variant := range f.Info().VariantIDs() {
		t.Run(variant, func(t *testing.T) {
			f, ok := format.Variant(f, variant)
			if !ok {
				t.Fatal("the format names a variant that it has not")
			}
			law(t, f, format.Set{Schema: Schema()}, []format.Record{Document()}, files)
		})
	}
	t.Run("nothing", func(t *testing.T) { law(t, f, format.Set{}, nil, files) })
	t.Run("random", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			records := rapid.SliceOfN(Records(layers), 1, 3).Draw(t, "records")
			for i := range records {
				records[i].Article.Key = fmt.Sprint(i, " ", records[i].Article.Key)
				records[i].Article.ID += annotate.ID(fmt.Sprint(" ", i))
			}
			f := f
			if variants := f.Info().VariantIDs(); len(variants) > 0 {
				f, _ = format.Variant(f, rapid.SampledFrom(append([]string{""}, variants...)).Draw(t, "variant"))
			}
			law(t, f, format.Set{Schema: Schema()}, records, files)
		})
	})
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// law is: reading what was written gives what fitted, what fits fits again
// without loss, and writing twice gives the same bytes.
func law(t failer, f format.Format, set format.Set, records []format.Record, files bool) {
	t.Helper()
	set.Stem = f.Info().Stem
	var fitted []format.Record
	for _, r := range records {
		var first, second format.Losses
		fit := f.Fit(r, &first)
		if diff := cmp.Diff(fit, f.Fit(fit, &second), Compare); diff != "" || len(second.List()) > 0 {
			t.Fatalf("what fitted does not fit again: lost %v (-first +second)\n%s", second.List(), diff)
		}
		if err := sound(fit); err != nil {
			t.Fatalf("what fitted is not sound: %v", err)
		}
		fitted = append(fitted, fit)
	}
	out, err := Write(f, set, fitted)
	if err != nil {
		t.Fatalf("writing: %v", err)
	}
	again, err := Write(f, set, fitted)
	if err != nil {
		t.Fatalf("writing again: %v", err)
	}
	if diff := cmp.Diff(out.texts(), again.texts()); diff != "" {
		t.Fatalf("written twice, the bytes differ:\n%s", diff)
	}
	in := format.Input{FS: out.FS, Name: ".", Path: "out"}
	if extension := f.Info().Extension; extension != "" {
		in.Name = set.DataName("", extension)
	}
	got, issues, _, err := Read(f, in)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	for _, issue := range issues {
		if issue.Code != format.CodeTextRebuilt {
			t.Fatalf("reading what was written, %s: %s\n%s", issue.Item, issue.Message, show(out))
		}
	}
	want := slices.Clone(fitted)
	if files {
		byKey := func(a, b format.Record) int { return strings.Compare(a.Article.Key, b.Article.Key) }
		slices.SortFunc(want, byKey)
		slices.SortFunc(got, byKey)
	}
	if !f.Info().Holds.Text {
		for i := range want {
			want[i] = format.Blankless(want[i])
		}
		for i := range got {
			got[i] = format.Blankless(got[i])
		}
	}
	if diff := cmp.Diff(want, got, Compare); diff != "" {
		t.Fatalf("read is not what was written (-written +read)\n%s\n%s", diff, show(out))
	}
}

func show(out *Folder) string {
	s := ""
	for name, file := range out.FS {
		if len(file.Data) < 4000 {
			s += fmt.Sprintf("--- %s\n%s\n", name, file.Data)
		}
	}
	return s
}

// sound puts every layer of rec together as acts would.
func sound(rec format.Record) error {
	for _, l := range rec.Layers {
		var err error
		format.Assemble(rec.Article, items(l), func(item annotate.Item, code string, why error) {
			err = &annotate.ItemError{Kind: item.ItemKind(), ID: item.ItemID(), Err: why}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func items(l format.Layer) []annotate.Item {
	var out []annotate.Item
	l.Each(func(item annotate.Item) { out = append(out, item) })
	return out
}

// Seed is a file that f writes of the made-up document, by its name; for fuzzing.
func Seed(t testing.TB, f format.Format, name string) []byte {
	t.Helper()
	out, err := Write(f, format.Set{Schema: Schema(), Stem: f.Info().Stem}, []format.Record{f.Fit(Document(), nil)})
	if err != nil {
		t.Fatal(err)
	}
	if out.FS[name] == nil {
		t.Fatalf("%s writes no %s", f.Info().ID, name)
	}
	return out.FS[name].Data
}

// Sound fails unless reading in gives sound records and ends; for fuzzing.
func Sound(t *testing.T, f format.Format, in format.Input) {
	records, _, _, _ := Read(f, in)
	for _, r := range records {
		if err := sound(r); err != nil {
			t.Errorf("%s was read, but %v", r.Where, err)
		}
		fit := f.Fit(r, nil)
		if err := sound(fit); err != nil {
			t.Errorf("%s was fitted, but %v", r.Where, err)
		}
	}
}
