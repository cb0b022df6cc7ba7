package segment_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/segment"
	"galley/annotate/span"
	"galley/store"
	"galley/store/memory"
)

const schema = `{"format":"news-schema","version":1,"id":"x","name":"X","revision":1,"nesting":true,"overlap":true,
"entities":[{"label":"PER"},{"label":"LOC"}],"events":[],"relations":[],"event_attributes":[],"document_attributes":[]}`

// machine is a copy of the project with its copy of the shared folder.
type machine struct {
	rapid.TB
	*memory.Store
	ids    *annotate.IDs
	who    annotate.ID
	folder string
	made   int
}

// team is a project on as many machines as there are people, the first of which made it.
func team(t rapid.TB, dir func() string, people ...annotate.ID) []*machine {
	t.Helper()
	s, err := annotate.ParseSchema([]byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	first := annotate.Transaction{ID: "first", Title: "begin", Edits: []annotate.Edit{
		{After: s}, {After: annotate.NewArticle(annotate.Article{ID: "a", Key: "a", Title: "A < B"}, "aa bb cc dd 😀 مرحبا")}}}
	for _, p := range people {
		first.Edits = append(first.Edits, annotate.Edit{After: &annotate.Person{ID: p, Name: string(p)}})
	}
	var out []*machine
	for i, p := range people {
		m := &machine{TB: t, who: p, folder: dir(), ids: annotate.NewIDs(func() time.Time { return time.UnixMilli(1e12) }, rand.New(rand.NewSource(int64(i))))}
		m.Store, err = memory.New("p", "P", first)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// mark makes a mention in the annotator's layer, or relabels one that is there.
func (m *machine) mark(id annotate.ID, label string, in annotate.ID) {
	m.Helper()
	layer := annotate.LayerID{Article: "a", Annotator: in, Kind: annotate.Human}
	l, err := m.Layer(context.Background(), layer)
	if err != nil {
		m.Fatal(err)
	}
	edit := annotate.Edit{Layer: layer, After: &annotate.Mention{ID: id, Label: label, Spans: []span.Span{{Start: 0, End: 2}}}}
	if was, ok := l.Mentions.Get(id); ok {
		edit.Before = was
		if was.Label == label {
			return
		}
	}
	m.made++
	if err := m.Commit(context.Background(), annotate.Transaction{ID: m.ids.Next(), Author: m.who, At: time.UnixMilli(1e12), Title: "mark", Edits: []annotate.Edit{edit}}); err != nil {
		m.Fatal(err)
	}
}

// exchange takes in and writes, and gives how many files were written and what was left.
func (m *machine) exchange() (files int, left []segment.Left) {
	m.Helper()
	c, err := segment.Read(context.Background(), m.folder, m.Store)
	if err != nil {
		m.Fatal(err)
	}
	if wrong, err := c.Check(context.Background()); err != nil || len(wrong) > 0 {
		m.Fatal(wrong, err)
	}
	var acts []annotate.Logged
	for a, err := range c.Acts(context.Background(), nil) {
		if err != nil {
			m.Fatal(err)
		}
		acts = append(acts, a)
	}
	if _, err := m.Unite(context.Background(), acts, false); err != nil {
		m.Fatal(err)
	}
	names, err := c.Write(context.Background(), m.Store)
	if err != nil {
		m.Fatal(err)
	}
	return len(names), c.Left
}

// has is all that the article bears.
func (m *machine) has() []string {
	m.Helper()
	layers, err := m.Layers(context.Background(), "a")
	if err != nil {
		m.Fatal(err)
	}
	var out []string
	for _, l := range layers {
		l.Each(func(item annotate.Item) {
			line, err := json.Marshal(annotate.Edit{Layer: l.ID, After: item})
			if err != nil {
				m.Fatal(err)
			}
			out = append(out, string(line))
		})
	}
	return out
}

func (m *machine) files() []string {
	m.Helper()
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		m.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// carry does what a service does: the first bytes of a file, or all, come into another folder.
func carry(t rapid.TB, from, to *machine, name string, bytes int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(from.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	if there, err := os.ReadFile(filepath.Join(to.folder, name)); err == nil && len(there) >= min(bytes, len(data)) {
		return
	}
	if err := os.WriteFile(filepath.Join(to.folder, name), data[:min(bytes, len(data))], 0o666); err != nil {
		t.Fatal(err)
	}
}

const whole = 1 << 30

// Three people exchange in any order what arrives late, in part and in any
// order. When all has arrived all have the same, and nothing goes on.
func TestExchangeConverges(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		root, err := os.MkdirTemp("", "exchange")
		if err != nil {
			r.Fatal(err)
		}
		defer os.RemoveAll(root)
		machines := team(r, func() string {
			dir, err := os.MkdirTemp(root, "")
			if err != nil {
				r.Fatal(err)
			}
			return dir
		}, "ada", "ben", "cy")
		draw := func(of string) *machine { return machines[rapid.IntRange(0, len(machines)-1).Draw(r, of)] }
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			m := draw("machine")
			switch rapid.IntRange(0, 4).Draw(r, "step") {
			case 0, 1:
				id := annotate.ID(fmt.Sprint("m", rapid.IntRange(1, 3).Draw(r, "mention")))
				m.mark(id, rapid.SampledFrom([]string{"PER", "LOC"}).Draw(r, "label"), draw("layer").who)
			case 2:
				m.exchange()
			default:
				to := draw("to")
				if names := m.files(); len(names) > 0 && to != m {
					carry(r, m, to, rapid.SampledFrom(names).Draw(r, "file"), rapid.SampledFrom([]int{0, 100, whole}).Draw(r, "bytes"))
				}
			}
		}
		all := func() {
			for _, from := range machines {
				for _, to := range machines {
					for _, name := range from.files() {
						if from != to {
							carry(r, from, to, name, whole)
						}
					}
				}
			}
		}
		for range 2 {
			for _, m := range machines {
				m.exchange()
			}
			all()
		}
		made := 0
		for _, m := range machines {
			if files, left := m.exchange(); files > 0 || len(left) > 0 {
				r.Fatalf("at the end %s writes %d files and leaves %v", m.who, files, left)
			}
			if diff := cmp.Diff(machines[0].has(), m.has()); diff != "" {
				r.Fatalf("%s has something else than %s\n%s", m.who, machines[0].who, diff)
			}
			made += m.made
		}
		n := 0
		for range machines[0].Acts(t.Context(), nil) {
			n++
		}
		if n != made+1 {
			r.Fatalf("%d acts of %d are there", n, made+1)
		}
	})
}

func TestLeft(t *testing.T) {
	machines := team(t, t.TempDir, "ada", "ben")
	ada, ben := machines[0], machines[1]
	ada.mark("m1", "PER", "ada")
	ada.exchange()
	ada.mark("m2", "PER", "ada")
	ada.exchange()
	names := ada.files()
	if len(names) != 2 || !strings.HasPrefix(names[0], "ada-000001-") || !strings.HasPrefix(names[1], "ada-000002-") {
		t.Fatalf("the files are %q", names)
	}
	put := func(who string, lines string) { pack(t, ben.folder, who, lines) }
	carry(t, ada, ben, names[1], whole)
	put("newer", `{"galley_segment":99,"project":"p","after":[],"acts":0}`+"\n")
	put("other", `{"galley_segment":1,"project":"q","name":"Quarry","after":[],"acts":0}`+"\n")
	put("long", `{"galley_segment":1,"project":"p","after":[],"acts":0}`+"\n"+strings.Repeat(" ", 1<<20))
	put("short", `{"galley_segment":1,"project":"p","after":[],"acts":3}`+"\n")
	put("named", `{"galley_segment":1,"project":"p","after":[],"acts":1,"ids":["x"]}`+"\n"+`{"id":"y","at":0,"title":"","rank":1,"edits":[]}`+"\n")
	put("known", `{"galley_segment":1,"project":"p","after":[],"acts":1,"ids":["first"]}`+"\nnot read since ben has it\n")
	put("misplaced", `{"galley_segment":1,"project":"p","after":[],"acts":1}`+"\n"+`{"id":"t","at":0,"title":"","rank":1,"edits":[{"k":"mention","a":{"id":"z"}}]}`+"\n")
	put("textless", `{"galley_segment":1,"project":"p","after":[],"acts":1}`+"\n"+`{"id":"t","at":0,"title":"","rank":1,"edits":[{"k":"article","a":{"id":"z"}}]}`+"\n")
	for name, text := range map[string]string{
		"ada-000001-0123 (conflicted copy).segment":       "x",
		"damaged-000001-0123456789abcdef01234567.segment": "x",
		".galley-7":    "being written",
		"holidays.jpg": "not ours",
	} {
		if err := os.WriteFile(filepath.Join(ben.folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_, left := ben.exchange()
	var got []string
	for _, l := range left {
		who, _, _ := strings.Cut(l.File, "-")
		got = append(got, who+": "+l.Why)
	}
	slices.Sort(got)
	want := []string{
		"ada: it waits for 1 that must come before it and have not arrived, or were left",
		"ada: no segment has such a name; it may be a copy that a service made of one",
		"damaged: it has not arrived whole, or is damaged",
		"long: line 2: it ends within the line",
		"misplaced: line 2: act t: mention z: it is in the wrong place",
		"named: its acts are not those that it names",
		"newer: a newer Galley wrote it; this one cannot read it",
		"other: it is of another project, Quarry",
		"short: it has 0 acts and says that it has 3",
		"textless: line 2: act t makes article z without its text",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("left (-want +got)\n%s", diff)
	}
	if has := ben.has(); len(has) > 0 {
		t.Errorf("ben has %q", has)
	}
	carry(t, ada, ben, names[0], whole)
	ben.exchange()
	if diff := cmp.Diff(ada.has(), ben.has()); diff != "" {
		t.Errorf("when all has arrived\n%s", diff)
	}
}

// A segment that got lost or damaged is written anew by whoever has its acts.
func TestDamagedIsWrittenAnew(t *testing.T) {
	machines := team(t, t.TempDir, "ada", "ben")
	ada, ben := machines[0], machines[1]
	ada.mark("m1", "PER", "ada")
	ada.exchange()
	if err := os.WriteFile(filepath.Join(ada.folder, ada.files()[0]), []byte("torn"), 0o666); err != nil {
		t.Fatal(err)
	}
	if files, _ := ada.exchange(); files != 1 {
		t.Errorf("%d files are written", files)
	}
	for _, name := range ada.files() {
		carry(t, ada, ben, name, whole)
	}
	ben.exchange()
	if diff := cmp.Diff(ada.has(), ben.has()); diff != "" {
		t.Error(diff)
	}
}

// What a program that was killed left half-written is taken away, and nothing else.
func TestLeftHalfWritten(t *testing.T) {
	ada := team(t, t.TempDir, "ada")[0]
	for _, name := range []string{".galley-123", ".galley-1 (copy)", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(ada.folder, name), []byte("torn"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ada.mark("m1", "PER", "ada")
	ada.exchange()
	names := ada.files()
	if len(names) != 3 || names[0] != ".galley-1 (copy)" || names[2] != "notes.txt" {
		t.Errorf("the folder holds %q", names)
	}
	if err := os.WriteFile(filepath.Join(ada.folder, ".galley-9"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	ada.exchange() // with nothing to write
	if diff := cmp.Diff(names, ada.files()); diff != "" {
		t.Error(diff)
	}
}

// Several programs exchange through one folder at the same time, each of which
// takes for left half-written what another one is writing.
func TestExchangeAtOnce(t *testing.T) {
	dir := t.TempDir()
	machines := team(t, func() string { return dir }, "ada", "ben", "cy", "dora")
	var done sync.WaitGroup
	for _, m := range machines {
		done.Go(func() {
			for n := range 10 {
				m.mark(annotate.ID(fmt.Sprint(m.who, n)), "PER", m.who)
				m.exchange()
			}
		})
	}
	done.Wait()
	for range 2 {
		for _, m := range machines {
			m.exchange()
		}
	}
	for _, m := range machines {
		if has := m.has(); len(has) != 40 {
			t.Errorf("%s has %d mentions", m.who, len(has))
		}
	}
	for _, name := range machines[0].files() {
		if !strings.HasSuffix(name, segment.Extension) {
			t.Errorf("%s is left", name)
		}
	}
}

// Places that are not in the text come from no Galley.
func TestCheckPlaces(t *testing.T) {
	ada := team(t, t.TempDir, "ada")[0]
	forged := annotate.Logged{Rank: 9, Transaction: annotate.Transaction{ID: "f", Edits: []annotate.Edit{{
		Layer: annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human},
		After: &annotate.Mention{ID: "m", Label: "PER", Spans: []span.Span{{Start: 0, End: 999}}}}}}}
	c, err := segment.Read(t.Context(), ada.folder, ada.Store)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(t.Context(), forger{ada.Store, forged}); err != nil {
		t.Fatal(err)
	}
	if c, err = segment.Read(t.Context(), ada.folder, ada.Store); err != nil || len(c.Left) > 0 {
		t.Fatal(c.Left, err)
	}
	if wrong, err := c.Check(t.Context()); err != nil || len(wrong) != 1 || !strings.HasPrefix(wrong[0], "act f: mention m: ") {
		t.Errorf("%q %v", wrong, err)
	}
}

func TestOutside(t *testing.T) {
	dir := t.TempDir()
	shared := filepath.Join(dir, "shared")
	if err := os.Mkdir(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(shared, link); err != nil {
		t.Skip(err)
	}
	within, linked := filepath.Join(shared, "q.galley"), filepath.Join(dir, "q.galley")
	if err := os.WriteFile(within, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(within, linked); err != nil {
		t.Fatal(err)
	}
	for path, inside := range map[string]bool{
		linked:                         true,
		filepath.Join(dir, "p.galley"): false,
		filepath.Join(dir, "shared-not", "p.galley"): false,
		filepath.Join(shared, "p.galley"):            true,
		filepath.Join(shared, "deep", "p.galley"):    true,
		filepath.Join(link, "p.galley"):              true,
	} {
		if err := segment.Outside(path, shared); (err != nil) != inside {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// pack makes a segment of lines, with a name that fits it.
func pack(t testing.TB, folder, who, lines string) {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	if _, err := zip.Write([]byte(lines)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-000001-%s.segment", who, hex.EncodeToString(sum[:])[:24])), b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// unpack are the lines of a segment.
func unpack(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func FuzzRead(f *testing.F) {
	ada := team(f, f.TempDir, "ada")[0]
	ada.mark("m1", "PER", "ada")
	ada.exchange()
	f.Add(unpack(f, filepath.Join(ada.folder, ada.files()[0])))
	f.Fuzz(func(t *testing.T, lines string) {
		dir := t.TempDir()
		pack(t, dir, "x", lines)
		c, err := segment.Read(t.Context(), dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.Segments+len(c.Left) != 1 {
			t.Errorf("%d segments, left %v", c.Segments, c.Left)
		}
		if _, err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// forger is a project with one act more than it has.
type forger struct {
	store.Store
	act annotate.Logged
}

func (f forger) Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error] {
	return func(yield func(annotate.Logged, error) bool) {
		for a, err := range f.Store.Acts(ctx, skip) {
			if !yield(a, err) {
				return
			}
		}
		yield(f.act, nil)
	}
}
