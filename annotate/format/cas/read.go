package cas

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Read is the article of a CAS. where names its file in messages, key is the
// article's where the file does not say it. A fault of the file after which
// nothing could be read comes last; faults are those of single structures.
func (c *CAS) Read(where, key string, faults []Fault, broken *Fault) []format.Result {
	sofa := c.sofa()
	if sofa == nil {
		why := Fault{Code: format.CodeMissing, Err: errors.New("it has no text: no structure of type " + Sofa + " holds one")}
		if broken != nil {
			why = *broken
		}
		return []format.Result{{Refused: &format.Issue{Item: why.item(where), Code: why.Code, Message: why.Err.Error()}}}
	}
	r := &reader{cas: c, sofa: sofa, byID: map[int]*Structure{}, ids: map[int]annotate.ID{}, lines: map[annotate.Item]int{}, links: ownLinks(), passed: map[string]int{}}
	body, _ := sofa.Get("sofaString")
	results := r.begin(where, key, body.Text)
	if r.Reading == nil {
		return results
	}
	for _, f := range faults {
		r.refuse(f.Line, f.What, f.Code, f.Err)
	}
	r.index()
	for _, a := range r.articles {
		r.Article.Meta = annotate.Fields(r.named(a, "meta"))
	}
	items := r.items()
	r.pass()
	if broken != nil {
		r.refuse(broken.Line, cmp.Or(broken.What, "the rest"), broken.Code, broken.Err)
	}
	return r.Done(items)
}

// Fault is something in a file that cannot be read.
type Fault struct {
	Line int
	What string // what it is of; empty: the file
	Code string
	Err  error
}

func (f Fault) item(where string) string {
	if f.Line > 0 {
		return fmt.Sprintf("%s, line %d", where, f.Line)
	}
	return where
}

// sofa is the structure with the text: of several the one that readers see first.
func (c *CAS) sofa() *Structure {
	var found *Structure
	for _, s := range c.Structures {
		if s.Type == Sofa && s.Has("sofaString") && (found == nil || s.text("sofaID") == "_InitialView") {
			found = s
		}
	}
	return found
}

// reader makes annotations of structures.
type reader struct {
	*wire.Reading
	cas      *CAS
	sofa     *Structure
	articles []*Structure // what Galley says of the article: one, or none
	byID     map[int]*Structure
	list     []*Structure    // each once, those of other texts apart
	links    map[string]bool // types of arguments

	ids    map[int]annotate.ID // of structures that are annotations, or parts of them
	lines  map[annotate.Item]int
	passed map[string]int // types that are no annotations here, how many there are
	order  []string       // of passed
}

// begin reads what is said of the article.
func (r *reader) begin(where, key, body string) []format.Result {
	about := wire.About{Key: key}
	for _, s := range r.cas.Structures {
		switch {
		case s.Type == documentAnnotation && about.Language == "":
			about.Language = language(s)
		case ownName(s.Type) != articleType:
		case s.Has("articleId"):
			r.articles = []*Structure{s}
			about = wire.About{
				ID: s.text("articleId"), Key: s.text("key", "documentId"), Title: s.text("title", "documentTitle"), Published: s.text("published"),
				Language: s.text("articleLanguage"), Outlet: s.text("outlet"), Author: s.text("author"), URL: s.text("url", "documentUri"),
				Annotator: s.text("annotator"), Kind: s.text("layerKind"), State: s.text("layerState"),
			}
		default:
			about.Title = s.text("documentTitle")
			if about.Title == path.Base(key) || about.Title == path.Base(where) || strings.HasPrefix(about.Title, path.Base(key)+".") {
				about.Title = ""
			}
			about.Language = cmp.Or(about.Language, language(s))
		}
	}
	var results []format.Result
	r.Reading, results = wire.NewReading(where, body, about)
	if r.Reading != nil {
		r.Called = r.called
	}
	return results
}

// language is that of a document, unless it is UIMA's word for none.
func language(s *Structure) string {
	if l := s.text("language"); l != "x-unspecified" {
		return l
	}
	return ""
}

// called names an annotation by its line.
func (r *reader) called(item annotate.Item) string {
	name := fmt.Sprintf("%s %s", item.ItemKind(), item.ItemID())
	if line := r.lines[item]; line > 0 {
		name = fmt.Sprintf("line %d, %s", line, name)
	}
	return name
}

func (r *reader) refuse(line int, what, code string, err error) {
	if line > 0 {
		what = fmt.Sprintf("line %d, %s", line, what)
	}
	r.Refuse(what, code, err)
}

func (r *reader) refuseOf(s *Structure, code string, err error) {
	r.refuse(s.Line, s.name(), code, err)
}

// name is what a structure is called in messages.
func (s *Structure) name() string { return fmt.Sprintf("%s %d", short(s.Type), s.ID) }

