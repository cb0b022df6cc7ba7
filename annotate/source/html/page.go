package html

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page finds the text of the article in a parsed page.
//
// The measure of an element is its prose: the characters of text in it that
// are no blanks and no links. Menus, side bars and lists of headlines have
// little of it. All steps look at each node a fixed number of times.
type page struct {
	body  *html.Node
	total int // prose of the whole page
	prose map[*html.Node]int
	links map[*html.Node]int // characters of text in links
}

func newPage(doc *html.Node) *page {
	p := &page{body: find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Body }), prose: map[*html.Node]int{}, links: map[*html.Node]int{}}
	if p.body == nil {
		p.body = doc
	}
	p.measure(p.body, false)
	p.total = p.prose[p.body]
	p.prune(p.body)
	p.measure(p.body, false)
	return p
}

// text is the text of the article: a blank line between paragraphs, no blanks
// but single ones, line ends of <br> and within <pre> kept.
func (p *page) text() string {
	var w writer
	w.node(p.article(), false)
	return w.b.String()
}

// find is the first node in document order for which is holds, or nil.
func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	if n.Type == html.ElementNode && is(n) {
		return n
	}
	for c := range n.ChildNodes() {
		if found := find(c, is); found != nil {
			return found
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

// measure counts the prose and the links in n and everything below it.
func (p *page) measure(n *html.Node, link bool) {
	link = link || n.DataAtom == atom.A
	prose, links := 0, 0
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && link:
			links += letters(c.Data)
		case c.Type == html.TextNode:
			prose += letters(c.Data)
		case c.Type == html.ElementNode && !neverText[c.DataAtom]:
			p.measure(c, link)
			prose += p.prose[c]
			links += p.links[c]
		}
	}
	p.prose[n], p.links[n] = prose, links
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(list))
	for _, a := range list {
		m[a] = true
	}
	return m
}

var (
	// neverText are elements that hold no text of an article.
	neverText = atoms(atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Math, atom.Object, atom.Embed,
		atom.Canvas, atom.Video, atom.Audio, atom.Select, atom.Textarea, atom.Button, atom.Map, atom.Dialog, atom.Figcaption, atom.Nav, atom.Menu, atom.Head, atom.Title)
	// around are elements that stand around an article, unless most of the page is in them.
	around = atoms(atom.Header, atom.Footer, atom.Aside, atom.Form)
	// lists are elements that are lists of headlines if they hold little but links.
	lists = atoms(atom.Ul, atom.Ol, atom.Dl, atom.Div, atom.Section, atom.Table, atom.P)
	// blocks begin a new paragraph.
	blocks = atoms(atom.Address, atom.Article, atom.Blockquote, atom.Center, atom.Details, atom.Div, atom.Dl, atom.Fieldset, atom.Figure, atom.Form,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Footer, atom.Hr, atom.Main, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Ul)
	// rows begin a new line.
	rows = atoms(atom.Li, atom.Tr, atom.Dt, atom.Dd, atom.Caption)
)

// unlikely are words in the class or id of what stands around an article.
var unlikely = regexp.MustCompile(`(?i)(^|[\s_-])(ads?|adverts?|advertisement|banner|breadcrumbs?|comments?|consent|cookies?|disqus|menu|navbar|navigation|newsletter|pagination|popular|promo|recommended|related|share|sharing|sidebar|social|sponsored|subscribe|toolbar|trending)([\s_-]|$)`)

// prune takes out what is no part of an article. What holds a third of the
// page's prose is kept whatever it is called: some sites put all in a form.
func (p *page) prune(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, c.Type == html.ElementNode && (neverText[c.DataAtom] || p.aside(c)):
			n.RemoveChild(c)
		case c.Type == html.ElementNode:
			p.prune(c)
		}
		c = next
	}
}

func (p *page) aside(n *html.Node) bool {
	if p.prose[n]*3 >= p.total && p.prose[n] > 0 {
		return false
	}
	hidden := attr(n, "aria-hidden") == "true" || strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "display:none")
	for _, a := range n.Attr {
		hidden = hidden || a.Key == "hidden"
	}
	named := n.DataAtom != atom.Article && n.DataAtom != atom.Main && unlikely.MatchString(attr(n, "class")+" "+attr(n, "id"))
	headlines := lists[n.DataAtom] && p.links[n]*10 > (p.links[n]+p.prose[n])*7
	return hidden || around[n.DataAtom] || named || headlines
}

// article is the element that holds the article: the one that says so, if it
// has two fifths of the prose; else the innermost that has four fifths of
// what the one around it has.
func (p *page) article() *html.Node {
	says := []func(*html.Node) bool{
		func(n *html.Node) bool { return attr(n, "itemprop") == "articleBody" },
		func(n *html.Node) bool { return n.DataAtom == atom.Article || attr(n, "role") == "article" },
		func(n *html.Node) bool { return n.DataAtom == atom.Main || attr(n, "role") == "main" },
	}
	for _, is := range says {
		if best := p.most(p.body, is); best != nil && p.prose[best]*5 >= p.prose[p.body]*2 {
			return best
		}
	}
	n := p.body
	for {
		inner := n
		for c := range n.ChildNodes() {
			if blocks[c.DataAtom] && c.DataAtom != atom.P && p.prose[c]*5 >= p.prose[n]*4 && p.prose[c] > 0 {
				inner = c
			}
		}
		if inner == n {
			return n
		}
		n = inner
	}
}

// most is the node with the most prose for which is holds, or nil.
func (p *page) most(n *html.Node, is func(*html.Node) bool) *html.Node {
	var best *html.Node
	if n.Type == html.ElementNode && is(n) {
		best = n
	}
	for c := range n.ChildNodes() {
		if m := p.most(c, is); m != nil && (best == nil || p.prose[m] > p.prose[best]) {
			best = m
		}
	}
	return best
}

// writer writes the text of nodes as a browser would lay it out.
type writer struct {
	b     strings.Builder
	lines int  // line ends due before the next character
	blank bool // a blank is due
}

func (w *writer) node(n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		w.text(n.Data, pre)
		return
	}
	due := 0
	switch {
	case n.DataAtom == atom.Br:
		w.lines, w.blank = min(w.lines+1, 2), false
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		w.blank = true
	case blocks[n.DataAtom]:
		due = 2
	case rows[n.DataAtom]:
		due = 1
	}
	w.newline(due)
	for c := range n.ChildNodes() {
		w.node(c, pre || n.DataAtom == atom.Pre)
	}
	w.newline(due)
}

func (w *writer) newline(due int) {
	if due > 0 {
		w.lines, w.blank = max(w.lines, due), false
	}
}

func (w *writer) text(s string, pre bool) {
	for _, r := range s {
		if !pre && strings.ContainsRune(" \t\n\r\f", r) {
			w.blank = true
			continue
		}
		switch {
		case w.b.Len() == 0:
		case w.lines > 0:
			w.b.WriteString("\n\n"[:w.lines])
		case w.blank:
			w.b.WriteByte(' ')
		}
		w.lines, w.blank = 0, false
		w.b.WriteRune(r)
	}
}
