package html

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"galley/annotate"
	"galley/annotate/format"
)

// read gives the article of a page, or nil, and the issues in a line each.
func read(t *testing.T, data []byte) (*annotate.Article, []string) {
	t.Helper()
	in := format.Input{FS: fstest.MapFS{"p/page.html": {Data: data}}, Name: "p/page.html", Path: "page.html"}
	var a *annotate.Article
	var issues []string
	for r, err := range (Reader{}).Read(context.Background(), in, format.Options{}) {
		switch {
		case err != nil:
			t.Fatal(err)
		case r.Refused != nil:
			issues = append(issues, fmt.Sprintf("refused (%s): %s", r.Refused.Code, r.Refused.Message))
		case r.Warning != nil:
			issues = append(issues, fmt.Sprintf("warning (%s): %s", r.Warning.Code, r.Warning.Message))
		default:
			a = r.Record.Article
		}
	}
	return a, issues
}

func TestReadsSavedPage(t *testing.T) {
	data, err := os.ReadFile("testdata/news.html")
	if err != nil {
		t.Fatal(err)
	}
	got, issues := read(t, data)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	want := annotate.NewArticle(annotate.Article{
		Key: "p/page", Title: "Truce holds in Oskar & beyond", Published: "2016-05-02T10:20:30+02:00", Language: "en-GB",
		Outlet: "The Oskar Post", Author: "Leila Haddad, M. Oduya", URL: "https://www.oskarpost.example/2016/05/truce",
		Meta: annotate.Fields{"description": `"Both sides accuse each other."`, "keywords": `"truce, Oskar"`},
	}, "Truce holds in Oskar\n\n"+
		"The truce in Oskar held for a second day on Monday, the UN envoy Martin\u00a0Oduya said, although both sides accused each other of “breaches”.\n\n"+
		"At least 253 people were killed in April.\nAlmost 300 were hurt.\n\n"+
		"We shall see,\n\nhe added.\n\nTwo convoys are under way.\nA third waits at the border.\n\n"+
		"Day Killed\nSunday 4\n\n12:00  talks\n14:00  lunch")
	if diff := cmp.Diff(want.Text.String(), got.Text.String()); diff != "" {
		t.Errorf("text, -want +got\n%s", diff)
	}
	want.Text, got.Text = nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

const story = "Police in Lyon detained two suspects on Monday after the port strike, an agency reported."

func TestFindsTheArticle(t *testing.T) {
	cases := []struct{ name, page, want string }{
		{"no structure", "<p>" + story, story},
		{"no element at all", story, story},
		{"an article among teasers", "<article><a href=x>One</a> is here</article><article><p>" + story + "</p></article><article>Three</article>", story},
		{"articleBody within an article", "<article><p>By someone who writes</p><div itemprop=articleBody><p>" + story + "</p></div></article>", story},
		{"everything in a form", "<form><div class=comment-page><p>" + story + "</p></div></form>", story},
		{"a side bar without a name", "<div><div>Short one</div><div><p>" + story + "</p><p>" + story + "</p></div></div>", story + "\n\n" + story},
		{"hidden parts", "<p>" + story + "</p><p hidden>not</p><div style='display: none'>seen</div><p aria-hidden=true>here</p>", story},
		{"scripts, frames, pictures, vectors", "<p>" + story + "</p><script>fetch('x')</script><iframe src='file:///etc/passwd'>f</iframe><svg onload=x><text>v</text></svg><noscript>n</noscript><object>o</object>", story},
		{"script addresses are text", "<p>" + story + " <a href='javascript:alert(1)'>y</a></p>", story + " y"},
		{"a comment that never closes", "<p>" + story + "<!-- <a href='" + strings.Repeat("x", 1000), story},
		{"characters by reference", "<p>" + story + " &lt;b&gt; &amp;amp; &eacute;", story + " <b> &amp; é"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, issues := read(t, []byte("<html><head><title>t</title></head><body>"+c.page))
			if a == nil || len(issues) > 0 {
				t.Fatal(issues)
			}
			if diff := cmp.Diff(c.want, a.Text.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	latin, _ := charmap.Windows1252.NewEncoder().String("<p>“Grève” à Lyon")
	jis, _ := japanese.ShiftJIS.NewEncoder().String("<p>警察は月曜日、容疑者二人を拘束した。")
	cases := []struct{ name, page, want, issue string }{
		{"declared", "<meta charset=windows-1252>" + latin, "“Grève” à Lyon", ""},
		{"declared Japanese", "<meta charset=shift_jis>" + jis, "警察は月曜日、容疑者二人を拘束した。", ""},
		{"not declared", latin, "“Grève” à Lyon", "warning (encoding): the file is not UTF-8; it was read as windows-1252, which its letters suggest"},
		{"declares an encoding that nobody has", "<meta charset=utf-7>" + latin, "“Grève” à Lyon", "warning (encoding): the file is not UTF-8; it was read as windows-1252, which its letters suggest"},
		{"declares another than it has", "<meta charset=windows-1252><p>à Lyon", "à Lyon", "warning (encoding): the page says that it is windows-1252, but it is UTF-8 and was read as such"},
		{"declared, but bytes stand for nothing", "<meta charset=shift_jis><p>caf\xe9 \xff", "", "refused (unknown_encoding): the page says that it is shift_jis, but holds bytes that stand for nothing in it"},
		{"impossible references", "<p>" + story + "&#0;&#xD800;&#x110000;", story + "\uFFFD\uFFFD\uFFFD", "warning (no_character): character references that stand for nothing were read as U+FFFD, 3 in all"},
		{"no text", "<title>t</title><nav>menu</nav>", "", "refused (no_text): no text of an article was found in the page"},
		{"too deep", strings.Repeat("<div>", 100_000) + story, "", "refused (bad_html): its elements are nested too deeply for a web page"},
		{"nothing", "", "", "refused (empty): the file is empty"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, issues := read(t, []byte(c.page))
			if got := strings.Join(issues, "; "); got != c.issue {
				t.Errorf("got  %s\nwant %s", got, c.issue)
			}
			if a != nil && a.Text.String() != c.want || a == nil && c.want != "" {
				t.Errorf("got %v, want %q", a, c.want)
			}
		})
	}
}

// Time is linear in the size of the page, whatever it is made of: anything
// quadratic runs into the timeout of go test.
func TestHugePages(t *testing.T) {
	for name, page := range map[string]string{
		"siblings":   strings.Repeat("<p>word <b>and</b> <a href=x>link</a>", 50_000),
		"attributes": "<p " + strings.Repeat("a ", 100_000) + ">" + story,
		"one line":   strings.Repeat(story+" ", 35_000),
	} {
		if a, issues := read(t, []byte(page)); a == nil {
			t.Errorf("%s: %v", name, issues)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/news.html")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[]}</script><p>x"))
	f.Add([]byte("<meta charset=gbk><p>\xd6\xd0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, issues := read(t, data); a == nil && len(issues) == 0 {
			t.Fatalf("%q gave nothing", data)
		} else if a != nil && (!utf8.ValidString(a.Text.String()) || strings.TrimSpace(a.Text.String()) == "") {
			t.Fatalf("%q gave %q", data, a.Text.String())
		}
	})
}