// isArray tells whether s is an array that is a structure of its own.
func (s *Structure) isArray() bool { return s.Type == Array || strings.HasSuffix(s.Type, "[]") }

// short is a type without its package.
func short(typ string) string { return typ[strings.LastIndexByte(typ, '.')+1:] }

// index finds structures by id, and drops those of other texts.
func (r *reader) index() {
	for _, s := range r.cas.Structures {
		if before := r.byID[s.ID]; before != nil {
			r.refuseOf(s, format.CodeDuplicateID, fmt.Errorf("its id is that of %s before it", before.name()))
			continue
		}
		r.byID[s.ID] = s
		if s.Type == Sofa && s != r.sofa && s.Has("sofaString") {
			r.Warn("passed_over", fmt.Sprintf("the text of the view %q was not read: an article has one", s.text("sofaID")))
		}
		if v, ok := s.Get("sofa"); ok && s.Type != Sofa && (len(v.Refs) != 1 || v.Refs[0] != r.sofa.ID) {
			r.passOver("annotations of another text")
			continue
		}
		r.list = append(r.list, s)
		if s.Has("role") && s.Has("target") {
			r.links[s.Type] = true
		}
	}
	for _, t := range r.cas.Types.List {
		if _, ok := r.cas.Types.Feature(t.Name, "role"); ok {
			if _, ok := r.cas.Types.Feature(t.Name, "target"); ok {
				r.links[t.Name] = true
			}
		}
	}
	for _, v := range r.cas.Views {
		for _, id := range v.Members {
			if r.byID[id] == nil {
				r.refuse(v.Line, "View", format.CodeReference, fmt.Errorf("its member %d is not there", id))
			}
		}
	}
}

func (r *reader) passOver(what string) {
	if r.passed[what]++; r.passed[what] == 1 {
		r.order = append(r.order, what)
	}
}

// pass says what was passed over.
func (r *reader) pass() {
	for _, what := range r.order {
		r.Warn("passed_over", fmt.Sprintf("%d of %s were not read, since they are no annotations of Galley's kind", r.passed[what], what))
	}
}

// one is the structure that a feature refers to; nil if it refers to none, or
// to one that is not there, which is refused.
func (r *reader) one(s *Structure, name string) *Structure {
	refs := r.many(s, name)
	if len(refs) == 0 {
		return nil
	}
	return refs[0]
}

// many are the structures that a feature refers to, with those in an array.
func (r *reader) many(s *Structure, name string) []*Structure {
	v, ok := s.Get(name)
	if !ok {
		return nil
	}
	if v.Kind == Untyped {
		for _, field := range strings.Fields(v.Text) {
			id, err := strconv.Atoi(field)
			if err != nil {
				r.refuseOf(s, format.CodeType, fmt.Errorf("its %s is no reference: %q", name, format.Clip(field)))
				return nil
			}
			v.Refs = append(v.Refs, id)
		}
	}
	var out []*Structure
	for _, id := range v.Refs {
		to := r.byID[id]
		switch {
		case to == nil:
			r.refuseOf(s, format.CodeReference, fmt.Errorf("its %s %d is not there", name, id))
		case to.isArray():
			elements, _ := to.Get("elements")
			for _, id := range elements.Refs {
				if r.byID[id] == nil {
					r.refuseOf(s, format.CodeReference, fmt.Errorf("%d, which is one of its %s, is not there", id, name))
					continue
				}
				out = append(out, r.byID[id])
			}
		default:
			out = append(out, to)
		}
	}
	return out
}

// claim is where structures that are fragments of one thing say they are; false
// if one of them does not say it, which is refused.
func (r *reader) claim(parts []*Structure) (wire.Claim, bool) {
	c := wire.Claim{Item: parts[0].name()}
	if line := parts[0].Line; line > 0 {
		c.Item = fmt.Sprintf("line %d, %s", line, c.Item)
	}
	for _, s := range parts {
		begin, err := s.number("begin")
		end, err2 := s.number("end")
		if err := errors.Join(err, err2); err != nil {
			r.refuseOf(s, format.CodeType, errors.New("its begin and end are no whole numbers"))
			return c, false
		}
		c.Spans = append(c.Spans, [2]int{begin, end})
	}
	return c, true
}

// places are the stretches of text of groups of structures; nil for one that is refused.
func (r *reader) places(groups [][]*Structure) [][]span.Span {
	out := make([][]span.Span, len(groups))
	var claims []wire.Claim
	var of []int
	for i, parts := range groups {
		if c, ok := r.claim(parts); ok {
			claims, of = append(claims, c), append(of, i)
		}
	}
	for i, spans := range r.Places(claims, units.UTF16) {
		out[of[i]] = spans
	}
	return out
}
