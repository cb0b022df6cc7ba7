package wire

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/span"
	"galley/annotate/text"
)

// About is what files say of an article and of its one layer where their
// format leaves room for fields of one's own.
type About struct {
	ID        string          `json:"article_id,omitzero"`
	Key       string          `json:"doc_id,omitzero"`
	Title     string          `json:"title,omitzero"`
	Published string          `json:"published,omitzero"`
	Language  string          `json:"language,omitzero"`
	Outlet    string          `json:"outlet,omitzero"`
	Author    string          `json:"author,omitzero"`
	URL       string          `json:"url,omitzero"`
	Meta      annotate.Fields `json:"about,omitzero"`
	Annotator string          `json:"annotator,omitzero"`
	Kind      string          `json:"kind,omitzero"`  // of the layer; empty where there is none
	State     string          `json:"state,omitzero"` // of the layer
}

// AboutOf is what a fitted record says.
func AboutOf(rec format.Record) About {
	a := rec.Article
	w := About{
		ID: string(a.ID), Key: a.Key, Title: a.Title, Published: a.Published, Language: a.Language,
		Outlet: a.Outlet, Author: a.Author, URL: a.URL, Meta: a.Meta,
	}
	for _, l := range rec.Layers {
		w.Annotator, w.Kind, w.State = l.Annotator, string(l.ID.Kind), string(l.State())
	}
	return w
}

// With is w with fields of the file that it has no key for.
func (w About) With(other annotate.Fields) About {
	if len(other) > 0 {
		meta := maps.Clone(other)
		maps.Copy(meta, w.Meta)
		w.Meta = meta
	}
	return w
}

// KeptOf is what About keeps of an article, for package cut.
func KeptOf(a *annotate.Article) annotate.Article {
	return annotate.Article{
		ID: a.ID, Key: a.Key, Title: cmp.Or(a.Title, a.Text.FirstLine()), Published: a.Published, Language: a.Language,
		Outlet: a.Outlet, Author: a.Author, URL: a.URL, Meta: a.Meta,
	}
}

// Reading puts an article together of what an object of a file says.
type Reading struct {
	Article *annotate.Article
	Called  func(annotate.Item) string // names an annotation for messages; nil: by kind and id
	about   About
	where   string
	results []format.Result
}

// NewReading begins an article; nil if its text cannot be one, with why.
func NewReading(where, body string, about About) (*Reading, []format.Result) {
	if strings.ContainsRune(body, 0) {
		return nil, refused(where, "nul", errors.New("its text holds a NUL character"))
	}
	r := &Reading{where: where, about: about}
	r.Article = annotate.NewArticle(annotate.Article{
		ID: annotate.ID(about.ID), Key: about.Key, Title: about.Title, Published: about.Published, Language: about.Language,
		Outlet: about.Outlet, Author: about.Author, URL: about.URL, Meta: about.Meta,
	}, body)
	if about.Title == "" {
		r.Article.Title = r.Article.Text.FirstLine()
	}
	return r, nil
}

// Refuse notes that item of the article was refused.
func (r *Reading) Refuse(item, code string, err error) { r.RefuseAt(r.where+", "+item, code, err) }

// RefuseAt notes that something of the article was refused that stands elsewhere than the article does.
func (r *Reading) RefuseAt(place, code string, err error) {
	r.results = append(r.results, format.Result{Refused: &format.Issue{Item: place, Code: code, Message: err.Error()}, Part: true})
}

// Warn notes something about the article.
func (r *Reading) Warn(code, message string) {
	r.results = append(r.results, format.Result{Warning: &format.Issue{Item: r.where, Code: code, Message: message}})
}

// Rebuilt is that warning of a file which has tokens instead of texts.
type Rebuilt struct{ warned bool }

// Warn says once of a file how its texts are made.
func (b *Rebuilt) Warn(r *Reading) {
	if !b.warned {
		b.warned = true
		r.Warn(format.CodeTextRebuilt, "the file has tokens, not texts; texts are made of them, with a blank between tokens and a line for each sentence")
	}
}

// Faults refuses what a list could not decode.
func (r *Reading) Faults(kind string, faults []Fault) {
	for _, f := range faults {
		r.Refuse(fmt.Sprintf("%s %d of the list", kind, f.Index+1), f.Code, f.Err)
	}
}

// Claim is a place that an annotation claims.
type Claim struct {
	Item string // for messages
	units.Claim
}

// Places are the spans of claims, nil where one was refused. The first unit is
// the format's own; where another fits better, a warning says so.
func (r *Reading) Places(claims []Claim, possible ...func(*text.Text) units.Unit) [][]span.Span {
	all := make([]units.Claim, len(claims))
	for i, c := range claims {
		all[i] = c.Claim
	}
	count := units.Infer(r.Article.Text, all, possible...)
	if !count.Usual {
		r.Warn(format.CodeUnit, "its offsets count "+count.Name+", as what stands there shows")
	}
	out := make([][]span.Span, len(claims))
	for i, c := range claims {
		spans, code, err := count.Place(c.Claim)
		if err == nil {
			code, err = format.CodeSpan, annotate.CheckSpans(r.Article.Text, spans)
		}
		if err != nil {
			r.Refuse(c.Item, code, err)
			continue
		}
		out[i] = spans
	}
	return out
}

// Layer is a layer of items; what of them cannot stand is refused.
func (r *Reading) Layer(items []annotate.Item) annotate.Layer {
	called := r.Called
	if called == nil {
		called = func(item annotate.Item) string { return fmt.Sprintf("%s %s", item.ItemKind(), item.ItemID()) }
	}
	return format.Assemble(r.Article, items, func(item annotate.Item, code string, err error) {
		r.Refuse(called(item), code, err)
	})
}

// Done is the article with one layer of items, which is what About says; after all that was refused of it.
func (r *Reading) Done(items []annotate.Item) []format.Result {
	rec := &format.Record{Article: r.Article, Where: r.where}
	kind, state := annotate.LayerKind(r.about.Kind), annotate.State(r.about.State)
	switch {
	case kind == "" && len(items) == 0:
		return append(r.results, format.Result{Record: rec})
	case kind == "":
		kind = annotate.Human
	case !slices.Contains([]annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion}, kind):
		r.Refuse("layer", format.CodeKind, fmt.Errorf("kind %q is none of human, gold and suggestion; it is taken for human", kind))
		kind = annotate.Human
	}
	if err := state.Check(); state != "" && err != nil {
		r.Refuse("layer", format.CodeState, fmt.Errorf("%w; it is taken as new", err))
		state = ""
	}
	if state != "" && state != annotate.New {
		items = append(items, &annotate.Head{State: state})
	}
	layer := r.Layer(items)
	layer.ID.Kind = kind
	rec.Layers = []format.Layer{{Annotator: r.about.Annotator, Layer: layer}}
	return append(r.results, format.Result{Record: rec})
}

// DoneAs is the article with layers of its own.
func (r *Reading) DoneAs(layers []format.Layer) []format.Result {
	return append(r.results, format.Result{Record: &format.Record{Article: r.Article, Where: r.where, Layers: layers}})
}
