package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/store/memory"
)

const schemaFile = `{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
 "entities":[{"label":"PER"},{"label":"LOC"}],"events":[],"relations":[],"event_attributes":[],"document_attributes":[]}`

// project is an empty project in memory.
func project(t testing.TB) *memory.Store {
	t.Helper()
	schema, err := annotate.ParseSchema([]byte(schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	s, err := memory.New("p", "test", annotate.Transaction{ID: "first", Edits: []annotate.Edit{{After: schema}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func clock() time.Time { return time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC) }

// options are those of a test: clock, ids and randomness stand still.
func options() exchange.ImportOptions {
	return exchange.ImportOptions{Now: clock, IDs: annotate.NewIDs(clock, rand.New(rand.NewSource(1)))}
}

// write writes files, by name and content in turn, into a new folder.
func write(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(t testing.TB, target exchange.Target, opt exchange.ImportOptions, paths ...string) *exchange.ImportReport {
	t.Helper()
	report, err := exchange.Import(context.Background(), target, paths, opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// tell is a report in lines: counts, then issues without the folder they lie in.
func tell(r *exchange.ImportReport, dir string) []string {
	out := []string{fmt.Sprintf("new %d, same %d, refused %d, mentions %d, events %d", r.Articles.New, r.Articles.Same, r.Articles.Refused, r.Annotations.Mentions, r.Annotations.Events)}
	for _, list := range [][]format.Issue{r.Warnings, r.Refused} {
		for _, i := range list {
			out = append(out, i.Code+" "+strings.TrimPrefix(strings.TrimPrefix(i.Item, dir), string(filepath.Separator)))
		}
	}
	return out
}

// keys are the keys of the articles of a project, each with its title.
func keys(t testing.TB, s *memory.Store) []string {
	t.Helper()
	var out []string
	for e, err := range s.Each(context.Background(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Article.Key+": "+e.Article.Title)
	}
	return out
}

func TestImportWalksFolders(t *testing.T) {
	dir := write(t,
		"news/b.txt", "Second\nbody", "news/a.txt", "First\nbody", "news/deep/c.txt", "Third",
		"news/.hidden.txt", "not", "news/.git/x.txt", "not", "news/empty.txt", "",
		"news/page.html", "<title>Page</title><p>Text of a page that was saved.</p>", "news/page_files/x.txt", "not",
		"news/t.csv", "id,text\n1,one\n2\n", "news/l.jsonl", "{\"key\":\"j\",\"title\":\"J\",\"text\":\"x\"}\n{bad\n",
		"news/photo.jpg", "\xff\xd8\xff\xe0", "news/README.md", "not", "single.txt", "Alone")
	if err := os.Symlink(".", filepath.Join(dir, "news", "loop")); err != nil {
		t.Skip(err)
	}
	s := project(t)
	got := tell(run(t, s, options(), filepath.Join(dir, "news"), filepath.Join(dir, "single.txt"), filepath.Join(dir, "nowhere")), dir)
	want := []string{
		"new 7, same 0, refused 5, mentions 0, events 0",
		"link news/loop",
		"unknown_format news/photo.jpg", "missing nowhere",
		"empty news/empty.txt", "bad_json news/l.jsonl, line 2", "ragged_row news/t.csv, line 3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	wantKeys := []string{"1: ", "a: First", "b: Second", "deep/c: Third", "j: J", "page: Page", "single: Alone"}
	if diff := cmp.Diff(wantKeys, keys(t, s)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	log, err := s.Log(context.Background(), annotate.LogQuery{})
	if err != nil || log[0].Title != "import news and others (7 articles)" {
		t.Errorf("%v, %v", log[0], err)
	}
}

func TestImportSame(t *testing.T) {
	first := `{"id":"a","text":"one"}
{"id":"a","text":"two"}
{"id":"a","text":"one"}
{"key":"k","text":"three"}
{"id":"7","key":"k","text":"four"}
{"id":"8","key":"k","text":"three"}
`
	dir := write(t, "n.jsonl", first)
	s := project(t)
	file := filepath.Join(dir, "n.jsonl")
	want := []string{"new 2, same 2, refused 2, mentions 0, events 0", "other_id n.jsonl, line 6", "id_taken n.jsonl, line 2", "key_taken n.jsonl, line 5"}
	dry := options()
	dry.DryRun = true
	if diff := cmp.Diff(want, tell(run(t, s, dry, file), dir)); diff != "" {
		t.Errorf("dry run, -want +got\n%s", diff)
	}
	if got := keys(t, s); got != nil {
		t.Errorf("a dry run left %v", got)
	}
	if diff := cmp.Diff(want, tell(run(t, s, options(), file), dir)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	opt := options()
	opt.IDs = annotate.NewIDs(clock, rand.New(rand.NewSource(2)))
	again := tell(run(t, s, opt, file), dir)
	if again[0] != "new 0, same 4, refused 2, mentions 0, events 0" {
		t.Errorf("again: %v", again)
	}
}

func native(key, text, layers string) string {
	return fmt.Sprintf(`{"id":%q,"key":%q,"text":%q,"layers":[%s]}`+"\n", key, key, text, layers)
}

func layer(annotator, state, mentions, rest string) string {
	return fmt.Sprintf(`{"annotator":%q,"kind":"human","state":%q,"mentions":[%s]%s}`, annotator, state, mentions, rest)
}

func mention(id, label string, start, end int, text string) string {
	return fmt.Sprintf(`{"id":%q,"label":%q,"spans":[[%d,%d]],"text":%q}`, id, label, start, end, text)
}

func TestImportLayersOfSameArticle(t *testing.T) {
	const text = "Ada met Bo in Oskar"
	ada, bo := mention("m1", "PER", 0, 3, "Ada"), mention("m2", "PER", 8, 10, "Bo")
	dir := write(t,
		"1.jsonl", native("a", text, layer("ada", "started", ada, "")),
		"2.jsonl", native("a", text, layer("ada", "done", ada+","+bo, "")+","+layer("ben", "new", ada, "")),
		"3.jsonl", native("a", text, layer("ada", "done", mention("m1", "LOC", 0, 3, "Ada")+","+mention("m3", "LOC", 14, 19, "Oskar"),
			`,"entities":[{"id":"m2","label":"PER","name":"x","mentions":["m3"]}]`)))
	s := project(t)
	steps := []struct {
		file string
		want []string
	}{
		{"1.jsonl", []string{"new 1, same 0, refused 0, mentions 1, events 0"}},
		{"1.jsonl", []string{"new 0, same 1, refused 0, mentions 0, events 0"}},
		{"2.jsonl", []string{"new 0, same 1, refused 0, mentions 2, events 0", "state 2.jsonl, line 1, layer of ada"}},
		{"3.jsonl", []string{"new 0, same 1, refused 0, mentions 0, events 0", "differs 3.jsonl, line 1, layer of ada, mention m1",
			"differs 3.jsonl, line 1, layer of ada, entity m2", "refers 3.jsonl, line 1, layer of ada, mention m3"}},
	}
	opt := options()
	for i, step := range steps {
		got := tell(run(t, s, opt, filepath.Join(dir, step.file)), dir)
		got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, "state 3") })
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("step %d, -want +got\n%s", i+1, diff)
		}
	}
	p, err := s.Project(context.Background())
	if err != nil || len(p.People) != 2 {
		t.Errorf("people %v, %v", p.People, err)
	}
}

func TestImportExtendsSchema(t *testing.T) {
	dir := write(t, "n.jsonl", native("a", "Ada", layer("ada", "done", mention("m", "SHIP", 0, 3, "Ada"), ""))+
		native("b", "Bo", layer("ada", "done", mention("m", "SHIP", 0, 2, "Bo"), "")))
	s := project(t)
	got := tell(run(t, s, options(), dir), dir)
	want := []string{"new 2, same 0, refused 0, mentions 2, events 0", "schema_extended n.jsonl, line 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	p, err := s.Project(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if e := p.Schema.Entity("SHIP"); e == nil || !e.Imported || p.Schema.Revision != 1 {
		t.Errorf("schema revision %d, %+v", p.Schema.Revision, e)
	}
}

func TestImportNamesAnnotators(t *testing.T) {
	const conll = "Ada B-PER\nmet O\nBo B-PER\n\n"
	dir := write(t, "n.conll", conll, "n.jsonl", native("a", "Ada", layer("ada", "done", mention("m", "PER", 0, 3, "Ada"), "")))
	named := options()
	named.Annotator = "cy"
	for _, c := range []struct {
		name string
		opt  exchange.ImportOptions
		want []string
		warn string
	}{
		{"not named", options(), []string{"ada", "imported"}, "no_annotator"},
		{"named", named, []string{"ada", "cy"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := project(t)
			r := run(t, s, c.opt, dir)
			var people []string
			p, err := s.Project(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range p.People {
				people = append(people, x.Name)
			}
			if diff := cmp.Diff(c.want, people); diff != "" {
				t.Error(diff)
			}
			warned := slices.ContainsFunc(r.Warnings, func(i format.Issue) bool { return i.Code == "no_annotator" })
			if warned != (c.warn != "") {
				t.Errorf("warnings %v", r.Warnings)
			}
		})
	}
}

func TestImportGivesKeys(t *testing.T) {
	dir := write(t, "n.conll", "-DOCSTART- -X- O O\n\nAda B-PER\n\n-DOCSTART- -X- O O\n\nBo B-PER\n\n")
	s := project(t)
	run(t, s, options(), filepath.Join(dir, "n.conll"))
	if diff := cmp.Diff([]string{"n: Ada", "n#2: Bo"}, keys(t, s)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestImportStrict(t *testing.T) {
	dir := write(t, "n.jsonl", "{\"text\":\"x\"}\n{bad\n")
	s := project(t)
	opt := options()
	opt.Strict = true
	r, err := exchange.Import(context.Background(), s, []string{dir}, opt)
	var strict *exchange.StrictError
	if !errors.As(err, &strict) || strict.Refused != 1 || len(r.Refused) != 1 || r.Changed() || keys(t, s) != nil {
		t.Errorf("%v, %+v", err, r)
	}
	sound := write(t, "n.jsonl", "{\"text\":\"x\"}\n")
	if r := run(t, s, opt, sound); r.Articles.New != 1 {
		t.Errorf("%+v", r)
	}
}

func TestImportUsage(t *testing.T) {
	for name, change := range map[string]func(*exchange.ImportOptions){
		"format": func(o *exchange.ImportOptions) { o.Format = "word" },
		"column": func(o *exchange.ImportOptions) { o.Columns = map[string]string{"a": "colour"} },
	} {
		opt := options()
		change(&opt)
		var usage *exchange.UsageError
		if _, err := exchange.Import(context.Background(), project(t), nil, opt); !errors.As(err, &usage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// full fails from a commit on, as a full disk does.
type full struct {
	*memory.Store
	commits int
}

var errFull = errors.New("the disk is full")

func (f *full) Commit(ctx context.Context, txs ...annotate.Transaction) error {
	if f.commits--; f.commits < 0 {
		return errFull
	}
	return f.Store.Commit(ctx, txs...)
}

// many is a file of n articles.
func many(t testing.TB, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"n%d","text":"text %d"}`+"\n", i, i)
	}
	return filepath.Join(write(t, "many.jsonl", b.String()), "many.jsonl")
}

func TestImportStopsWhenTheStoreFails(t *testing.T) {
	s := &full{project(t), 2}
	r, err := exchange.Import(context.Background(), s, []string{many(t, 1000)}, options())
	if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "after 512 articles, which are in the project") || r.Articles.New != 512 || len(keys(t, s.Store)) != 512 {
		t.Errorf("%v, %+v", err, r)
	}
}

func TestImportCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := project(t)
	opt := options()
	steps := 0
	opt.Progress = func(done, total int64) {
		if steps++; steps == 600 {
			cancel()
		}
		if done > total {
			t.Errorf("%d of %d", done, total)
		}
	}
	r, err := exchange.Import(ctx, s, []string{many(t, 1000)}, opt)
	if !errors.Is(err, context.Canceled) || r.Articles.New != 512 || len(keys(t, s)) != 512 {
		t.Errorf("%v, %+v", err, r.Articles)
	}
}

func TestImportChosenFormat(t *testing.T) {
	dir := write(t, "d/a.md", "# Title", "d/b.txt", "B", "c.md", "C")
	opt := options()
	opt.Format = "txt"
	s := project(t)
	got := tell(run(t, s, opt, filepath.Join(dir, "d"), filepath.Join(dir, "c.md")), dir)
	want := []string{"new 2, same 0, refused 0, mentions 0, events 0", "passed_over d"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Offsets of a file that does not say what they count are taken for what is
// asked, also where they would be right as something else.
func TestImportVariant(t *testing.T) {
	const plain = `{"text":"😀 ab cd","label":[[2,4,"A"]]}` + "\n"
	dir := write(t, "d/doccano.jsonl", plain, "d/other.txt", "B")
	for _, c := range []struct{ variant, want string }{
		{"code-points", "ab"}, {"utf-16", " a"}, {"graphemes", "ab"},
	} {
		t.Run(c.variant, func(t *testing.T) {
			opt := options()
			opt.Variant = c.variant
			s := project(t)
			if r := run(t, s, opt, filepath.Join(dir, "d")); r.Articles.New != 2 || len(r.Refused) > 0 {
				t.Fatalf("came in %+v", r)
			}
			for e, err := range s.Each(t.Context(), annotate.Query{}) {
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range e.Layers {
					for _, m := range l.Mentions.All() {
						if got := e.Article.Quote(m.Spans); got != c.want {
							t.Errorf("%q is marked, want %q", got, c.want)
						}
					}
				}
			}
		})
	}
	for name, path := range map[string]string{"of no format": filepath.Join(dir, "d", "other.txt"), "of another": filepath.Join(dir, "d")} {
		opt := options()
		opt.Variant = "inception"
		if _, err := exchange.Import(t.Context(), project(t), []string{path}, opt); !errors.As(err, new(*exchange.UsageError)) {
			t.Errorf("%s: it says %v", name, err)
		}
	}
	sample, err := exchange.Peek(t.Context(), []string{filepath.Join(dir, "d")}, options(), 5)
	if err != nil || len(sample.Variants) != 3 {
		t.Errorf("a look into the files offers %v: %v", sample.Variants, err)
	}
}

// sink takes what is imported and keeps nothing.
type sink struct{ *memory.Store }

func (sink) Commit(context.Context, ...annotate.Transaction) error { return nil }

// BenchmarkImport is what an import costs besides the store: 1000 articles of 3 KB, without mentions and with 32 in each.
func BenchmarkImport(b *testing.B) {
	text := strings.Repeat("Police in Lyon detained two suspects on Monday. ", 64)
	var mentions []string
	for i := range 32 {
		mentions = append(mentions, mention(fmt.Sprintf("m%d", i), "LOC", 48*i+10, 48*i+14, "Lyon"))
	}
	for name, layers := range map[string]string{"articles": "", "mentions": layer("ada", "done", strings.Join(mentions, ","), "")} {
		var data strings.Builder
		for i := range 1000 {
			data.WriteString(native(fmt.Sprintf("n%d", i), text, layers))
		}
		file := filepath.Join(write(b, "n.jsonl", data.String()), "n.jsonl")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if r := run(b, sink{project(b)}, options(), file); r.Articles.New != 1000 {
					b.Fatal(r)
				}
			}
			b.ReportMetric(float64(1000*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}
