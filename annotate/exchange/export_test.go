package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/datasheet"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/format/galley"
	"galley/annotate/review"
	"galley/annotate/span"
)

// corpus is a project in memory.
type corpus struct {
	project annotate.Project
	entries []annotate.Entry
	things  []annotate.Thing
}

func (c *corpus) Project(context.Context) (annotate.Project, error) { return c.project, nil }

func (c *corpus) Find(_ context.Context, q annotate.Query) ([]annotate.Ref, error) {
	return make([]annotate.Ref, len(c.chosen(q))), nil
}

// chosen are the entries of articles with a part of their key and of some days.
func (c *corpus) chosen(q annotate.Query) (out []annotate.Entry) {
	for _, e := range c.entries {
		if strings.Contains(e.Article.Key, q.Text) && q.Covers(e.Article.Published) {
			out = append(out, e)
		}
	}
	return out
}

func (c *corpus) Things(_ context.Context, kind annotate.Kind, _ annotate.ID) ([]annotate.Thing, error) {
	return slices.DeleteFunc(slices.Clone(c.things), func(t annotate.Thing) bool { return t.ItemKind() != kind }), nil
}

func (c *corpus) Newest(context.Context) (map[annotate.ID]time.Time, error) {
	out := map[annotate.ID]time.Time{}
	for i, e := range c.entries {
		out[e.Article.ID] = time.Date(2016, 5, 2, 0, 0, i, 0, time.UTC)
	}
	return out, nil
}

