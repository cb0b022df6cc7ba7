package brat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/filename"
	"galley/annotate/span"
)

// Write writes a .txt and a .ann file for each article, in a folder for each
// split, and the configuration that brat needs to show and edit them.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	names := newNames()
	conf := newConfig(set.Schema, names)
	taken := filename.Distinct{}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		key := part.Record.Article.Key
		if part.Split != "" {
			key = part.Split + "/" + key
		}
		if err := writeArticle(out, taken.Of(key), part.Record, names); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
		for _, l := range part.Record.Layers {
			conf.use(l.Layer)
		}
	}
	return errors.Join(
		format.WriteFile(out, confFile, func(w io.Writer) error {
			return conf.annotation(w, mark{set.Layer.Annotator, set.Layer.Kind, set.Splits})
		}),
		format.WriteFile(out, visualFile, conf.visual),
	)
}

func writeArticle(out format.Output, name string, rec format.Record, names *names) error {
	body := func(w io.Writer) error {
		_, err := io.WriteString(w, rec.Article.Text.String())
		return err
	}
	if err := format.WriteFile(out, name+textFile, body); err != nil {
		return err
	}
	return format.WriteFile(out, name+annFile, func(w io.Writer) error {
		for _, l := range rec.Layers {
			a := &annWriter{w: w, article: rec.Article, names: names, triggers: map[annotate.ID]string{}}
			if err := a.layer(l.Layer); err != nil {
				return err
			}
		}
		return nil
	})
}

// annWriter writes the lines of one .ann file.
type annWriter struct {
	w        io.Writer
	article  *annotate.Article
	names    *names
	triggers map[annotate.ID]string // of an event the id of its trigger
	lines    int                    // of attributes and of normalisations
	err      error
}

func (a *annWriter) line(format string, args ...any) {
	if a.err == nil {
		_, a.err = fmt.Fprintf(a.w, format+"\n", args...)
	}
}

func (a *annWriter) layer(l annotate.Layer) error {
	last := 0
	for _, m := range l.Mentions.All() {
		a.quote(string(m.ID), m.Label, m.Spans)
		last = max(last, number(m.ID, "T"))
	}
	for _, v := range l.Events.All() {
		last++
		a.triggers[v.ID] = fmt.Sprint("T", last)
		a.quote(a.triggers[v.ID], v.Type, v.Trigger)
	}
	for _, r := range l.Relations.All() {
		a.line("%s\t%s Arg1:%s Arg2:%s", r.ID, a.names.of(r.Label), r.From, r.To)
	}
	for _, v := range l.Events.All() {
		a.event(v)
	}
	for _, m := range l.Mentions.All() {
		a.attributes(m.ID, m.Attributes)
	}
	for _, v := range l.Events.All() {
		a.attributes(v.ID, v.Attributes)
	}
	for _, r := range l.Relations.All() {
		a.attributes(r.ID, r.Attributes)
	}
	a.entities(l)
	for _, n := range l.Notes.All() {
		a.line("%s\tAnnotatorNotes %s\t%s", n.ID, n.On, n.Text)
	}
	return a.err
}

func (a *annWriter) quote(id, label string, spans []span.Span) {
	places := make([]string, len(spans))
	for i, s := range spans {
		start, err := a.article.Text.CodePoint(s.Start)
		end, err2 := a.article.Text.CodePoint(s.End)
		if a.err == nil {
			a.err = errors.Join(err, err2)
		}
		places[i] = fmt.Sprintf("%d %d", start, end)
	}
	a.line("%s\t%s %s\t%s", id, a.names.of(label), strings.Join(places, ";"), a.article.Quote(spans))
}

// event numbers roles that repeat: some readers keep arguments in a map.
func (a *annWriter) event(v *annotate.Event) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\t%s:%s", v.ID, a.names.of(v.Type), a.triggers[v.ID])
	times := map[string]int{}
	for _, arg := range v.Arguments {
		times[arg.Role]++
		b.WriteString(" " + a.names.of(arg.Role))
		if n := times[arg.Role]; n > 1 {
			fmt.Fprint(&b, n)
		}
		b.WriteString(":" + string(arg.Target))
	}
	a.line("%s", b.String())
}

func (a *annWriter) attributes(id annotate.ID, attrs annotate.Attributes) {
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if attrs[name].Bool() {
			a.lines++
			a.line("A%d\t%s %s", a.lines, a.names.of(name), id)
			continue
		}
		for _, text := range attrs[name].Texts() {
			a.lines++
			a.line("A%d\t%s %s %s", a.lines, a.names.of(name), id, text)
		}
	}
}

// entities writes the id in a knowledge base at each mention, and that mentions are of one entity.
func (a *annWriter) entities(l annotate.Layer) {
	mentions := map[annotate.ID][]string{}
	for _, m := range l.Mentions.All() {
		if m.Entity != "" {
			mentions[m.Entity] = append(mentions[m.Entity], string(m.ID))
		}
	}
	a.lines = 0
	for _, e := range l.Entities.All() {
		if e.KB == "" {
			continue
		}
		for _, id := range mentions[e.ID] {
			a.lines++
			a.line("N%d\tReference %s %s\t%s", a.lines, id, reference(e.KB), e.Name)
		}
	}
	for _, e := range l.Entities.All() {
		if ids := mentions[e.ID]; len(ids) > 1 {
			a.line("*\tEquiv %s", strings.Join(ids, " "))
		}
	}
}
