package format

import (
	"cmp"
	"fmt"
	"slices"

	"galley/annotate"
)

// Loss is a kind of thing that a format could not carry.
type Loss struct {
	What    string `json:"what"`
	Count   int    `json:"count"`
	Example string `json:"example"` // the first of them
}

// Losses counts what a format could not carry. A nil *Losses counts nothing.
type Losses struct{ list []Loss }

// Add counts one thing lost. what says what kind of thing, in the plural; example which one.
func (l *Losses) Add(what, example string) {
	l.add(what, func() string { return example })
}

// add counts one thing lost. Only the first of its kind needs an example.
func (l *Losses) add(what string, example func() string) {
	if l == nil {
		return
	}
	i := slices.IndexFunc(l.list, func(x Loss) bool { return x.What == what })
	if i < 0 {
		l.list = append(l.list, Loss{What: what, Example: example()})
		i = len(l.list) - 1
	}
	l.list[i].Count++
}

// Merge counts what other counts too.
func (l *Losses) Merge(other *Losses) {
	for _, x := range other.list {
		i := slices.IndexFunc(l.list, func(y Loss) bool { return y.What == x.What })
		if i < 0 {
			l.list = append(l.list, x)
		} else {
			l.list[i].Count += x.Count
		}
	}
}

// WithoutExamples is l without what it quotes of articles.
func (l *Losses) WithoutExamples() Losses {
	var out Losses
	for _, x := range l.list {
		x.Example = ""
		out.list = append(out.list, x)
	}
	return out
}

// List is what was lost, in the order in which it was first met; never nil.
func (l *Losses) List() []Loss { return append([]Loss{}, l.list...) }

// AddItem counts one thing lost of an annotation, which is named with its text.
func (l *Losses) AddItem(what string, a *annotate.Article, item annotate.Item) {
	l.add(what, func() string {
		example := fmt.Sprintf("%s: %s %s", a.Key, item.ItemKind(), cmp.Or(annotate.LabelOf(item), string(item.ItemID())))
		if spans := annotate.SpansOf(item); len(spans) > 0 {
			example += fmt.Sprintf(" %q", Clip(a.Quote(spans)))
		}
		return example
	})
}

// SaysWho tells whether o says anything.
func SaysWho(o annotate.Origin) bool {
	return o.By+o.At+o.Source != "" || o.Schema != 0 || o.Unsure || len(o.Extra) > 0
}

// Clip shortens what a message quotes.
func Clip(s string) string {
	const most = 60 // code points
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
