package webannotsv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/filename"
	"galley/annotate/format/tokens"
	"galley/annotate/span"
)

// The types of the layers that we write.
const (
	typeMention  = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
	typeChain    = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
	typeEvent    = "webanno.custom.Event"
	typeLink     = "webanno.custom.EventArgumentsLink"
	typeRelation = "webanno.custom.Rel"
)

// Write writes a file for each article, in a folder for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
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
		write := func(f io.Writer) error { return newWriter(f, part.Record).write() }
		if err := format.WriteFile(out, taken.Of(key)+extension, write); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	return nil
}

func newWriter(out io.Writer, rec format.Record) *writer {
	return &writer{w: out, Record: rec, doc: tokens.Cut(rec.Article.Text), parts: map[int][]span.Span{}, at: map[unit][]cell{}, first: map[annotate.ID]string{}}
}

type writer struct {
	format.Record
	w         io.Writer
	doc       *tokens.Document
	layer     annotate.Layer
	sentences []tokens.Range
	parts     map[int][]span.Span // of a token, where annotations stand that do not take it whole
	at        map[unit][]cell     // what stands in the columns of a row
	first     map[annotate.ID]string
	number    map[annotate.ID]int
	chains    bool
}

// cell is what one annotation says in the columns of its layer.
type cell struct {
	column int // the first
	values []string
}

// The columns behind number, offsets and token.
const (
	columnMention  = 0 // identifier, value
	columnEvent    = 2 // type, roles, targets
	columnRelation = 5 // type, unit
	columnChain    = 7 // referenceType, referenceRelation
	columns        = 9
)

func (w *writer) write() error {
	for _, l := range w.Layers {
		w.layer = l.Layer
	}
	w.chains = len(w.layer.Entities.All()) > 0
	header := []string{
		"#FORMAT=WebAnno TSV 3.3",
		"#T_SP=" + typeMention + "|identifier|value",
		fmt.Sprintf("#T_SP=%s|type|ROLE_%s:arguments_%s|%s", typeEvent, typeEvent, typeLink, typeMention),
		fmt.Sprintf("#T_RL=%s|type|BT_%s", typeRelation, typeMention),
	}
	if w.chains {
		header = append(header, "#T_CH="+typeChain+"|referenceType|referenceRelation")
	}
	if _, err := io.WriteString(w.w, strings.Join(header, "\n")+"\n\n"); err != nil {
		return err
	}
	w.sentences = w.doc.Sentences()
	w.gather()
	for i, s := range w.sentences {
		if err := w.sentence(i+1, s); err != nil {
			return err
		}
	}
	return nil
}

// gather finds the rows of all annotations and fills them.
func (w *writer) gather() {
	mentions, events := cut.ByNumber(w.layer.Mentions.All()), cut.ByNumber(w.layer.Events.All())
	for _, m := range mentions {
		w.cutParts(m.Spans[0])
	}
	for _, v := range events {
		w.cutParts(v.Trigger[0])
	}
	w.number = map[annotate.ID]int{}
	for i, m := range mentions {
		n := i + 1
		w.number[m.ID] = n
		w.first[m.ID] = w.units(m.Spans[0])[0].String()
		identifier := "*"
		if e, there := w.layer.Entities.Get(m.Entity); there && e.KB != "" {
			identifier = escapeValue(e.KB)
		}
		w.put(m.Spans[0], columnMention, fmt.Sprintf("%s[%d]", identifier, n), fmt.Sprintf("%s[%d]", escapeValue(m.Label), n))
	}
	w.events(events, len(mentions))
	for _, r := range w.layer.Relations.All() {
		to, _ := w.layer.Mentions.Get(r.To)
		at := w.units(to.Spans[0])[0]
		w.at[at] = append(w.at[at], cell{columnRelation, []string{escapeValue(r.Label), fmt.Sprintf("%s[%d_%d]", w.first[r.From], w.number[r.From], w.number[r.To])}})
	}
	w.chain(mentions, len(mentions)+len(events))
}