func (c *corpus) Each(_ context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error] {
	return func(yield func(annotate.Entry, error) bool) {
		for _, e := range c.chosen(q) {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (c *corpus) Heads(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error] {
	return func(yield func(annotate.Entry, error) bool) {
		for e, err := range c.Each(ctx, q) {
			a := *e.Article
			a.Text = nil
			head := annotate.Entry{Article: &a}
			for _, l := range e.Layers {
				head.Layers = append(head.Layers, annotate.Layer{ID: l.ID, Head: l.Head})
			}
			if !yield(head, err) {
				return
			}
		}
	}
}

// newCorpus has n copies of the made-up document, each with layers of the
// people given: "ada", or "ada gold".
func newCorpus(n int, layers ...string) *corpus {
	c := &corpus{project: annotate.Project{Name: "p", Schema: formattest.Schema()}}
	doc := formattest.Document()
	for i := range n {
		a := *doc.Article
		a.ID, a.Key = annotate.ID(fmt.Sprintf("id-%03d", i)), fmt.Sprintf("news-%03d", i)
		a.Outlet, a.Published = fmt.Sprintf("outlet %d", i%7), fmt.Sprintf("2016-05-%02dT10:00:00Z", 1+i%11)
		entry := annotate.Entry{Article: &a}
		for _, l := range layers {
			name, kind, ok := strings.Cut(l, " ")
			if !ok {
				kind = string(annotate.Human)
			}
			layer := doc.Layers[0].Layer
			layer.ID = annotate.LayerID{Article: a.ID, Annotator: annotate.ID("person " + name), Kind: annotate.LayerKind(kind)}
			entry.Layers = append(entry.Layers, layer)
			if c.project.Person(layer.ID.Annotator) == nil {
				c.project.People = append(c.project.People, annotate.Person{ID: layer.ID.Annotator, Name: name})
			}
		}
		c.entries = append(c.entries, entry)
	}
	return c
}

// files are the names below dir, with slashes, and what is in them.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), name)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExportFiles(t *testing.T) {
	splits := []annotate.Split{{Name: "train", Share: 0.5}, {Name: "test", Share: 0.5}}
	tests := []struct {
		name   string
		corpus *corpus
		out    string
		recipe annotate.Recipe
		want   []string // files
		err    string   // part of a *UsageError
	}{
		{"one native file", newCorpus(2, "ada", "ben"), "p.jsonl", annotate.Recipe{Format: "galley"}, []string{"p.jsonl", "p.schema.json"}, ""},
		{"native folder", newCorpus(2, "ada"), "p", annotate.Recipe{Format: "galley"}, []string{"p/README.md", "p/articles.jsonl", "p/datasheet.json", "p/schema.json"}, ""},
		{"native splits", newCorpus(2, "ada"), "p", annotate.Recipe{Format: "galley", Splits: splits}, []string{"p/README.md", "p/datasheet.json", "p/schema.json", "p/test.jsonl", "p/train.jsonl"}, ""},
		{"nothing to export", newCorpus(0), "p", annotate.Recipe{Format: "conll2003", Splits: splits}, []string{"p/README.md", "p/datasheet.json", "p/test.conll", "p/train.conll"}, ""},
		{"brat", newCorpus(1, "ada"), "p", annotate.Recipe{Format: "brat"}, []string{"p/README.md", "p/annotation.conf", "p/datasheet.json", "p/losses.json", "p/news-000.ann", "p/news-000.txt", "p/visual.conf"}, ""},
		{"brat without layers", newCorpus(1), "p", annotate.Recipe{Format: "brat"}, []string{"p/README.md", "p/annotation.conf", "p/datasheet.json", "p/losses.json", "p/news-000.ann", "p/news-000.txt", "p/visual.conf"}, ""},
		{"brat splits", newCorpus(1, "ada"), "p", annotate.Recipe{Format: "brat", Splits: splits}, []string{"p/README.md", "p/annotation.conf", "p/datasheet.json", "p/losses.json", "p/train/news-000.ann", "p/train/news-000.txt", "p/visual.conf"}, ""},
		{"brat of all layers", newCorpus(1, "ada", "ben gold"), "p", annotate.Recipe{Format: "brat", Layers: "all"},
			[]string{"p/ada/README.md", "p/ada/annotation.conf", "p/ada/datasheet.json", "p/ada/news-000.ann", "p/ada/news-000.txt", "p/ada/visual.conf", "p/ben-gold/README.md", "p/ben-gold/annotation.conf", "p/ben-gold/datasheet.json", "p/ben-gold/news-000.ann", "p/ben-gold/news-000.txt", "p/ben-gold/visual.conf", "p/losses.json"}, ""},
		{"one CoNLL file", newCorpus(1, "ada"), "p.conll", annotate.Recipe{Format: "conll2003"}, []string{"p.conll"}, ""},
		{"CoNLL folder", newCorpus(1, "ada"), "deep/p", annotate.Recipe{Format: "conll2003"}, []string{"deep/p/README.md", "deep/p/articles.conll", "deep/p/datasheet.json", "deep/p/losses.json"}, ""},
		{"gold is taken", newCorpus(1, "ada", "ben", "ada gold"), "p.conll", annotate.Recipe{Format: "conll2003"}, []string{"p.conll"}, ""},
		{"whose layer", newCorpus(1, "ben", "ada"), "p.conll", annotate.Recipe{Format: "conll2003"}, nil, "CoNLL-2003 holds one layer, and there are layers of ada, ben and no gold"},
		{"one by name", newCorpus(1, "ben", "ada"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: "ada"}, []string{"p.conll"}, ""},
		{"two in one file", newCorpus(1, "ben", "ada"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: "ada,ben"}, nil, "each layer makes one of its own"},
		{"unknown name", newCorpus(1, "ben", "ada"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: "eve"}, nil, `no layer of "eve"; there are layers of ada, ben`},
		{"a name with a comma", newCorpus(1, "Doe,Jo", "Doe"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: "Doe,Jo"}, []string{"p.conll"}, ""},
		{"names with and without a comma", newCorpus(1, "Doe,Jo", "ada"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: " Doe,Jo, ada,"}, nil, "each layer makes one of its own"},
		{"nobody's in that state", newCorpus(1, "ada"), "p.conll", annotate.Recipe{Format: "conll2003", Layers: "ada", States: []annotate.State{annotate.InReview}}, nil, `no layer of "ada" in the state review`},
		{"unknown format", newCorpus(1), "p", annotate.Recipe{Format: "papyrus"}, nil, `no format "papyrus"`},
		{"splits of a file", newCorpus(1), "p.jsonl", annotate.Recipe{Format: "galley", Splits: splits}, nil, "one file, but splits make several"},
		{"by story", newCorpus(3), "p", annotate.Recipe{Format: "galley", Splits: splits, Group: "story,outlet"}, []string{"p/README.md", "p/datasheet.json", "p/schema.json", "p/test.jsonl", "p/train.jsonl"}, ""},
		{"by weather", newCorpus(1), "p", annotate.Recipe{Format: "galley", Splits: splits, Group: "weather"}, nil, `cannot be grouped by "weather"`},
		{"XMI splits under INCEpTION's names", newCorpus(1, "ada"), "p", annotate.Recipe{Format: "xmi", Variant: "inception", Splits: splits}, []string{"p/README.md", "p/datasheet.json", "p/test/TypeSystem.xml", "p/train/TypeSystem.xml", "p/train/news-000.xmi"}, ""},
		{"CAS JSON of all layers", newCorpus(1, "ada", "ben gold"), "p", annotate.Recipe{Format: "cas-json", Layers: "all"},
			[]string{"p/ada/README.md", "p/ada/TypeSystem.xml", "p/ada/datasheet.json", "p/ada/news-000.cas.json", "p/ben-gold/README.md", "p/ben-gold/TypeSystem.xml", "p/ben-gold/datasheet.json", "p/ben-gold/news-000.cas.json"}, ""},
		{"unknown variant", newCorpus(1), "p", annotate.Recipe{Format: "xmi", Variant: "x"}, nil, `UIMA CAS XMI has no variant "x"; it has inception`},
		{"no variants", newCorpus(1), "p", annotate.Recipe{Format: "galley", Variant: "x"}, nil, `Galley JSON Lines has no variant "x"; it has none`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			report, err := Export(context.Background(), tt.corpus, ExportOptions{Recipe: tt.recipe, Out: filepath.Join(dir, tt.out)})
			var usage *UsageError
			if tt.err != "" {
				if !errors.As(err, &usage) || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error is %v, want a *UsageError with %q", err, tt.err)
				}
				if got := files(t, dir); len(got) > 0 {
					t.Errorf("left behind: %v", slices.Sorted(maps.Keys(got)))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, slices.Sorted(maps.Keys(files(t, dir)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for i, name := range report.Files {
				report.Files[i], _ = filepath.Rel(dir, name)
				report.Files[i] = filepath.ToSlash(report.Files[i])
			}
			if diff := cmp.Diff(tt.want, report.Files); diff != "" {
				t.Errorf("reported files (-want +got)\n%s", diff)
			}
			if report.Articles != len(tt.corpus.entries) {
				t.Errorf("%d articles, want %d", report.Articles, len(tt.corpus.entries))
			}
		})
	}
}

// A format that cannot hold control characters has blanks for them, which is a
// loss and no fault.
func TestControlCharacters(t *testing.T) {
	c := newCorpus(1, "ada")
	a := c.entries[0].Article
	c.entries[0].Article = annotate.NewArticle(*a, strings.Replace(a.Text.String(), "rebels struck", "rebels\x0cstruck", 1))
	report, err := Export(context.Background(), c, ExportOptions{Recipe: annotate.Recipe{Format: "xmi"}, Out: filepath.Join(t.TempDir(), "p")})
	if err != nil {
		t.Fatal(err)
	}
	want := []format.Loss{{What: "control characters of texts, for which blanks stand", Count: 1, Example: "news-000"}}
	if diff := cmp.Diff(want, report.Losses); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLayersByName(t *testing.T) {
	c := newCorpus(1, "ada", "ben", "ada gold", "model suggestion")
	tests := []struct{ layers, want string }{
		{"", "ada gold, ada human, ben human, model suggestion"},
		{"all", "ada gold, ada human, ben human, model suggestion"},
		{"gold", "ada gold"},
		{"ada", "ada human"},
		{"ben, gold", "ada gold, ben human"},
		{"model", "model suggestion"},
	}
	for _, tt := range tests {
		out := filepath.Join(t.TempDir(), "p.jsonl")
		if _, err := Export(context.Background(), c, ExportOptions{Recipe: annotate.Recipe{Format: "galley", Layers: tt.layers}, Out: out}); err != nil {
			t.Errorf("%q: %v", tt.layers, err)
			continue
		}
		records, _, _, err := formattest.Read(galley.Format{}, format.Input{FS: os.DirFS(filepath.Dir(out)), Name: "p.jsonl"})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range records[0].Layers {
			got = append(got, l.Annotator+" "+string(l.ID.Kind))
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%q gives %s, want %s", tt.layers, s, tt.want)
		}
	}
}

// Gold that another adjudicator has taken over is not exported as gold any more.
func TestGoldTakenOver(t *testing.T) {
	c := newCorpus(1, "ada gold", "ben")
	e := &c.entries[0]
	own := annotate.Document{Article: e.Article, Layer: annotate.Layer{ID: annotate.LayerID{Article: e.Article.ID, Annotator: "person ben", Kind: annotate.Gold}}}
	taken, _, err := own.Apply(review.TakeOver(own.Layer, e.Layers))
	if err != nil {
		t.Fatal(err)
	}
	e.Layers = append(e.Layers, taken.Layer)
	out := filepath.Join(t.TempDir(), "p.jsonl")
	report, err := Export(context.Background(), c, ExportOptions{Recipe: annotate.Recipe{Format: "galley", Layers: "gold"}, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if n := taken.Layer.Mentions.Len(); report.Annotations.Mentions != n {
		t.Errorf("exported %d mentions, not the %d of the one who has it now", report.Annotations.Mentions, n)
	}
}

func TestSameBytes(t *testing.T) {
	for _, f := range all.Formats {
		dir := t.TempDir()
		for _, name := range []string{"a", "b"} {
			opt := ExportOptions{Recipe: annotate.Recipe{Format: f.Info().ID, Layers: "all", Splits: []annotate.Split{{Name: "train", Share: 0.8}, {Name: "dev", Share: 0.2}}, Seed: 5}, Out: filepath.Join(dir, name)}
			if _, err := Export(context.Background(), newCorpus(9, "ada", "ben"), opt); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(files(t, filepath.Join(dir, "a")), files(t, filepath.Join(dir, "b"))); diff != "" {
			t.Errorf("%s:\n%s", f.Info().ID, diff)
		}
	}
}

func TestReport(t *testing.T) {
	var steps []int64
	opt := ExportOptions{
		Recipe: annotate.Recipe{Format: "conll2003", Splits: []annotate.Split{{Name: "train", Share: 0.8}, {Name: "test", Share: 0.2}}}, Out: filepath.Join(t.TempDir(), "p"),
		Progress: func(done, total int64) { steps = append(steps, done, total) },
	}
	c := newCorpus(10, "ada")
	report, err := Export(context.Background(), c, opt)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"train": 8, "test": 2}, report.Splits); diff != "" {
		t.Errorf("splits (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(Counts{Mentions: 70}, report.Annotations); diff != "" {
		t.Errorf("annotations (-want +got)\n%s", diff)
	}
	if want := (format.Loss{What: "events with their triggers and arguments", Count: 30, Example: `news-000: event CONFLICT "rebels الهجوم"`}); !slices.Contains(report.Losses, want) {
		t.Errorf("losses %v are without %v", report.Losses, want)
	}
	if diff := cmp.Diff([]int64{20, 20}, steps[max(0, len(steps)-2):]); diff != "" {
		t.Errorf("the last progress (-want +got)\n%s", diff)
	}

	opt.Out = ""
	preview, err := PreviewExport(context.Background(), c, opt)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, &ExportReport{report.Files, preview.Articles, preview.Annotations, preview.Splits, preview.Losses, preview.Unfinished}); diff != "" {
		t.Errorf("report and preview differ (-report +preview)\n%s", diff)
	}
	if want := (LabelCount{annotate.KindMention, "ORG", 30, map[string]int{"train": 24, "test": 6}}); !cmp.Equal(preview.Labels[0], want) {
		t.Errorf("the most frequent label is %v, want %v", preview.Labels[0], want)
	}
}

func TestExistingPlaces(t *testing.T) {
	c := newCorpus(2, "ada")
	export := func(out string, force bool, formatID string) error {
		_, err := Export(context.Background(), c, ExportOptions{Recipe: annotate.Recipe{Format: formatID}, Out: out, Force: force})
		return err
	}
	write := func(name string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte("mine"), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	file, folder, docs := filepath.Join(dir, "p.jsonl"), filepath.Join(dir, "p"), filepath.Join(dir, "docs")
	write(file)
	write(filepath.Join(docs, "thesis.odt"))
	var usage *UsageError
	if err := export(file, false, "galley"); !errors.As(err, &usage) {
		t.Errorf("over a file: %v", err)
	}
	if err := export(docs, true, "galley"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "thesis.odt") {
		t.Errorf("over a folder of other things: %v", err)
	}
	corpus := filepath.Join(dir, "corpus")
	write(filepath.Join(corpus, "a.txt")) // of a kind that exports write
	if err := export(corpus, true, "brat"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "a.txt") {
		t.Errorf("over a folder of texts: %v", err)
	}
	if got := files(t, dir); len(got) != 3 || got["p.jsonl"] != "mine" {
		t.Errorf("the refused exports changed %v", got)
	}
	if err := export(file, true, "galley"); err != nil {
		t.Errorf("over a file, with force: %v", err)
	}
	for range 2 {
		if err := export(folder, true, "brat"); err != nil {
			t.Errorf("over a folder, with force: %v", err)
		}
	}
	if err := export(folder, true, "conll2003"); err != nil {
		t.Errorf("over another format, with force: %v", err)
	}
	if got := files(t, dir); got["p.jsonl"] == "mine" || got["p/articles.conll"] == "" || got["p/annotation.conf"] != "" || len(got) != 8 {
		t.Errorf("there are %v", slices.Sorted(maps.Keys(got)))
	}
	write(filepath.Join(folder, "notes.txt"))
	if err := export(folder, true, "conll2003"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("over an export and something else: %v", err)
	}
	views := filepath.Join(dir, "views")
	for range 2 {
		opt := ExportOptions{Recipe: annotate.Recipe{Format: "hf-jsonl", Layers: "all"}, Out: views, Force: true}
		if _, err := Export(context.Background(), newCorpus(2, "ada", "bob"), opt); err != nil {
			t.Errorf("over a data set for each of two people: %v", err)
		}
	}
}

// A split may be called as a file is that lies beside the data.
func TestSplitNameTaken(t *testing.T) {
	for formatID, split := range map[string]string{"labelstudio": "datasheet", "events-csv": "mentions"} {
		out := filepath.Join(t.TempDir(), "out")
		opt := ExportOptions{Recipe: annotate.Recipe{Format: formatID, Splits: []annotate.Split{{Name: "events", Share: 0.5}, {Name: split, Share: 0.5}}}, Out: out}
		_, err := Export(context.Background(), newCorpus(4, "ada"), opt)
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), "another name") {
			t.Errorf("%s, a split called %s: %v", formatID, split, err)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s left %s", formatID, out)
		}
	}
}

// broken is a format whose files are damaged on their way to the disk.
type broken struct {
	format.Format
	before, after string
}

func (b broken) Write(ctx context.Context, out format.Output, set format.Set) error {
	return b.Format.Write(ctx, damaging{out, b}, set)
}

type damaging struct {
	format.Output
	how broken
}

func (d damaging) Create(name string) (io.WriteCloser, error) {
	f, err := d.Output.Create(name)
	return &damagingFile{into: f, how: d.how}, err
}

type damagingFile struct {
	bytes.Buffer
	into io.WriteCloser
	how  broken
}

func (f *damagingFile) Close() error {
	_, err := f.into.Write(bytes.ReplaceAll(f.Bytes(), []byte(f.how.before), []byte(f.how.after)))
	return errors.Join(err, f.into.Close())
}

func TestDamageIsFound(t *testing.T) {
	tests := []struct {
		name, format  string
		before, after string
		want          string
	}{
		{"span moved", "galley", `[[1,10]],"text":"Free Dawn"`, `[[0,9]],"text":"“Free Daw"`, `of article news-000, mention ORG "Free Dawn" at [{3 12}] was not found`},
		{"span gone", "galley", `{"id":"m1","label":"ORG","spans":[[1,10]],"text":"Free Dawn","attributes":{}},`, "", "line 1, layer of ada, event v1: argument Attacker"},
		{"quote", "galley", `"text":"Free Dawn"`, `"text":"Free Down"`, `it quotes "Free Down"`},
		{"text", "galley", "El Obeid", "Al Obeid", "the text or the key of article news-000 differs"},
		{"articles run together", "galley", "\n", "", "articles.jsonl, line 1: it is no JSON"},
		{"span moved", "brat", "T1\tORG 1 10\tFree Dawn", "T1\tORG 0 9\t“Free Daw", `of article news-000, mention ORG "Free Dawn" at [{3 12}] was not found`},
		{"text", "brat", "El Obeid", "Al Obeid", "the text or the key of article news-000 differs"},
		{"line gone", "brat", "T1\tORG 1 10\tFree Dawn\n", "", "argument Attacker: T1 is not there"},
		{"name shortened", "conll2003", "Dawn -X- -X- I-ORG", "Dawn -X- -X- O", `mention ORG "FreeDawn" at [{3 11}] was not found`},
		{"token changed", "conll2003", "struck", "stuck", "the text or the key of article news-000 differs"},
	}
	for _, tt := range tests {
		t.Run(tt.format+" "+tt.name, func(t *testing.T) {
			dir := t.TempDir()
			opt := ExportOptions{Recipe: annotate.Recipe{Format: tt.format}, Out: filepath.Join(dir, "p")}
			_, err := exportAs(context.Background(), newCorpus(2, "ada"), broken{all.Find(tt.format), tt.before, tt.after}, opt)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v\nwant %s", err, tt.want)
			}
			if got, _ := os.ReadDir(dir); len(got) > 0 {
				t.Errorf("left behind: %v", got)
			}
		})
	}
}

// A reader forgives offsets that count another unit than the format's; a writer may not write them.
func TestOtherUnitIsFound(t *testing.T) {
	c := newCorpus(1, "ada")
	old := c.entries[0]
	c.entries[0].Article = annotate.NewArticle(annotate.Article{ID: old.Article.ID, Key: old.Article.Key}, "😀 Lyon.")
	c.entries[0].Layers = []annotate.Layer{annotate.NewLayer(old.Layers[0].ID, []annotate.Item{&annotate.Mention{ID: "m1", Label: "LOC", Spans: []span.Span{{Start: 5, End: 9}}}})}
	for id, how := range map[string][2]string{"galley": {"[[2,6]]", "[[3,7]]"}, "hf-jsonl": {`"start":2,"end":6`, `"start":3,"end":7`}, "brat": {"LOC 2 6", "LOC 3 7"}} {
		opt := ExportOptions{Recipe: annotate.Recipe{Format: id}, Out: filepath.Join(t.TempDir(), "p")}
		_, err := exportAs(context.Background(), c, broken{all.Find(id), how[0], how[1]}, opt)
		if err == nil || !strings.Contains(err.Error(), "its offsets count UTF-16 units") {
			t.Errorf("%s: error is %v", id, err)
		}
	}
}

func TestCancel(t *testing.T) {
	for _, at := range []int64{64, 192} { // while it is written, and while it is read back
		ctx, cancel := context.WithCancel(context.Background())
		dir := t.TempDir()
		opt := ExportOptions{Recipe: annotate.Recipe{Format: "galley"}, Out: filepath.Join(dir, "p"), Progress: func(done, _ int64) {
			if done >= at {
				cancel()
			}
		}}
		if _, err := Export(ctx, newCorpus(150, "ada"), opt); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %d: error is %v", at, err)
		}
		if got, _ := os.ReadDir(dir); len(got) > 0 {
			t.Errorf("cancelled at %d, left behind: %v", at, got)
		}
	}
}

func TestParseSplits(t *testing.T) {
	tests := []struct {
		in   string
		want []annotate.Split
		err  string
	}{
		{"train=0.8,dev=0.1,test=0.1", []annotate.Split{{Name: "train", Share: 0.8}, {Name: "dev", Share: 0.1}, {Name: "test", Share: 0.1}}, ""},
		{"all=1", []annotate.Split{{Name: "all", Share: 1}}, ""},
		{"train=0.8", nil, "sum to 0.8, not 1"},
		{"train=80,dev=20", nil, "between 0 and 1"},
		{"a=0.5,a=0.5", nil, "stands twice"},
		{"../x=1", nil, "small letters"},
		{"train", nil, "NAME=SHARE"},
		{"a=NaN,b=1", nil, "between 0 and 1"},
	}
	for _, tt := range tests {
		got, err := ParseSplits(tt.in)
		var usage *UsageError
		if tt.err != "" && (!errors.As(err, &usage) || !strings.Contains(err.Error(), tt.err)) || tt.err == "" && err != nil {
			t.Errorf("%s: error is %v, want %q", tt.in, err, tt.err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.in, diff)
		}
	}
}

// No group is on two sides of a split, and each side has its share as far as groups allow.
func TestSplitsKeepGroupsTogether(t *testing.T) {
	sentences := strings.Split("The Front shelled Wadi Sahl on Monday morning. Two convoys left the port before dawn. "+
		"Rain delayed the talks in the capital again. Monitors counted forty trucks at the border.", ". ")
	schema := &annotate.Schema{
		EventAttributes: []annotate.AttributeType{{Name: "cluster", Type: "event_cluster"}, {Name: "remark", Type: "text"}},
		Events:          []annotate.EventType{{Type: annotate.Type{Label: "A", Attributes: []annotate.AttributeType{{Name: "of", Type: "event_cluster"}}}}},
	}
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.SliceOfDistinct(rapid.SampledFrom([]string{GroupNone, GroupOutlet, GroupDate, GroupStory, GroupCluster}), rapid.ID).Draw(t, "by")
		opt := annotate.Recipe{
			Splits: []annotate.Split{{Name: "train", Share: 0.8}, {Name: "dev", Share: 0.1}, {Name: "test", Share: 0.1}},
			Seed:   rapid.Int64().Draw(t, "seed"), Group: strings.Join(by, ","),
		}
		g, err := newGrouping(opt.Group, schema)
		if err != nil {
			t.Fatal(err)
		}
		var articles []*annotate.Article
		var clusters [][2]string // of the event of each
		for i := range rapid.IntRange(1, 60).Draw(t, "articles") {
			about := annotate.Article{
				ID: annotate.ID(fmt.Sprint(i)), Outlet: rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "outlet"),
				Published: rapid.SampledFrom([]string{"", "2016-05-02", "2016-05-02T10:00", "2016", "2017-01-01"}).Draw(t, "date"),
			}
			body := rapid.OneOf(rapid.SampledFrom(sentences), rapid.StringMatching(`[a-z]{8} [a-z]{8}`)).Draw(t, "body")
			articles = append(articles, annotate.NewArticle(about, body))
			layer := annotate.NewLayer(annotate.LayerID{Article: about.ID}, []annotate.Item{&annotate.Event{ID: "v", Type: "A", Attributes: annotate.Attributes{
				"remark": annotate.ValueOf("same"),
			}.With(rapid.SampledFrom([]string{"cluster", "of"}).Draw(t, "attribute"), annotate.ValueOf(rapid.SampledFrom([]string{"x", "y", "z", fmt.Sprint(i)}).Draw(t, "cluster")))}})
			clusters = append(clusters, [2]string{layer.Events.All()[0].Attributes["cluster"].Text(), layer.Events.All()[0].Attributes["of"].Text()})
			g.add(articles[i], []annotate.Layer{layer})
		}
		var links []*annotate.StoryLink
		any := rapid.IntRange(0, len(articles)-1)
		for range rapid.IntRange(0, 3).Draw(t, "links") {
			links = append(links, annotate.NewStoryLink(articles[any.Draw(t, "a")].ID, articles[any.Draw(t, "b")].ID, true))
		}
		groups, _ := g.groups(links)
		splitOf := assign(opt, groups)

		together := func(a, b *annotate.Article) bool {
			linked := slices.ContainsFunc(links, func(l *annotate.StoryLink) bool { return *l == *annotate.NewStoryLink(a.ID, b.ID, true) })
			return slices.Contains(by, GroupOutlet) && a.Outlet != "" && a.Outlet == b.Outlet ||
				slices.Contains(by, GroupDate) && a.Published != "" && a.Published[:min(10, len(a.Published))] == b.Published[:min(10, len(b.Published))] ||
				slices.Contains(by, GroupStory) && (linked || a.Text.String() == b.Text.String())
		}
		sizes, groupSizes := map[string]int{}, map[string]int{}
		biggest := 0
		for i, a := range articles {
			sizes[splitOf(a.ID)]++
			groupSizes[groups[a.ID]]++
			biggest = max(biggest, groupSizes[groups[a.ID]])
			for j, b := range articles[:i] {
				if together(a, b) && splitOf(a.ID) != splitOf(b.ID) {
					t.Fatalf("%v is in %s and %v in %s", a, splitOf(a.ID), b, splitOf(b.ID))
				}
				if slices.Contains(by, GroupCluster) && clusters[i] == clusters[j] && splitOf(a.ID) != splitOf(b.ID) {
					t.Fatalf("%v is in %s and %v in %s, with events of one cluster", a, splitOf(a.ID), b, splitOf(b.ID))
				}
				if len(by) == 0 && groups[a.ID] == groups[b.ID] {
					t.Fatalf("%v and %v are in a group", a, b)
				}
			}
		}
		for _, s := range opt.Splits {
			if want := s.Share * float64(len(articles)); float64(sizes[s.Name]) > want+float64(biggest) {
				t.Errorf("%s has %d of %d, with groups of at most %d", s.Name, sizes[s.Name], len(articles), biggest)
			}
		}
	})
}

