package formattest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
)

// Case is a file and what a reader makes of it.
type Case struct {
	Name, File string
	Want       []string // each article in a line, then its annotations: see Describe
	Issues     []string // of each the beginning of "item: code: message", in order; warnings that texts are rebuilt aside
}

// Cases reads files called name and compares.
func Cases(t *testing.T, f format.Reader, name string, cases []Case) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			in := format.Input{FS: fstest.MapFS{name: {Data: []byte(c.File)}}, Name: name, Path: name}
			records, issues, _, err := Read(f, in)
			if err != nil {
				t.Fatal(err)
			}
			var got, said []string
			for _, r := range records {
				got = append(got, Describe(r)...)
			}
			for _, i := range issues {
				if i.Code != format.CodeTextRebuilt {
					said = append(said, i.Item+": "+i.Code+": "+i.Message)
				}
			}
			if diff := cmp.Diff(c.Want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(said) != len(c.Issues) {
				t.Fatalf("issues %q, want %q", said, c.Issues)
			}
			for i := range said {
				if !strings.HasPrefix(said[i], c.Issues[i]) {
					t.Errorf("issue %d is %s\nwant %s", i, said[i], c.Issues[i])
				}
			}
		})
	}
}

// Describe is a record in lines: key and text, then for each layer its name
// unless it is a nameless human one, and its annotations.
func Describe(rec format.Record) []string {
	out := []string{strings.TrimSpace(fmt.Sprintf("%s %q", rec.Article.Key, rec.Article.Text.String()))}
	for _, l := range rec.Layers {
		if l.Annotator != "" || l.ID.Kind != annotate.Human {
			out = append(out, fmt.Sprintf("layer of %q: %s", l.Annotator, l.ID.Kind))
		}
		l.Each(func(item annotate.Item) {
			line := fmt.Sprintf("%s %s", item.ItemID(), annotate.LabelOf(item))
			if spans := annotate.SpansOf(item); len(spans) > 0 {
				line += fmt.Sprintf(" %q", rec.Article.Quote(spans))
			}
			switch x := item.(type) {
			case *annotate.Head:
				line = "state " + string(x.State)
			case *annotate.Mention:
				line += shown(x.Attributes)
			case *annotate.Event:
				for _, a := range x.Arguments {
					line += fmt.Sprintf(" %s:%s%s", a.Role, a.Target, a.Value)
				}
				line += shown(x.Attributes)
			case *annotate.Relation:
				line += fmt.Sprintf(" %s -> %s", x.From, x.To)
			case *annotate.Label:
				line += " " + string(x.Value)
			case *annotate.Note:
				line += " " + x.Text
			}
			out = append(out, line)
		})
	}
	return out
}

func shown(a annotate.Attributes) string {
	if len(a) == 0 {
		return ""
	}
	return " (" + a.String() + ")"
}
