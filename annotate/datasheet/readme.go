package datasheet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotate/format"
)

// title is what the data set is called.
func (s *Sheet) title() string {
	if s.Schema == nil || s.Schema.Name == "" {
		return "Annotated articles"
	}
	return "Articles annotated by " + s.Schema.Name
}

// Readme is the sheet as Markdown, its front matter after
// https://github.com/huggingface/hub-docs/blob/main/datasetcard.md. card is what
// the format adds.
func (s *Sheet) Readme(card format.Card) []byte {
	var b bytes.Buffer
	s.frontMatter(&b, card)
	fmt.Fprintf(&b, "# %s\n\n", s.title())
	s.origin(&b)
	s.tables(&b)
	b.WriteString(card.Text)
	s.sources(&b)
	s.agreement(&b)
	s.losses(&b)
	s.files(&b)
	return b.Bytes()
}

func (s *Sheet) frontMatter(w io.Writer, card format.Card) {
	fmt.Fprintf(w, "---\npretty_name: %s\n", format.YAML(s.title()))
	var languages []string
	for _, l := range s.Languages {
		code, _, _ := strings.Cut(strings.ToLower(l.Name), "-")
		if (len(code) == 2 || len(code) == 3) && !slices.Contains(languages, code) {
			languages = append(languages, code)
		}
	}
	slices.Sort(languages)
	for i, l := range languages {
		if i == 0 {
			fmt.Fprintln(w, "language:")
		}
		fmt.Fprintln(w, "- "+format.YAML(l))
	}
	fmt.Fprintf(w, "task_categories:\n- token-classification\nsize_categories:\n- %s\ntags:\n- event-extraction\n- news\n%s---\n\n", sizeCategory(s.Counts.Articles), card.FrontMatter)
}

// origin says how the set was made.
func (s *Sheet) origin(w io.Writer) {
	fmt.Fprintf(w, "Exported by Galley from the project %s in the format `%s`", code(s.Project), s.Format)
	if s.Until != "" {
		fmt.Fprintf(w, "; its newest act is of %s", s.Until)
	}
	fmt.Fprint(w, ".\n")
	if s.Schema != nil {
		fmt.Fprintf(w, "The schema is %s (`%s`), revision %d.\n", text(s.Schema.Name), s.Schema.ID, s.Schema.Revision)
	}
	if recipe, err := json.Marshal(s.Recipe); err == nil {
		fmt.Fprintf(w, "The recipe:\n\n```json\n%s\n```\n", recipe)
	}
	if s.WithoutTexts {
		fmt.Fprint(w, "\n**The texts are not in it.** Each article has the SHA-256 of its text. Whoever has the texts puts them back: `galleyctl join THIS TEXTS OUT`.\n")
	}
}

// tables are the counts and the labels.
func (s *Sheet) tables(w io.Writer) {
	fmt.Fprint(w, "\n| split | articles | layers | mentions | entities | events | relations | labels |\n|---|---|---|---|---|---|---|---|\n")
	row := func(name string, c Counts) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %d | %d |\n", name, c.Articles, c.Layers, c.Mentions, c.Entities, c.Events, c.Relations, c.Labels)
	}
	for _, x := range s.Splits {
		row(x.Name, x.Counts)
	}
	row("all", s.Counts)
	if n := s.Counts.Unfinished; n > 0 {
		fmt.Fprintf(w, "\nNobody has finished %d of the %d articles: what is not marked in these may be there all the same. A recipe with `--state done,adjudicated` leaves them out.\n", n, s.Counts.Articles)
	}
	if len(s.Labels) > 0 {
		s.labels(w)
	}
}

func (s *Sheet) labels(w io.Writer) {
	fmt.Fprint(w, "\n## Labels\n\n| kind | label | all |")
	for _, x := range s.Splits {
		fmt.Fprintf(w, " %s |", x.Name)
	}
	fmt.Fprint(w, "\n|---|---|---|"+strings.Repeat("---|", len(s.Splits))+"\n")
	for _, l := range s.Labels {
		fmt.Fprintf(w, "| %s | %s | %d |", l.Kind, text(l.Label), l.Count)
		for _, x := range s.Splits {
			fmt.Fprintf(w, " %d |", l.Splits[x.Name])
		}
		fmt.Fprintln(w)
	}
}