func BenchmarkExport(b *testing.B) {
	c := newCorpus(500, "ada")
	for _, f := range all.Formats {
		b.Run(f.Info().ID, func(b *testing.B) {
			out := filepath.Join(b.TempDir(), "p")
			for b.Loop() {
				if _, err := Export(context.Background(), c, ExportOptions{Recipe: annotate.Recipe{Format: f.Info().ID}, Out: out, Force: true}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(500*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// TestDatasheet looks at what a datasheet says besides what package datasheet counts.
func TestDatasheet(t *testing.T) {
	c := newCorpus(4, "ada", "ben")
	dir := t.TempDir()
	for _, name := range []string{"p", "q"} {
		opt := ExportOptions{Recipe: annotate.Recipe{Format: "galley", Splits: []annotate.Split{{Name: "train", Share: 0.5}, {Name: "dev", Share: 0.5}}}, Out: filepath.Join(dir, name)}
		if _, err := Export(t.Context(), c, opt); err != nil {
			t.Fatal(err)
		}
	}
	p, q := files(t, filepath.Join(dir, "p")), files(t, filepath.Join(dir, "q"))
	if diff := cmp.Diff(p, q); diff != "" {
		t.Errorf("two exports differ\n%s", diff)
	}
	var s datasheet.Sheet
	if err := json.Unmarshal([]byte(p["datasheet.json"]), &s); err != nil {
		t.Fatal(err)
	}
	if s.Until != "2016-05-02T00:00:03Z" {
		t.Errorf("the newest act is of %q", s.Until)
	}
	for _, f := range s.Files {
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(p[f.Name]))); got != f.SHA256 {
			t.Errorf("the checksum of %s is %s, not %s", f.Name, f.SHA256, got)
		}
		if !strings.Contains(p["README.md"], f.SHA256) {
			t.Errorf("README.md is without the checksum of %s", f.Name)
		}
	}
	if len(s.Files) != 3 {
		t.Errorf("it tells of the files %v", s.Files)
	}
	strict := slices.IndexFunc(s.Agreement.Measures, func(m datasheet.Measure) bool { return m.Name == "strict_f1" })
	if strict < 0 || s.Agreement.Measures[strict].Value != 1 || s.Agreement.Articles != 4 {
		t.Errorf("the agreement of two who did the same is %v", s.Agreement)
	}
	if s.Schema.Name != "Made up" || s.Counts.Articles != 4 || s.Counts.Layers != 8 || s.Splits[0].Articles != 2 {
		t.Errorf("it tells %+v", s)
	}

	// Each layer that is a data set of its own has its own sheet.
	opt := ExportOptions{Recipe: annotate.Recipe{Format: "conll2003", Layers: "all"}, Out: filepath.Join(dir, "c")}
	if _, err := Export(t.Context(), c, opt); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ada", "ben"} {
		var s datasheet.Sheet
		if err := json.Unmarshal([]byte(files(t, filepath.Join(dir, "c"))[name+"/datasheet.json"]), &s); err != nil {
			t.Fatal(err)
		}
		want := []datasheet.Annotator{{Name: name, Kind: annotate.Human, Articles: 4, States: map[annotate.State]int{annotate.Done: 4}}}
		if diff := cmp.Diff(want, s.Annotators); diff != "" {
			t.Errorf("annotators of %s (-want +got)\n%s", name, diff)
		}
		if i := slices.IndexFunc(s.Losses, func(l format.Loss) bool { return l.What == "relations" }); i < 0 || s.Losses[i].Count != 8 {
			t.Errorf("losses of %s: %v", name, s.Losses)
		}
	}
}

// TestAgreementOfRecipe: the datasheet tells how far people agree on the articles
// and in the labels of the recipe, not of the project.
func TestAgreementOfRecipe(t *testing.T) {
	c := newCorpus(12, "ada", "ben")
	for i, l := range c.entries[0].Layers { // on one article ben calls every PER an ORG
		if i == 0 {
			continue
		}
		var items []annotate.Item
		l.Each(func(item annotate.Item) {
			if m, ok := item.(*annotate.Mention); ok && m.Label == "PER" {
				other := *m
				other.Label = "ORG"
				item = &other
			}
			items = append(items, item)
		})
		c.entries[0].Layers[i] = annotate.NewLayer(l.ID, append(items, l.Head))
	}
	first := c.entries[0].Article
	tests := []struct {
		name     string
		recipe   annotate.Recipe
		articles int
		same     bool
	}{
		{"all", annotate.Recipe{}, 12, false},
		{"other articles", annotate.Recipe{Articles: annotate.Choice{Words: c.entries[1].Article.Key}}, 1, true},
		{"that article", annotate.Recipe{Articles: annotate.Choice{Words: first.Key}}, 1, false},
		{"coarser labels", annotate.Recipe{Labels: map[string]string{"PER": "ORG"}}, 12, true},
		{"without the labels", annotate.Recipe{Labels: map[string]string{"PER": "", "ORG": ""}}, 12, true},
		{"no layer that is adjudicated", annotate.Recipe{States: []annotate.State{annotate.Adjudicated}}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.recipe.Format = "galley"
			out := filepath.Join(t.TempDir(), "set")
			if _, err := Export(t.Context(), c, ExportOptions{Recipe: tt.recipe, Out: out}); err != nil {
				t.Fatal(err)
			}
			var s datasheet.Sheet
			if err := json.Unmarshal([]byte(files(t, out)["datasheet.json"]), &s); err != nil {
				t.Fatal(err)
			}
			if tt.articles == 0 {
				if s.Agreement != nil {
					t.Errorf("it tells of an agreement: %+v", s.Agreement)
				}
				return
			}
			if s.Agreement == nil || s.Agreement.Articles != tt.articles {
				t.Fatalf("the agreement is %+v, want one on %d articles", s.Agreement, tt.articles)
			}
			for _, m := range s.Agreement.Measures {
				if m.Name == "strict_f1" && (m.Value == 1) != tt.same {
					t.Errorf("strict F1 is %v", m.Value)
				}
				if m.Name == "strict_f1" && tt.articles > 1 && (m.Low == nil || *m.Low > m.Value || *m.High < m.Value || (*m.Low < *m.High) == tt.same || len(m.Units) != 2) {
					t.Errorf("strict F1 of %v has the interval %v to %v, of %v units", m.Value, m.Low, m.High, m.Units)
				}
			}
		})
	}
}
