// Package markall finds all places of a text that was annotated, shows them
// below the article, and annotates them in one act.
package markall

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"golang.org/x/sync/errgroup"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/span"
	"galley/annotate/text"
	"galley/app/job"
	"galley/app/page"
	"galley/app/session"
	"galley/app/ui"
)

// Store is what is needed of a project's store.
type Store interface {
	exchange.Corpus
	Search(ctx context.Context, query string, limit int) ([]annotate.Hit, int, error)
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	Layer(ctx context.Context, id annotate.LayerID) (annotate.Layer, error)
}

// Config is what the bar works with. The functions are called on the window's goroutine.
type Config struct {
	Session *session.Session
	Store   Store
	Post    func(func())
	Run     func(name string, work func(context.Context, job.Progress) error)
	Styles  func() *page.Styles
	Hints   *ui.Hints
	Say     func(string)
	Done    func(text string) // tells of the act, which can be undone
	Fail    func(error)
	Show    func(places []span.Span, at int) // points out places in the open article; none ends it
	Focus   func(fyne.Focusable)             // nil: the article
	Shown   func()                           // it was opened or closed: the article has other room
	Height  func() float32                   // of what the bar takes its part of
	KeyOf   func(command string) string
}

// place is an occurrence with what the list shows of it.
type place struct {
	doc     *annotate.Document
	at      annotate.Occurrence
	context string
	out     bool // left out
}

// Bar is the strip with its list.
type Bar struct {
	cfg    Config
	view   *view
	model  annotate.Model
	like   text.Likeness
	all    bool // the whole project
	turn   int  // counts searches: an answer to an older one is dropped
	places []place
}

// New makes a bar, which is hidden until Show.
func New(cfg Config) *Bar {
	b := &Bar{cfg: cfg, like: text.Likeness{Words: true}}
	b.view = newView(b)
	return b
}

// Object is what the bar shows.
func (b *Bar) Object() fyne.CanvasObject { return b.view.root }

// Visible tells whether the bar is open.
func (b *Bar) Visible() bool { return b.view.root.Visible() }

// Show finds what is like an annotation of the open article, there or in the whole project.
func (b *Bar) Show(item annotate.Item, all bool) {
	doc := b.cfg.Session.Document()
	model, ok := annotate.Model{}, false
	if doc != nil && item != nil {
		model, ok = doc.ModelOf(item, b.cfg.Session.Schema())
	}
	if !ok {
		b.cfg.Say("Label one occurrence first, in one piece; then all others are found.")
		return
	}
	b.model, b.all = model, all
	b.view.show()
	b.search()
}

// Hide closes the bar.
func (b *Bar) Hide() {
	if !b.Visible() {
		return
	}
	b.turn++
	b.places = nil
	b.view.hide()
	b.cfg.Show(nil, -1)
	b.cfg.Focus(nil)
}

// search finds the places anew.
func (b *Bar) search() {
	b.turn++
	doc := b.cfg.Session.Document()
	if doc == nil {
		return
	}
	if !b.all {
		b.found(places(doc, b.model, b.like))
		return
	}
	b.places = nil
	b.view.searching()
	turn, layer := b.turn, b.cfg.Session.LayerOf("")
	model, like := b.model, b.like
	b.cfg.Session.WhenSaved(func() {
		b.cfg.Run("Find "+model.Text, func(ctx context.Context, progress job.Progress) error {
			found, err := search(ctx, b.cfg.Store, layer, model, like, progress)
			b.cfg.Post(func() {
				switch {
				case turn != b.turn:
				case err != nil:
					b.Hide()
					if !errors.Is(err, context.Canceled) {
						b.cfg.Fail(err)
					}
				default:
					b.found(found)
				}
			})
			return err
		})
	})
}

// most is how many articles the index is asked for: all.
const most = 1 << 30

