package html

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotate"
	"galley/annotate/source/fields"
)

// about is what a page says of its article, in JSON-LD (schema.org), Open
// Graph and other <meta>, <link>, <time> and lang; the first that says it wins.
func about(doc *html.Node, where string, dates *fields.Dates) annotate.Article {
	h := &head{meta: map[string]string{}}
	h.collect(doc)
	ld := h.linked
	a := annotate.Article{
		Title:     first(ld.text("headline"), h.meta["og:title"], h.meta["twitter:title"], h.heading, h.title),
		Published: first(ld.text("datePublished"), h.meta["article:published_time"], h.meta["datepublished"], h.meta["date"], h.meta["pubdate"], h.meta["publish-date"], h.meta["dc.date"], h.meta["dc.date.issued"], h.meta["parsely-pub-date"], h.time),
		Author:    first(ld.names("author"), h.meta["author"], h.meta["dc.creator"], h.meta["parsely-author"], notAddress(h.meta["article:author"])),
		Outlet:    first(ld.names("publisher"), h.meta["og:site_name"], h.meta["publisher"], h.meta["application-name"]),
		URL:       first(address(h.canonical), address(h.meta["og:url"]), address(ld.text("url")), address(h.savedFrom)),
		Language:  first(h.lang, ld.text("inLanguage"), h.meta["content-language"], strings.ReplaceAll(h.meta["og:locale"], "_", "-")),
	}
	a.Published = dates.Read(a.Published, where)
	for name, value := range map[string]string{
		"description": first(h.meta["og:description"], h.meta["description"], ld.text("description")),
		"section":     first(h.meta["article:section"], ld.text("articleSection")),
		"keywords":    first(h.meta["keywords"], h.meta["news_keywords"]),
		"modified":    first(ld.text("dateModified"), h.meta["article:modified_time"]),
	} {
		if value != "" {
			if a.Meta == nil {
				a.Meta = annotate.Fields{}
			}
			a.Meta[name] = annotate.ValueOf(value)
		}
	}
	return a
}

// first is the first of values that holds something, its white space made single blanks.
func first(values ...string) string {
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), " "); v != "" {
			return v
		}
	}
	return ""
}

// address is s if it is an absolute address on the web.
func address(s string) string {
	if u, err := url.Parse(strings.TrimSpace(s)); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}

func notAddress(s string) string {
	if address(s) != "" {
		return ""
	}
	return s
}

// head is what the elements of a page say.
type head struct {
	meta                                             map[string]string // by name, property or itemprop in small letters; the first of each
	title, heading, lang, canonical, time, savedFrom string
	linked                                           linked
}

// savedFrom is the comment that browsers leave in a page they save.
var savedFrom = regexp.MustCompile(`^\s*saved from url=\(\d+\)(\S+)|^\s*Page saved with SingleFile\s+url:\s*(\S+)`)

func (h *head) collect(n *html.Node) {
	switch {
	case n.Type == html.CommentNode && h.savedFrom == "":
		if m := savedFrom.FindStringSubmatch(n.Data); m != nil {
			h.savedFrom = m[1] + m[2]
		}
	case n.Type == html.ElementNode:
		h.element(n)
	}
	if n.DataAtom == atom.Svg {
		return
	}
	for c := range n.ChildNodes() {
		h.collect(c)
	}
}

func (h *head) element(n *html.Node) {
	set := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	switch n.DataAtom {
	case atom.Html:
		set(&h.lang, attr(n, "lang"))
	case atom.Title:
		set(&h.title, content(n))
	case atom.H1:
		set(&h.heading, content(n))
	case atom.Time:
		set(&h.time, attr(n, "datetime"))
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			set(&h.canonical, attr(n, "href"))
		}
	case atom.Meta:
		for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
			if name := strings.ToLower(attr(n, key)); name != "" && h.meta[name] == "" {
				h.meta[name] = attr(n, "content")
			}
		}
	case atom.Script:
		if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && h.linked == nil {
			var v any
			if json.Unmarshal([]byte(content(n)), &v) == nil { // a page with broken JSON-LD has said nothing
				h.linked = findArticle(v, 0)
			}
		}
	}
}

// content is the text below n.
func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// linked is a JSON-LD object of a schema.org type of article. A nil one says nothing.
type linked map[string]any

// findArticle is the first article in v, which may be a list or a graph.
func findArticle(v any, depth int) linked {
	if depth > 8 {
		return nil
	}
	switch x := v.(type) {
	case []any:
		for _, item := range x {
			if found := findArticle(item, depth+1); found != nil {
				return found
			}
		}
	case map[string]any:
		for _, t := range list(x["@type"]) {
			if name, _ := t.(string); strings.HasSuffix(name, "Article") || strings.HasSuffix(name, "Posting") || name == "Report" {
				return x
			}
		}
		return findArticle(x["@graph"], depth+1)
	}
	return nil
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

// text is the string of a field, the first if it is a list.
func (l linked) text(field string) string {
	for _, v := range list(l[field]) {
		if s, ok := v.(string); ok {
			return html.UnescapeString(s)
		}
	}
	return ""
}

// names are the names of the people or organisations in a field, joined by commas.
func (l linked) names(field string) string {
	var out []string
	for _, v := range list(l[field]) {
		if o, ok := v.(map[string]any); ok {
			v = o["name"]
		}
		if s, _ := v.(string); s != "" && address(s) == "" {
			out = append(out, html.UnescapeString(s))
		}
	}
	return strings.Join(out, ", ")
}
