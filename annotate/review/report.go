package review

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"galley/annotate"
)

// Fate is what became of what a coder had said.
type Fate string

// The fates.
const (
	Kept       Fate = "accepted"      // it was taken
	Corrected  Fate = "corrected"     // something like it was made by hand or of parts
	Overruled  Fate = "other reading" // what somebody else had said was taken
	TakenOut   Fate = "taken out"     // there is nothing there
	Overlooked Fate = "was missing"   // the coder had marked nothing, and there is something
	Questioned Fate = "to be discussed"
	Returned   Fate = "sent back"
)

// Fates are all fates in the order of a report.
var Fates = []Fate{Kept, Corrected, Overruled, TakenOut, Overlooked, Questioned, Returned}

// FateOf is what a decision made of what a coder had said, and whether the coder was among those decided on.
func FateOf(d *annotate.Decision, coder annotate.ID) (Fate, bool) {
	i := slices.IndexFunc(d.Of, func(h annotate.Held) bool { return h.Coder == coder })
	if i < 0 {
		return "", false
	}
	held := len(d.Of[i].Items) > 0
	switch {
	case d.Act == annotate.PutOff:
		return Questioned, true
	case d.Act == annotate.SentBackTo:
		return Returned, true
	case slices.Contains(d.Right, coder):
		return Kept, true
	case d.Act == annotate.RejectedAll || held && len(d.Gold) == 0:
		return TakenOut, true
	case !held:
		return Overlooked, true
	case d.Act == annotate.ByHand || d.Act == annotate.TookFields:
		return Corrected, true
	}
	return Overruled, true
}

// Profile counts the fates of a coder's work on one label.
type Profile struct {
	Kind  annotate.Kind
	Label string
	Count map[Fate]int
	All   int
}

// Profiles are a coder's errors label by label, the label with most of them first.
func Profiles(decisions []*annotate.Decision, coder annotate.ID) []Profile {
	t := tally{}
	for _, d := range decisions {
		if fate, ok := FateOf(d, coder); ok {
			t.add(d.Kind, d.Label, fate)
		}
	}
	return t.profiles()
}

// tally counts fates by kind and label.
type tally map[[2]string]*Profile

func (t tally) add(kind annotate.Kind, label string, fate Fate) {
	k := [2]string{string(kind), label}
	if t[k] == nil {
		t[k] = &Profile{Kind: kind, Label: label, Count: map[Fate]int{}}
	}
	t[k].Count[fate]++
	t[k].All++
}

func (t tally) profiles() []Profile {
	var out []Profile
	for _, p := range t {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(b.All-b.Count[Kept], a.All-a.Count[Kept]), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Label, b.Label))
	})
	return out
}

// WriteReport writes a page on what became of a coder's work, with the reasons,
// article by article. Names says who people are.
func WriteReport(w io.Writer, coder annotate.ID, articles []Released, names func(annotate.ID) string) error {
	t := tally{}
	for _, a := range articles {
		for _, c := range a.Corrections {
			t.add(c.Kind, c.Label, Fate(c.Fate))
		}
	}
	var b strings.Builder
	title := "What became of the work of " + names(coder)
	fmt.Fprintf(&b, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>%s</title>\n%s<h1>%[1]s</h1>\n", html.EscapeString(title), reportStyle)
	if len(t) == 0 {
		b.WriteString("<p>No article that is adjudicated and released has work of theirs.\n")
	}
	writeProfiles(&b, t.profiles())
	for _, a := range articles {
		writeArticle(&b, a, names)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const reportStyle = `<style>
body{font:15px/1.5 serif;max-width:60em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;width:100%;font:13px/1.4 sans-serif}
th,td{text-align:left;vertical-align:top;padding:.25em .6em;border-bottom:1px solid #ddd}
td.n{text-align:right}
</style>
`

func writeProfiles(b *strings.Builder, profiles []Profile) {
	if len(profiles) == 0 {
		return
	}
	b.WriteString("<h2>By label</h2>\n<table>\n<tr><th>Label<th>decided")
	for _, f := range Fates {
		fmt.Fprintf(b, "<th>%s", f)
	}
	b.WriteString("\n")
	for _, p := range profiles {
		fmt.Fprintf(b, "<tr><td>%s (%s)<td class=n>%d", html.EscapeString(p.Label), KindName(p.Kind), p.All)
		for _, f := range Fates {
			fmt.Fprintf(b, "<td class=n>%d", p.Count[f])
		}
		b.WriteString("\n")
	}
	b.WriteString("</table>\n")
}

func writeArticle(b *strings.Builder, a Released, names func(annotate.ID) string) {
	if len(a.Corrections) == 0 {
		return
	}
	fmt.Fprintf(b, "<h2>%s</h2>\n<table>\n<tr><th>Text<th>Label<th>Outcome<th>Adjudicated<th>Reason<th>By\n", html.EscapeString(cmp.Or(a.Article.Title, a.Article.Key)))
	for _, c := range a.Corrections {
		quote := ""
		if annotate.CheckSpans(a.Article.Text, c.Spans) == nil {
			quote = a.Article.Quote(c.Spans)
		}
		reasons := slices.DeleteFunc([]string{c.Cause, c.Comment}, func(s string) bool { return s == "" })
		by := ""
		switch {
		case c.Rule != "":
			by = "rule: " + c.Rule
		case c.By != "":
			by = names(c.By)
		}
		cells := []string{quote, c.Label + " (" + KindName(c.Kind) + ")", c.Fate, strings.Join(c.Gold, "; "), strings.Join(reasons, ": "), by}
		b.WriteString("<tr>")
		for _, c := range cells {
			b.WriteString("<td>" + html.EscapeString(c))
		}
		b.WriteString("\n")
	}
	b.WriteString("</table>\n")
}

// KindNames are what sets of a kind are called.
var KindNames = map[annotate.Kind]string{
	annotate.KindMention: "mention", annotate.KindEvent: "event", annotate.KindEntity: "chain",
	annotate.KindRelation: "relation", annotate.KindLabel: "document label",
}

// KindName is what a set of a kind is called.
func KindName(k annotate.Kind) string { return cmp.Or(KindNames[k], string(k)) }