// events fills the rows of triggers, with a number where more than a row is theirs alone.
func (w *writer) events(events []*annotate.Event, before int) {
	stacked := map[unit]int{}
	for _, v := range events {
		for _, u := range w.units(v.Trigger[0]) {
			stacked[u]++
		}
	}
	for i, v := range events {
		units := w.units(v.Trigger[0])
		number := ""
		if len(units) > 1 || stacked[units[0]] > 1 {
			number = fmt.Sprintf("[%d]", before+i+1)
		}
		roles, targets := []string{}, []string{}
		for _, a := range v.Arguments {
			roles = append(roles, escapeValue(a.Role))
			targets = append(targets, fmt.Sprintf("%s[%d]", w.first[a.Target], w.number[a.Target]))
		}
		if len(roles) == 0 {
			roles, targets = []string{"*"}, []string{"*"}
		}
		w.put(v.Trigger[0], columnEvent, escapeValue(v.Type)+number, strings.Join(roles, ";")+number, strings.Join(targets, ";"))
	}
}

// chain fills the rows of the mentions of entities; a link is told by its mention's place and label.
func (w *writer) chain(mentions []*annotate.Mention, before int) {
	chains, links := map[annotate.ID]int{}, map[annotate.ID]int{}
	for _, m := range mentions {
		if m.Entity == "" {
			continue
		}
		if chains[m.Entity] == 0 {
			chains[m.Entity] = len(chains) + 1
		}
		links[m.Entity]++
		before++
		w.put(m.Spans[0], columnChain, fmt.Sprintf("%s[%d]", escapeValue(m.Label), before), fmt.Sprintf("*->%d-%d", chains[m.Entity], links[m.Entity]))
	}
}

// put says the same in all rows of a place.
func (w *writer) put(s span.Span, column int, values ...string) {
	for _, u := range w.units(s) {
		w.at[u] = append(w.at[u], cell{column, values})
	}
}

// cutParts notes the parts of tokens at the ends of s.
func (w *writer) cutParts(s span.Span) {
	r := w.doc.Covered(s)
	for t := r.First; t < r.End; t++ {
		if p := common(w.doc.Tokens[t], s); p != w.doc.Tokens[t] && !slices.Contains(w.parts[t], p) {
			w.parts[t] = append(w.parts[t], p)
			slices.SortFunc(w.parts[t], span.Compare)
		}
	}
}

func common(a, b span.Span) span.Span {
	return span.Span{Start: max(a.Start, b.Start), End: min(a.End, b.End)}
}

// units are the rows of s.
func (w *writer) units(s span.Span) []unit {
	r := w.doc.Covered(s)
	sentence := w.doc.Sentence(r.First)
	begin := w.sentences[sentence].First
	out := make([]unit, 0, r.End-r.First)
	for t := r.First; t < r.End; t++ {
		part := slices.Index(w.parts[t], common(w.doc.Tokens[t], s)) + 1
		out = append(out, unit{sentence + 1, t - begin + 1, part})
	}
	return out
}

func (w *writer) sentence(number int, s tokens.Range) error {
	of := w.doc.Of(s)
	if _, err := fmt.Fprintf(w.w, "\n#Text=%s\n", escapeText(w.Article.Text.Slice(of.Start, of.End))); err != nil {
		return err
	}
	for t := s.First; t < s.End; t++ {
		u := unit{number, t - s.First + 1, 0}
		if err := w.row(u, w.doc.Tokens[t]); err != nil {
			return err
		}
		for i, p := range w.parts[t] {
			u.part = i + 1
			if err := w.row(u, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) row(u unit, place span.Span) error {
	start, err := w.Article.Text.UTF16(place.Start)
	end, err2 := w.Article.Text.UTF16(place.End)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	n := columns
	if !w.chains {
		n = columnChain
	}
	stacks := make([][]string, n)
	for _, c := range w.at[u] {
		for i, v := range c.values {
			stacks[c.column+i] = append(stacks[c.column+i], v)
		}
	}
	line := fmt.Sprintf("%v\t%d-%d\t%s\t", u, start, end, escapeText(w.Article.Text.Slice(place.Start, place.End)))
	for _, stack := range stacks {
		if len(stack) == 0 {
			stack = []string{"_"}
		}
		line += strings.Join(stack, "|") + "\t"
	}
	_, err = io.WriteString(w.w, line+"\n")
	return err
}
