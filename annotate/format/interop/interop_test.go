//go:build readers

package interop

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/datasheet"
	"galley/annotate/format"
	"galley/annotate/format/brat"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/formattest"
	"galley/annotate/format/galley"
	"galley/annotate/span"
)

// seen is a document as another program sees it; offsets are code points.
type seen struct {
	Text      string     `json:"text"`
	Spans     []seenSpan `json:"spans"`
	Relations []struct {
		Type       string
		Head, Tail seenSpan
	} `json:"relations"`
	Events []struct {
		Type    string
		Trigger seenSpan
		Args    []struct {
			Role string
			Ref  seenSpan
		}
	} `json:"events"`
	Warnings []string `json:"warnings"`
}

type seenSpan struct {
	Label     string   `json:"label"`
	Fragments [][2]int `json:"fragments"`
	Text      string   `json:"text"`
}

func (s seenSpan) String() string { return fmt.Sprintf("%s %q %v", s.Label, s.Text, s.Fragments) }

// lines is a document in lines that can be compared; real are the labels behind names.
func (d seen) lines(real map[string]string) []string {
	label := func(s string) string { return cmp.Or(real[s], s) }
	ref := func(s seenSpan) string { s.Label = label(s.Label); return s.String() }
	var out []string
	for _, s := range d.Spans {
		out = append(out, "mention "+ref(s))
	}
	for _, r := range d.Relations {
		out = append(out, fmt.Sprintf("relation %s: %s -> %s", label(r.Type), ref(r.Head), ref(r.Tail)))
	}
	for _, v := range d.Events {
		var args []string
		for _, a := range v.Args {
			args = append(args, label(strings.TrimRight(a.Role, "0123456789"))+" "+ref(a.Ref))
		}
		slices.Sort(args)
		out = append(out, fmt.Sprintf("event %s (%s)", ref(v.Trigger), strings.Join(args, ", ")))
	}
	for _, w := range d.Warnings {
		out = append(out, "warning: "+w)
	}
	slices.Sort(out)
	return append([]string{d.Text}, out...)
}

// lines is a fitted record in the same lines.
func lines(t *testing.T, rec format.Record) []string {
	t.Helper()
	doc := &annotate.Document{Article: rec.Article}
	see := func(label string, spans []span.Span) string {
		s := seenSpan{Label: label, Text: doc.SpansText(spans)}
		for _, p := range spans {
			start, err := rec.Article.Text.CodePoint(p.Start)
			if err != nil {
				t.Fatal(err)
			}
			end, err := rec.Article.Text.CodePoint(p.End)
			if err != nil {
				t.Fatal(err)
			}
			s.Fragments = append(s.Fragments, [2]int{start, end})
		}
		return s.String()
	}
	var out []string
	for _, l := range rec.Layers {
		ref := func(id annotate.ID) string {
			item := l.Find(id)
			return see(annotate.LabelOf(item), annotate.SpansOf(item))
		}
		for _, m := range l.Mentions.All() {
			out = append(out, "mention "+ref(m.ID))
		}
		for _, r := range l.Relations.All() {
			out = append(out, fmt.Sprintf("relation %s: %s -> %s", r.Label, ref(r.From), ref(r.To)))
		}
		for _, v := range l.Events.All() {
			var args []string
			for _, a := range v.Arguments {
				if a.Target != "" {
					args = append(args, a.Role+" "+ref(a.Target))
				}
			}
			slices.Sort(args)
			out = append(out, fmt.Sprintf("event %s (%s)", ref(v.ID), strings.Join(args, ", ")))
		}
	}
	slices.Sort(out)
	return append([]string{rec.Article.Text.String()}, out...)
}

// root is the top folder of the repository.
const root = "../../.."

// big names the readers that are in an environment of their own.
var big = map[string]string{"prodigy": "spacy", "spacy": "spacy", "hf": "huggingface", "xlsx": "tables", "cassis": "uima"}

// python is the path of Python with the packages of a reader, which are installed if need be.
func python(t *testing.T, reader string) string {
	t.Helper()
	environment, requirements := filepath.Join(root, ".cache", "interop"), "requirements.txt"
	if name := big[reader]; name != "" {
		environment, requirements = environment+"-"+name, "requirements-"+name+".txt"
	}
	if out, err := exec.Command("sh", "setup.sh", environment, requirements).CombinedOutput(); err != nil {
		t.Fatalf("installing the readers: %v\n%s", err, out)
	}
	return filepath.Join(environment, "bin", "python")
}

