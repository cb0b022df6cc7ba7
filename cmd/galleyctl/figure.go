package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"galley/annotate"
	"galley/app/page"
	"galley/app/tokens"
	"galley/app/typeset"
	"galley/store"
)

// figureWidth is the usual width of a figure in dp: the article's measure with its margins.
const figureWidth = 720

// pictureScale is px per dp of a PNG: sharp on paper at half its width.
const pictureScale = 2

func figureCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	var f figure
	flags.StringVar(&f.annotator, "annotator", "", "")
	flags.IntVar(&f.width, "width", figureWidth, "")
	flags.BoolVar(&f.dark, "dark", false, "")
	flags.BoolVar(&f.force, "force", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		f.out = args[2]
		if err := f.check(); err != nil {
			return err
		}
		return withProject(ctx, args[0], true, func(s store.Store) error { return f.make(ctx, out, s, args[1]) })
	}
}

// figure is a picture of an article to be made.
type figure struct {
	out         string // a file; its ending says of which kind
	annotator   string // whose layer, empty for the usual one
	width       int    // dp
	dark, force bool
}

func (f *figure) check() error {
	const least, most = 200, 10_000
	if f.width < least || f.width > most {
		return usagef("a width of %d will not do; it is from %d to %d", f.width, least, most)
	}
	if !slices.Contains([]string{".svg", ".png", ".html"}, f.kind()) {
		return usagef("%s ends in neither .svg nor .png nor .html", f.out)
	}
	return checkFree(f.out, f.force)
}

// kind is the ending of the figure's file.
func (f *figure) kind() string { return strings.ToLower(filepath.Ext(f.out)) }

type figureAnswer struct {
	File      string             `json:"file"`
	Article   annotate.ID        `json:"article"`
	Key       string             `json:"key"`
	Annotator string             `json:"annotator"`
	Kind      annotate.LayerKind `json:"kind"`    // of the layer; empty where there is none
	Missing   []string           `json:"missing"` // characters that no font has, as U+1234
}

// make makes the figure of the article with an id or key.
func (f *figure) make(ctx context.Context, out *output, s store.Store, name string) error {
	p, err := s.Project(ctx)
	if err != nil {
		return err
	}
	article, err := findArticle(ctx, s, name)
	if err != nil {
		return err
	}
	layers, err := s.Layers(ctx, article.ID)
	if err != nil {
		return err
	}
	layer, err := f.choose(&p, layers)
	if err != nil {
		return err
	}
	fonts, missing, err := fontsFor(out, article)
	if err != nil {
		return err
	}
	if err := f.draw(fonts, p.Schema, annotate.Document{Article: article, Layer: layer}); err != nil {
		return err
	}
	answer := figureAnswer{File: f.out, Article: article.ID, Key: article.Key, Kind: layer.ID.Kind, Missing: []string{}}
	if person := p.Person(layer.ID.Annotator); person != nil {
		answer.Annotator = person.Name
	}
	for _, r := range missing {
		answer.Missing = append(answer.Missing, fmt.Sprintf("%U", r))
	}
	return out.answer(answer, func() {
		out.printf("drew %s, %s, in %s", cmp.Or(article.Key, string(article.ID)), cmp.Or(ofLayer(p.NameOf(layer.ID.Annotator), layer.ID.Kind), "without annotations"), f.out)
		if len(missing) > 0 {
			out.errorf("no font here has these characters, which are drawn as boxes: %s", strings.Join(answer.Missing, " "))
		}
	})
}

// findArticle is the article with an id, else with a key.
func findArticle(ctx context.Context, s store.Store, name string) (*annotate.Article, error) {
	a, err := s.Article(ctx, annotate.ID(name))
	if errors.Is(err, annotate.ErrNotFound) || err == nil && a.Deleted {
		a, err = s.ArticleByKey(ctx, name)
	}
	if errors.Is(err, annotate.ErrNotFound) {
		return nil, fmt.Errorf("there is no article with the id or key %q", name)
	}
	return a, err
}

// choose gives the layer that is drawn: what was adjudicated, else what one
// person did, else none.
func (f *figure) choose(p *annotate.Project, layers []annotate.Layer) (annotate.Layer, error) {
	if f.annotator != "" {
		return f.named(p, layers)
	}
	for _, kind := range []annotate.LayerKind{annotate.Gold, annotate.Human} {
		found := slices.DeleteFunc(slices.Clone(layers), func(l annotate.Layer) bool { return l.ID.Kind != kind })
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return annotate.Layer{}, usagef("there are layers of %s; say with --annotator whose to draw", names(p, found))
		}
	}
	return annotate.Layer{}, nil
}

// named gives the layer of the person asked for: their own work, else what
// they decided, else what they suggest.
func (f *figure) named(p *annotate.Project, layers []annotate.Layer) (annotate.Layer, error) {
	for _, kind := range []annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion} {
		for _, l := range layers {
			if person := p.Person(l.ID.Annotator); l.ID.Kind == kind && person != nil && person.Name == f.annotator {
				return l, nil
			}
		}
	}
	return annotate.Layer{}, usagef("there is no layer of %q here; there are layers of %s", f.annotator, cmp.Or(names(p, layers), "nobody"))
}

func names(p *annotate.Project, layers []annotate.Layer) string {
	var list []string
	for _, l := range layers {
		list = append(list, ofLayer(p.NameOf(l.ID.Annotator), l.ID.Kind))
	}
	return strings.Join(list, ", ")
}

// fontsFor gives the fonts to set an article in: the shipped ones, with the
// system's if they lack something. What is missing then no font here has.
func fontsFor(out *output, a *annotate.Article) (fonts *typeset.Fonts, missing []rune, err error) {
	if fonts, err = typeset.NewFonts(); err != nil {
		return nil, nil, err
	}
	text := a.Title + "\n" + a.Text.String()
	if missing = fonts.Missing(text, typeset.Serif); len(missing) == 0 {
		return fonts, nil, nil
	}
	cache, err := os.UserCacheDir()
	if err == nil {
		err = fonts.UseSystem(filepath.Join(cache, "galley"))
	}
	if err != nil {
		out.errorf("the figure is set in Galley's own fonts: %v", err)
	}
	return fonts, fonts.Missing(text, typeset.Serif), nil
}

// draw writes the figure. Its file appears when it is whole.
func (f *figure) draw(fonts *typeset.Fonts, schema *annotate.Schema, doc annotate.Document) error {
	if schema == nil {
		schema = &annotate.Schema{}
	}
	look := tokens.Default()
	scale := 1.0
	if f.kind() == ".png" {
		scale = pictureScale
	}
	list := page.Figure(page.NewKit(fonts, look), page.State{
		Docs: []annotate.Document{doc}, Styles: page.NewStyles(schema, look),
		Size: look.Type.Article.Size, Names: true, Dark: f.dark, Hit: -1,
	}, float32(f.width), scale)
	var b bytes.Buffer
	if err := f.encode(&b, list, doc.Article); errors.Is(err, page.ErrTooLarge) {
		return fmt.Errorf("%s: %w; .svg and .html hold an article of any length", f.out, err)
	} else if err != nil {
		return err
	}
	return publish(f.out, b.Bytes())
}

func (f *figure) encode(w io.Writer, list *page.List, a *annotate.Article) error {
	switch f.kind() {
	case ".svg":
		return list.SVG(w)
	case ".png":
		return list.PNG(w)
	}
	return list.HTML(w, cmp.Or(a.Title, a.Key, string(a.ID)), a.Language)
}