// search finds the places in all articles, each with the layer of the person
// that layer names. Whole words are looked up in the index, parts of words in every article.
func search(ctx context.Context, store Store, layer annotate.LayerID, model annotate.Model, like text.Likeness, progress job.Progress) ([]place, error) {
	if !like.Words {
		return searchAll(ctx, store, layer, model, like, progress)
	}
	hits, _, err := store.Search(ctx, `"`+strings.ReplaceAll(model.Text, `"`, " ")+`"`, most)
	if err != nil {
		return nil, err
	}
	found := make([][]place, len(hits))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for i, h := range hits {
		group.Go(func() error {
			id := layer
			id.Article = h.Article
			doc, err := load(ctx, store, id)
			if err != nil {
				return err
			}
			found[i] = places(doc, model, like)
			progress(done.Add(1), int64(len(hits)))
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func load(ctx context.Context, store Store, id annotate.LayerID) (*annotate.Document, error) {
	article, err := store.Article(ctx, id.Article)
	if err != nil {
		return nil, err
	}
	layer, err := store.Layer(ctx, id)
	if err != nil && !errors.Is(err, annotate.ErrNotFound) {
		return nil, err
	}
	layer.ID = id
	return &annotate.Document{Article: article, Layer: layer}, nil
}

func searchAll(ctx context.Context, store Store, layer annotate.LayerID, model annotate.Model, like text.Likeness, progress job.Progress) ([]place, error) {
	refs, err := store.Find(ctx, annotate.Query{})
	if err != nil {
		return nil, err
	}
	var out []place
	n := 0
	for e, err := range store.Each(ctx, annotate.Query{}) {
		if err != nil {
			return nil, err
		}
		progress(int64(n), int64(len(refs)))
		n++
		layer.Article = e.Article.ID
		doc := annotate.Document{Article: e.Article, Layer: annotate.Layer{ID: layer}}
		for _, l := range e.Layers {
			if l.ID == layer {
				doc.Layer = l
			}
		}
		out = append(out, places(&doc, model, like)...)
	}
	return out, nil
}

// places are the occurrences in a document. What is annotated otherwise is left out at first.
func places(doc *annotate.Document, model annotate.Model, like text.Likeness) []place {
	var out []place
	for _, o := range doc.Occurrences(model, like) {
		out = append(out, place{doc: doc, at: o, context: around(doc.Article.Text, o.Span), out: o.Taken != nil})
	}
	return out
}

// around is a place with some words on each side, in one line.
func around(t *text.Text, s span.Span) string {
	const most = 48 // bytes on each side
	p := t.ParagraphAt(s.Start)
	from, to := max(p.Start, s.Start-most), min(max(p.End, s.End), s.End+most)
	if from > p.Start {
		from = min(t.WordAt(from).End, s.Start)
	}
	if to < p.End {
		to = max(t.WordAt(to).Start, s.End)
	}
	before, after := t.Slice(from, s.Start), t.Slice(s.End, to)
	if from > p.Start {
		before = "… " + before
	}
	if to < p.End {
		after += " …"
	}
	return strings.Join(strings.Fields(before+"["+t.Slice(s.Start, s.End)+"]"+after), " ")
}

func (b *Bar) found(list []place) {
	b.places = list
	b.view.found()
}

// toggle leaves a place out, or takes it in again.
func (b *Bar) toggle(i int) {
	if i >= 0 && i < len(b.places) {
		b.places[i].out = !b.places[i].out
		b.view.refresh()
	}
}

// taken is how many places are not left out, and in how many articles.
func (b *Bar) taken() (places, articles int) {
	in := map[annotate.ID]bool{}
	for _, p := range b.places {
		if !p.out {
			places++
			in[p.doc.Article.ID] = true
		}
	}
	return places, len(in)
}

// Mark annotates all places that are not left out, in one act.
func (b *Bar) Mark() {
	n, articles := b.taken()
	if n == 0 {
		if len(b.places) == 0 {
			b.Hide()
		}
		b.cfg.Say("Nothing is left to mark.")
		return
	}
	var edits []annotate.Edit
	for i := 0; i < len(b.places); {
		doc := b.places[i].doc
		var at []span.Span
		for ; i < len(b.places) && b.places[i].doc == doc; i++ {
			if !b.places[i].out {
				at = append(at, b.places[i].at.Span)
			}
		}
		edits = append(edits, doc.Propagate(b.model, at, b.cfg.Session.NewID)...)
	}
	label := annotate.LabelOf(b.model.Item)
	title := fmt.Sprintf("mark %d × %s as %s", n, b.model.Text, label)
	b.Hide()
	if err := b.cfg.Session.Do(title, edits); err != nil {
		b.cfg.Say(err.Error())
		return
	}
	told := fmt.Sprintf("Marked %d × “%s” as %s.", n, ui.CutMiddle(b.model.Text, 30), label)
	if articles > 1 {
		told = fmt.Sprintf("Marked %d × “%s” as %s in %s.", n, ui.CutMiddle(b.model.Text, 30), label, ui.Plural(articles, "article", "articles"))
	}
	b.cfg.Done(told)
}

// Places is how many places the list has.
func (b *Bar) Places() int { return len(b.places) }