// readWith runs another program's reader on files.
func readWith(t *testing.T, reader string, files ...string) []seen {
	t.Helper()
	python := exec.Command(python(t, reader), append([]string{"read.py", reader}, files...)...)
	python.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1") // no __pycache__ beside the sources
	return seenBy(t, python)
}

// seenBy are the documents that a program prints.
func seenBy(t *testing.T, program *exec.Cmd) []seen {
	t.Helper()
	var problems bytes.Buffer
	program.Stderr = &problems
	out, err := program.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program.Path, err, &problems)
	}
	var docs []seen
	if err := json.Unmarshal(out, &docs); err != nil {
		t.Fatalf("%s: %v", program.Path, err)
	}
	return docs
}

// records are the made-up document and the articles of the sample corpus, each
// with one of its layers.
func records(t *testing.T) []format.Record {
	t.Helper()
	out := []format.Record{formattest.Document()}
	sample, issues, _, err := formattest.Read(galley.Format{}, format.Input{FS: os.DirFS(filepath.Join(root, "assets", "sample")), Name: "sample.jsonl", Path: "sample.jsonl"})
	if err != nil || len(issues) > 0 {
		t.Fatalf("reading the sample corpus: %v, %v", issues, err)
	}
	for _, rec := range sample {
		for i := range rec.Layers {
			one := rec
			one.Layers = rec.Layers[i : i+1]
			one.Article = annotate.NewArticle(*rec.Article, rec.Article.Text.String())
			one.Article.Key = fmt.Sprint(rec.Article.Key, "-", i)
			out = append(out, one)
		}
	}
	if len(out) < 2 {
		t.Fatal("the sample corpus has no layers")
	}
	return out
}

// write writes records in a format.
func write(t *testing.T, f format.Format, recs []format.Record) (dir string, fitted []format.Record) {
	t.Helper()
	for _, r := range recs {
		fitted = append(fitted, f.Fit(r, nil))
	}
	set := format.Set{Schema: formattest.Schema(), Stem: f.Info().Stem}
	out, err := formattest.Write(f, set, fitted)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.CopyFS(dir, out.FS); err != nil {
		t.Fatal(err)
	}
	if card := format.CardOf(f, set); card.FrontMatter != "" { // which an export writes
		sheet := datasheet.NewBuilder(nil).Sheet()
		if err := os.WriteFile(filepath.Join(dir, "README.md"), sheet.Readme(card), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir, fitted
}

func TestBrat(t *testing.T) {
	dir, fitted := write(t, brat.Format{}, records(t))
	visual, err := os.ReadFile(filepath.Join(dir, "visual.conf"))
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]string{}
	for line := range strings.Lines(string(visual)) {
		if name, label, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " | "); ok {
			real[name], real[strings.TrimRight(name, "0123456789")] = label, label
		}
	}
	var files []string
	for _, r := range fitted {
		files = append(files, filepath.Join(dir, r.Article.Key+".ann"))
	}
	for _, reader := range []string{"bioc", "brat"} {
		docs := readWith(t, reader, files...)
		if len(docs) != len(fitted) {
			t.Fatalf("%s read %d documents of %d", reader, len(docs), len(fitted))
		}
		for i, d := range docs {
			if diff := gocmp.Diff(lines(t, fitted[i]), d.lines(real)); diff != "" {
				t.Errorf("%s, %s (-written +read)\n%s", reader, fitted[i].Article.Key, diff)
			}
		}
	}
}

func TestCoNLL2003(t *testing.T) {
	dir, fitted := write(t, conll2003.Format{}, records(t))
	docs := readWith(t, "seqeval", filepath.Join(dir, "articles.conll"))
	if len(docs) != len(fitted) {
		t.Fatalf("seqeval read %d documents of %d", len(docs), len(fitted))
	}
	for i, d := range docs {
		if diff := gocmp.Diff(lines(t, format.Blankless(fitted[i])), d.lines(nil)); diff != "" {
			t.Errorf("document %d (-written +read)\n%s", i, diff)
		}
	}
}
