package review

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
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
	type key struct {
		kind  annotate.Kind
		label string
	}
	by := map[key]*Profile{}
	for _, d := range decisions {
		fate, ok := FateOf(d, coder)
		if !ok {
			continue
		}
		k := key{d.Kind, d.Label}
		if by[k] == nil {
			by[k] = &Profile{Kind: d.Kind, Label: d.Label, Count: map[Fate]int{}}
		}
		by[k].Count[fate]++
		by[k].All++
	}
	var out []Profile
	for _, p := range by {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(b.All-b.Count[Kept], a.All-a.Count[Kept]), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Label, b.Label))
	})
	return out
}

// Released is an article whose decisions its annotators may see: it is adjudicated, and the corrections are released.
type Released struct {
	Article   *annotate.Article
	Decisions []*annotate.Decision
}

// WriteReport writes a page on what became of a coder's work, with the reasons,
// article by article. Names says who people are.
func WriteReport(w io.Writer, coder annotate.ID, articles []Released, names func(annotate.ID) string) error {
	var all []*annotate.Decision
	for _, a := range articles {
		all = append(all, a.Decisions...)
	}
	var b strings.Builder
	title := "What became of the work of " + names(coder)
	fmt.Fprintf(&b, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>%s</title>\n%s<h1>%[1]s</h1>\n", html.EscapeString(title), reportStyle)
	if len(all) == 0 {
		b.WriteString("<p>No article that is adjudicated has work of theirs.\n")
	}
	writeProfiles(&b, Profiles(all, coder))
	for _, a := range articles {
		writeArticle(&b, a, coder, names)
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

func writeArticle(b *strings.Builder, a Released, coder annotate.ID, names func(annotate.ID) string) {
	decisions := slices.SortedStableFunc(slices.Values(a.Decisions), func(x, y *annotate.Decision) int {
		return cmp.Or(cmp.Compare(start(x), start(y)), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID, y.ID))
	})
	begun := false
	for _, d := range decisions {
		fate, ok := FateOf(d, coder)
		if !ok {
			continue
		}
		if !begun {
			begun = true
			fmt.Fprintf(b, "<h2>%s</h2>\n<table>\n<tr><th>Text<th>Label<th>Outcome<th>Reason<th>By\n", html.EscapeString(a.Article.Title))
		}
		quote := ""
		if annotate.CheckSpans(a.Article.Text, d.Spans) == nil {
			quote = a.Article.Quote(d.Spans)
		}
		reasons := slices.DeleteFunc([]string{d.Cause, d.Comment}, func(s string) bool { return s == "" })
		by := names(d.By)
		if d.Rule != "" {
			by = "rule: " + d.Rule
		}
		cells := []string{quote, d.Label + " (" + KindName(d.Kind) + ")", string(fate), strings.Join(reasons, ": "), by}
		b.WriteString("<tr>")
		for _, c := range cells {
			b.WriteString("<td>" + html.EscapeString(c))
		}
		b.WriteString("\n")
	}
	if begun {
		b.WriteString("</table>\n")
	}
}

func start(d *annotate.Decision) int {
	if len(d.Spans) == 0 {
		return -1
	}
	return d.Spans[0].Start
}

// KindNames are what sets of a kind are called.
var KindNames = map[annotate.Kind]string{
	annotate.KindMention: "mention", annotate.KindEvent: "event", annotate.KindEntity: "chain",
	annotate.KindRelation: "relation", annotate.KindLabel: "document label",
}

// KindName is what a set of a kind is called.
func KindName(k annotate.Kind) string { return cmp.Or(KindNames[k], string(k)) }

// ErrNotReleased says that annotators are not to see yet what became of their work.
var ErrNotReleased = errors.New("the corrections are not released")

// ReleasedOf groups decisions by article and keeps those of articles of which the
// function says that they are adjudicated; without a release it is ErrNotReleased.
func ReleasedOf(release *annotate.Release, decisions []*annotate.Decision, article func(annotate.ID) (*annotate.Article, bool, error)) ([]Released, error) {
	if release == nil {
		return nil, ErrNotReleased
	}
	by := map[annotate.ID][]*annotate.Decision{}
	for _, d := range decisions {
		by[d.Article] = append(by[d.Article], d)
	}
	var out []Released
	for _, id := range slices.Sorted(maps.Keys(by)) {
		a, adjudicated, err := article(id)
		if err != nil {
			return nil, err
		}
		if adjudicated {
			out = append(out, Released{a, by[id]})
		}
	}
	return out, nil
}
