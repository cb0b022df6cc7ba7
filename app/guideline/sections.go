package guideline

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Section is a heading of a Markdown document with what stands below it up to
// the next heading. What stands before the first heading has Level 0 and no title.
type Section struct {
	Level int // 1 to 6
	Title string
	// Start and End are bytes into the document, the heading's line included.
	Start, End int
	Body       string // Markdown, without the heading
}

// Sections cuts a document (CommonMark) at its headings. A document that is
// not empty has at least one section; together they cover all of it.
func Sections(document string) []Section {
	source := []byte(document)
	tree := goldmark.DefaultParser().Parse(text.NewReader(source))
	var out []Section
	open := Section{}
	body := 0 // where the open section's body begins
	shut := func(end int) {
		open.End, open.Body = end, strings.Trim(document[min(body, end):end], "\n")
		if open.Level > 0 || strings.TrimSpace(open.Body) != "" {
			out = append(out, open)
		} else if len(out) == 0 && end < len(document) {
			body = 0 // blank lines before the first heading go with it
		}
	}
	for node := tree.FirstChild(); node != nil; node = node.NextSibling() {
		heading, ok := node.(*ast.Heading)
		if !ok || heading.Lines().Len() == 0 {
			continue
		}
		lines := heading.Lines()
		first, last := lines.At(0), lines.At(lines.Len()-1)
		start := strings.LastIndexByte(document[:first.Start], '\n') + 1
		shut(start)
		if len(out) == 0 {
			start = 0
		}
		open = Section{Level: heading.Level, Title: title(heading, source), Start: start}
		body = after(document, last.Stop)
		if !strings.HasPrefix(strings.TrimLeft(document[start:], " \n"), "#") {
			body = nextLine(document, body) // behind the line of = or - under it
		}
	}
	shut(len(document))
	return out
}

// after is the beginning of the next line, or the offset where a line begins there.
func after(document string, offset int) int {
	if offset > 0 && document[offset-1] == '\n' {
		return offset
	}
	return nextLine(document, offset)
}

func nextLine(document string, offset int) int {
	if i := strings.IndexByte(document[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(document)
}

// title is a heading without its marks.
func title(heading *ast.Heading, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(heading, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch x := n.(type) {
		case *ast.Text:
			b.Write(x.Segment.Value(source))
			if x.SoftLineBreak() || x.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(x.Value)
		}
		return ast.WalkContinue, nil
	}) // the function never fails
	return strings.TrimSpace(b.String())
}

// About is the place of the section that tells of a label: the first whose
// title holds it as a word, or else whose text does; -1 if none does.
func About(sections []Section, label string) int {
	found := -1
	for i, s := range sections {
		if holdsWord(s.Title, label) {
			return i
		}
		if found < 0 && holdsWord(s.Body, label) {
			found = i
		}
	}
	return found
}

func holdsWord(s, word string) bool {
	if word == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		at, end := from+i, from+i+len(word)
		if (at == 0 || !wordByte(s[at-1])) && (end == len(s) || !wordByte(s[end])) {
			return true
		}
		from = at + 1
	}
}

// wordByte tells whether a byte goes on a word; those of other scripts than
// Latin do, which labels are hardly ever written in.
func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}
