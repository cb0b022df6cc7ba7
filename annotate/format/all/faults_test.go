package all_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
	"galley/store/memory"
)

// fault is something wrong with files that come from elsewhere.
type fault string

const (
	outside      fault = "a span outside the text"
	backwards    fault = "an end before its start"
	otherText    fault = "a text that does not stand there"
	unknown      fault = "an unknown reference"
	twice        fault = "an id used twice"
	otherUnit    fault = "offsets that count something else in one article"
	mixedUnits   fault = "offsets that count two things in one article"
	noCompanion  fault = "a file missing beside it"
	cyclicEvents fault = "events that contain each other"
	truncated    fault = "a file that is cut off"
)

var faults = []fault{outside, backwards, otherText, unknown, twice, otherUnit, mixedUnits, noCompanion, cyclicEvents, truncated}

// cell is a fault in a format: how it gets into what the format writes of
// twoArticles, and what an import makes of it.
type cell struct {
	file     string // the one that is changed; empty: the first that holds old, or where there is one only, that
	old, new string // what is replaced, once
	cut      string // the file ends behind where this stands last
	gone     bool   // the file is not there

	code, at string // of something that is refused: its code, and how its place ends
	warned   bool   // it is a warning: nothing is refused
	lost     string // the names of A that do not come in
	none     string // why a file of the format cannot have the fault, or its reader cannot see it
}

// twoArticles are two, each with a name of A; nothing points at these but one
// relation, and there is an event and an entity. The second has a character
// that is two UTF-16 units.
func twoArticles() []format.Record {
	at := func(start, end int) []span.Span { return []span.Span{{Start: start, End: end}} }
	record := func(id, key, body string, items ...annotate.Item) format.Record {
		return format.Record{
			Article: annotate.NewArticle(annotate.Article{ID: annotate.ID(id), Key: key}, body),
			Layers:  []format.Layer{{Annotator: "ada", Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, items)}},
		}
	}
	return []format.Record{
		record("a1", "k", "Lyon met Nice.",
			&annotate.Mention{ID: "m1", Label: "A", Spans: at(0, 4)}, &annotate.Mention{ID: "m2", Label: "B", Spans: at(9, 13), Entity: "e1"},
			&annotate.Entity{ID: "e1", Label: "B", Name: "Nice", KB: "Q33959"}, &annotate.Relation{ID: "r1", Label: "R", From: "m1", To: "m2"},
			&annotate.Event{ID: "v1", Type: "V", Trigger: at(5, 8), Arguments: []annotate.Argument{{Role: "W", Target: "m2"}}}),
		record("a2", "l", "😀 Oslo met Rome, then Bonn.",
			&annotate.Mention{ID: "m1", Label: "A", Spans: at(5, 9)}, &annotate.Mention{ID: "m2", Label: "B", Spans: at(14, 18)}, &annotate.Mention{ID: "m3", Label: "B", Spans: at(25, 29)}),
	}
}

// TestFaults imports what each format writes with each fault in it: what is
// refused is named by place and reason and the rest comes in, or, where the
// import is strict, nothing does.
func TestFaults(t *testing.T) {
	for _, f := range all.Formats {
		id := f.Info().ID
		row, ok := cells[id]
		if !ok {
			t.Errorf("%s has no row in the table of faults", id)
		}
		for _, what := range faults {
			c, ok := row[what]
			switch {
			case !ok:
				t.Errorf("%s: the table does not say what becomes of %s", id, what)
			case c.none == "":
				t.Run(id+"/"+string(what), func(t *testing.T) { c.test(t, f, what) })
			}
		}
	}
	for id := range cells {
		if all.Find(id) == nil {
			t.Errorf("the table has a row for %s, which is no format", id)
		}
	}
}

func (c cell) test(t *testing.T, f format.Format, what fault) {
	records := twoArticles()
	if what == cyclicEvents {
		c.testCycle(t, f, records)
		return
	}
	path := c.put(t, f, written(t, f, records))
	report, s, err := imported(t, f, path, false)
	if err != nil {
		t.Fatal(err)
	}
	said := report.Refused
	if c.warned {
		said = slices.Concat(report.Refused, report.Warnings)
	}
	i := slices.IndexFunc(said, func(i format.Issue) bool { return i.Code == c.code })
	switch {
	case i < 0:
		t.Fatalf("refused was %v, warned of %v, neither of it %s", report.Refused, report.Warnings, c.code)
	case !strings.HasSuffix(said[i].Item, c.at) || !strings.HasPrefix(said[i].Item, filepath.Dir(path)) || said[i].Message == "":
		t.Errorf("it says %q of %q, which does not end in %q", said[i].Message, said[i].Item, c.at)
	case c.warned && len(report.Refused) > 0:
		t.Errorf("refused was %v", report.Refused)
	}
	if diff := cmp.Diff(c.rest(), names(t, s), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("what came in (-want +got)\n%s\nrefused: %v", diff, report.Refused)
	}

	report, s, err = imported(t, f, path, true)
	var strict *exchange.StrictError
	switch {
	case c.warned && err != nil:
		t.Errorf("a strict import refuses a mere warning: %v", err)
	case c.warned:
	case !errors.As(err, &strict) || !slices.Contains(report.Refused, strict.First) || !strings.Contains(err.Error(), strict.First.Item):
		t.Errorf("a strict import says %v and refuses %v", err, report.Refused)
	case report.Changed() || names(t, s) != nil:
		t.Errorf("a strict import took in %v", names(t, s))
	}
}