// most is how many of a list a page shows; datasheet.json has all.
const most = 20

// sources says where the texts are from and what is known of the right to use them.
func (s *Sheet) sources(w io.Writer) {
	fmt.Fprint(w, "\n## Sources and rights\n\n")
	if len(s.Published) == 2 {
		fmt.Fprintf(w, "Published %s to %s.\n\n", text(s.Published[0]), text(s.Published[1]))
	}
	list := func(what string, all []Named) {
		for i, x := range all {
			if i == most {
				fmt.Fprintf(w, "- %d more %ss\n", len(all)-most, what)
				break
			}
			fmt.Fprintf(w, "- %s %s: %d\n", what, cmp.Or(text(x.Name), "not told"), x.Articles)
		}
	}
	list("outlet", s.Outlets)
	list("language", s.Languages)
	for i, r := range s.Rights {
		if i == most {
			fmt.Fprintf(w, "- %d more values\n", len(s.Rights)-most)
			break
		}
		fmt.Fprintf(w, "- %s %s: %d\n", text(r.Field), text(r.Value), r.Articles)
	}
	if len(s.Rights) == 0 {
		fmt.Fprint(w, "\nThe articles tell nothing of the right to use them.\n")
	}
}

func (s *Sheet) agreement(w io.Writer) {
	fmt.Fprint(w, "\n## Annotators and agreement\n\n")
	for _, a := range s.Annotators {
		fmt.Fprintf(w, "- %s (%s): %d articles\n", cmp.Or(text(a.Name), "several"), a.Kind, a.Articles)
	}
	if s.Agreement == nil {
		fmt.Fprint(w, "\nNo article was finished by two people, so that there is no agreement to tell.\n")
		return
	}
	a := s.Agreement
	var names []string
	for _, name := range a.Annotators {
		names = append(names, text(name))
	}
	fmt.Fprintf(w, "\nOn the %d articles of the recipe that two or more of %s finished, in its labels:\n\n| of | measure | value | 95%% of resamples | units of each |\n|---|---|---|---|---|\n", a.Articles, strings.Join(names, ", "))
	for _, m := range a.Measures {
		value := fmt.Sprintf("%.3f", m.Value)
		if m.Undefined != "" {
			value = "– (" + m.Undefined + ")"
		}
		between := "–"
		if m.Low != nil && m.High != nil {
			between = fmt.Sprintf("%.3f to %.3f", *m.Low, *m.High)
		}
		units := "–"
		if len(m.Units) > 0 {
			units = strings.Trim(strings.ReplaceAll(fmt.Sprint(m.Units), " ", ", "), "[]")
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", m.Of, m.Name, value, between, units)
	}
	if a.Resamples > 0 {
		fmt.Fprintf(w, "\nResampled were the articles, %d times, with the seed 0.\n", a.Resamples)
	}
}

func (s *Sheet) losses(w io.Writer) {
	if len(s.Losses) == 0 {
		return
	}
	fmt.Fprint(w, "\n## What the format does not hold\n\n")
	for _, l := range s.Losses {
		fmt.Fprintf(w, "- %d %s", l.Count, l.What)
		if l.Example != "" {
			fmt.Fprintf(w, ", such as %s", text(l.Example))
		}
		fmt.Fprintln(w)
	}
}

func (s *Sheet) files(w io.Writer) {
	fmt.Fprint(w, "\n## Files\n\n| file | SHA-256 |\n|---|---|\n")
	for i, f := range s.Files {
		if i == most {
			fmt.Fprintf(w, "\n%d more are in datasheet.json.\n", len(s.Files)-most)
			break
		}
		fmt.Fprintf(w, "| %s | `%s` |\n", text(f.Name), f.SHA256)
	}
}

// text is what articles say, with nothing that Markdown or HTML would take for its own.
func text(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_{}[]<>#|!~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func code(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

// sizeCategory is one of the Hub's.
func sizeCategory(n int) string {
	bounds := []struct {
		below int
		name  string
	}{{1e3, "n<1K"}, {1e4, "1K<n<10K"}, {1e5, "10K<n<100K"}, {1e6, "100K<n<1M"}, {1e7, "1M<n<10M"}}
	for _, b := range bounds {
		if n < b.below {
			return b.name
		}
	}
	return "10M<n<100M"
}
