package brat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
)

// Read reads a folder and those below it, or one .ann file with its text.
// Quotes decide what offsets count; a .txt without a .ann is an article that
// nobody annotated.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		r := &reader{in: in, yield: yield, settings: map[string]*settings{}}
		info, err := fs.Stat(in.FS, in.Name)
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		r.root = in.Name
		if !info.IsDir() {
			r.root = path.Dir(in.Name)
			if err := r.file(in.Name); err != nil && !errors.Is(err, fs.SkipAll) {
				yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			}
			return
		}
		err = fs.WalkDir(in.FS, in.Name, func(name string, d fs.DirEntry, err error) error {
			if err := cmp.Or(err, ctx.Err()); err != nil {
				return err
			}
			if !d.Type().IsRegular() || path.Ext(name) != textFile && path.Ext(name) != annFile {
				return nil
			}
			return r.file(name)
		})
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
		}
	}
}

type reader struct {
	in       format.Input
	root     string
	yield    func(format.Result, error) bool
	settings map[string]*settings // by folder
	bytes    int64
}

// give hands r on; fs.SkipAll ends the walk where nobody wants more.
func (r *reader) give(res format.Result) error {
	res.Bytes = r.bytes
	if !r.yield(res, nil) {
		return fs.SkipAll
	}
	return nil
}

func (r *reader) refuse(item, code, message string) error {
	return r.give(format.Result{Refused: &format.Issue{Item: item, Code: code, Message: message}})
}

// called is a file's name for messages.
func (r *reader) called(name string) string {
	if name == r.in.Name {
		return r.in.Path
	}
	return path.Join(r.in.Path, strings.TrimPrefix(strings.TrimPrefix(name, r.root), "/"))
}

// file reads the article of a .txt file. It is called for .ann files too, to find those without text.
func (r *reader) file(name string) error {
	stem := strings.TrimSuffix(name, path.Ext(name))
	if path.Ext(name) == annFile {
		_, err := fs.Stat(r.in.FS, stem+textFile)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return r.refuse(r.called(name), "no_text", "there is no "+path.Base(stem)+textFile+" with the text of these annotations")
		case err == nil && name != r.in.Name:
			return nil // it comes with its text
		}
	}
	body, err := fs.ReadFile(r.in.FS, stem+textFile)
	if err != nil {
		return err
	}
	r.bytes += int64(len(body))
	switch {
	case !utf8.Valid(body):
		return r.refuse(r.called(stem+textFile), "encoding", "its text is not UTF-8")
	case strings.ContainsRune(string(body), 0):
		return r.refuse(r.called(stem+textFile), "nul", "its text holds a NUL character")
	}
	s, err := r.settingsOf(path.Dir(name))
	if err != nil {
		return err
	}
	article := annotate.NewArticle(annotate.Article{Key: s.key(stem)}, string(body))
	article.Title = article.Text.FirstLine()
	rec := &format.Record{Article: article, Where: r.called(stem + textFile)}
	ann, err := fs.ReadFile(r.in.FS, stem+annFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	r.bytes += int64(len(ann))
	d := &document{article: article, settings: s, called: r.called(stem + annFile), lines: map[annotate.Item]int{}}
	if layer := d.read(ann); !layer.Empty() {
		layer.ID.Kind = s.kind
		rec.Layers = []format.Layer{{Annotator: s.annotator, Layer: layer}}
	}
	for _, issue := range d.results {
		if err := r.give(issue); err != nil {
			return err
		}
	}
	return r.give(format.Result{Record: rec})
}
