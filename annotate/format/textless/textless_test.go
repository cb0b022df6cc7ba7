package textless_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/format/textless"
)

// TestRoundTrip: a line without its text quotes nothing of it, and with its text
// again is what it was.
func TestRoundTrip(t *testing.T) {
	for _, id := range []string{"galley", "hf-jsonl"} {
		f, layout := all.Find(id), textless.Of(id)
		check := func(t interface {
			Fatal(...any)
			Fatalf(string, ...any)
		}, rec format.Record) {
			out, err := formattest.Write(f, format.Set{Schema: formattest.Schema()}, []format.Record{f.Fit(rec, nil)})
			if err != nil {
				t.Fatal(err)
			}
			line := strings.TrimSuffix(string(out.FS["articles.jsonl"].Data), "\n")
			if textless.Detect([]byte(line)) != layout {
				t.Fatalf("%s is not known by its line", id)
			}
			bare, err := layout.Strip([]byte(line))
			if err != nil {
				t.Fatal(err)
			}
			body := rec.Article.Text.String()
			about, err := textless.About(bare)
			if err != nil || about.Key != rec.Article.Key || about.SHA256 != rec.Article.Digest {
				t.Fatalf("the line is of %v, %v", about, err)
			}
			back, err := layout.Join(bare, body)
			if err != nil {
				t.Fatal(err)
			}
			if string(back) != line {
				t.Fatalf("joined\n%s\nwas\n%s", back, line)
			}
			if _, err := layout.Join(bare, body+"x"); err == nil {
				t.Fatal("another text was taken")
			}
		}
		t.Run(id+" document", func(t *testing.T) { check(t, formattest.Document()) })
		t.Run(id+" random", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				layers := 1
				if id == "galley" {
					layers = 3
				}
				check(t, formattest.Records(layers).Draw(t, "record"))
			})
		})
	}
}

func TestNothingIsQuoted(t *testing.T) {
	for _, id := range []string{"galley", "hf-jsonl"} {
		f := all.Find(id)
		out, err := formattest.Write(f, format.Set{}, []format.Record{f.Fit(formattest.Document(), nil)})
		if err != nil {
			t.Fatal(err)
		}
		bare, err := textless.Of(id).Strip(out.FS["articles.jsonl"].Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, quote := range []string{"struck", "denied", "hospital on Monday", "killing", "الخرطوم", "الهجوم", "officials"} {
			if strings.Contains(string(bare), quote) {
				t.Errorf("%s quotes %q:\n%s", id, quote, bare)
			}
		}
	}
}

func FuzzJoin(f *testing.F) {
	f.Add(`{"id":"1","key":"k","text":null,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","length":0,"layers":[{"mentions":[{"spans":[[0,1]],"text":null}]}]}`, "")
	f.Fuzz(func(t *testing.T, line, body string) {
		if l := textless.Detect([]byte(line)); l != nil {
			_, _ = l.Join([]byte(line), body)
			_, _ = l.Strip([]byte(line))
		}
	})
}