// testCycle expects of events that contain each other the arguments that close
// the circles to be refused. In Galley's own format they come in: what people
// did is not lost on its way from a project to another.
func (c cell) testCycle(t *testing.T, f format.Format, records []format.Record) {
	at := func(start, end int) []span.Span { return []span.Span{{Start: start, End: end}} }
	records = records[:1]
	records[0].Layers[0].Layer = annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "A", Spans: at(0, 4)},
		&annotate.Event{ID: "v1", Type: "V", Trigger: at(5, 8), Arguments: []annotate.Argument{{Role: "W", Target: "v2"}, {Role: "X", Target: "v1"}}},
		&annotate.Event{ID: "v2", Type: "V", Trigger: at(9, 13), Arguments: []annotate.Argument{{Role: "W", Target: "v1"}}},
	})
	path := c.put(t, f, written(t, f, records))
	kept, refused := 3, 0
	if f.Info().ID != "galley" {
		kept, refused = 1, 2
		if report, _, err := imported(t, f, path, true); !errors.As(err, new(*exchange.StrictError)) || report.Changed() {
			t.Errorf("a strict import says %v", err)
		}
	}
	report, s, err := imported(t, f, path, false)
	if err != nil || len(report.Refused) != refused {
		t.Fatalf("refused was %v: %v", report.Refused, err)
	}
	for _, r := range report.Refused {
		if r.Code != "cyclic_event" || !strings.HasPrefix(r.Item, filepath.Dir(path)) || !strings.Contains(r.Message, "contain itself") {
			t.Errorf("refused was %+v", r)
		}
	}
	links := 0
	for e, err := range s.Each(context.Background(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range e.Layers[0].Events.All() {
			for _, a := range v.Arguments {
				if _, ok := e.Layers[0].Events.Get(a.Target); ok {
					links++
				}
			}
		}
	}
	if links != kept {
		t.Errorf("%d of three links between events came in, not %d", links, kept)
	}
}

// rest are the names of A that come in.
func (c cell) rest() []string {
	return slices.DeleteFunc([]string{"Lyon", "Oslo"}, func(name string) bool { return strings.Contains(c.lost, name) })
}

// written are the files of records.
func written(t *testing.T, f format.Format, records []format.Record) fstest.MapFS {
	t.Helper()
	for i := range records {
		records[i] = f.Fit(records[i], nil)
	}
	out, err := formattest.Write(f, format.Set{Stem: f.Info().Stem}, records)
	if err != nil {
		t.Fatal(err)
	}
	return out.FS
}

// put writes files with the fault, and tells the path to import.
func (c cell) put(t *testing.T, f format.Format, files fstest.MapFS) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in")
	changed := c.old == ""
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range files {
			if !yield(name) {
				return
			}
		}
	}) {
		data := files[name].Data
		if named := c.file == name || c.file == ""; named && !changed {
			after := replaced(t, name, data, c.old, c.new)
			changed, data = !bytes.Equal(after, data), after
		} else if named && c.gone {
			continue
		} else if named && c.cut != "" {
			if at := bytes.LastIndex(data, []byte(c.cut)); at >= 0 {
				data = data[:at+len(c.cut)]
			}
		}
		file := filepath.Join(path, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !changed {
		t.Fatalf("the format writes no %q", c.old)
	}
	if extension := f.Info().Extension; extension != "" {
		path = filepath.Join(path, format.Set{Stem: f.Info().Stem}.DataName("", extension))
	}
	return path
}

// imported is what comes of a path in a project of its own.
func imported(t *testing.T, f format.Format, path string, strict bool) (*exchange.ImportReport, *memory.Store, error) {
	t.Helper()
	s, err := memory.New("p", "test")
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC) }
	report, err := exchange.Import(context.Background(), s, []string{path}, exchange.ImportOptions{
		Format: f.Info().ID, Strict: strict, Now: clock, IDs: annotate.NewIDs(clock, rand.New(rand.NewSource(1))),
	})
	return report, s, err
}

// names are the names of A in a project, of which tokens may be apart.
func names(t *testing.T, s *memory.Store) (out []string) {
	t.Helper()
	for e, err := range s.Each(context.Background(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range e.Layers {
			for _, m := range l.Mentions.All() {
				if m.Label == "A" {
					out = append(out, e.Article.Quote(m.Spans))
				}
			}
		}
	}
	slices.Sort(out)
	return out
}
