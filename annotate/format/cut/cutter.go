package cut

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// cutter cuts one layer.
type cutter struct {
	Rules
	article *annotate.Article
	from    annotate.Layer
	lost    *format.Losses
	numbers Numbers

	ids   map[annotate.ID]annotate.ID       // of what is kept its new id
	first map[annotate.ID]*annotate.Mention // of an entity its first mention
	kept  map[annotate.ID]annotate.Item     // by new id
	out   []annotate.Item
}

func (c *cutter) lose(what string, item annotate.Item) { c.lost.AddItem(what, c.article, item) }

// keep takes item, which was old, under the id that it has now.
func (c *cutter) keep(old annotate.ID, item annotate.Item) {
	c.ids[old] = item.ItemID()
	c.kept[item.ItemID()] = item
	c.out = append(c.out, item)
}

// id is what an annotation is called in the file.
func (c *cutter) id(item annotate.Item, prefix string) annotate.ID {
	if c.Number {
		if c.Joint && prefix != "r" {
			prefix = ""
		}
		return c.numbers.Next(prefix)
	}
	return item.ItemID()
}

func (c *cutter) layer(l format.Layer) annotate.Layer {
	if c.Events == FlatEvents {
		c.from = c.flat(c.from)
	}
	size := c.from.Mentions.Len() + c.from.Entities.Len() + c.from.Events.Len()
	c.numbers, c.ids, c.kept, c.out = Numbers{}, make(map[annotate.ID]annotate.ID, size), make(map[annotate.ID]annotate.Item, size), make([]annotate.Item, 0, size+1)
	c.head()
	c.mentions()
	c.entities()
	c.events()
	c.relations()
	c.labels()
	c.notes()
	kind := annotate.Human
	if c.Layer && l.ID.Kind != "" {
		kind = l.ID.Kind
	}
	return annotate.NewLayer(annotate.LayerID{Kind: kind}, c.out)
}

func (c *cutter) head() {
	h := c.from.Head
	if h == nil {
		return
	}
	var kept *annotate.Head
	if c.Layer && h.State != annotate.New {
		kept = &annotate.Head{State: h.State}
		c.out = append(c.out, kept)
	}
	if (kept == nil || !annotate.Equal(h, kept)) && !annotate.Equal(h, &annotate.Head{State: annotate.New}) {
		c.lost.Add("states of layers", fmt.Sprintf("%s: %s", c.article.Key, h.State))
	}
}

func (c *cutter) labels() {
	for _, x := range c.from.Labels.All() {
		if !c.Labels {
			c.lose("labels of articles", x)
			continue
		}
		y := *x
		y.Label, y.Origin = c.name(x.Label, x), c.origin(x, x.Origin)
		if y.Value = c.Attributes(annotate.Attributes{x.Label: x.Value})[x.Label]; y.Value != x.Value {
			c.lose("types of labels", x)
		}
		c.keep(x.ID, &y)
	}
}

func (c *cutter) origin(item annotate.Item, o annotate.Origin) annotate.Origin {
	kept := annotate.Origin{Unsure: c.Unsure && o.Unsure}
	if o.Unsure = o.Unsure && !c.Unsure; format.SaysWho(o) {
		c.lose("who made annotations, when, and how sure", item)
	}
	return kept
}

func (c *cutter) name(name string, item annotate.Item) string {
	if c.Name == nil {
		return name
	}
	written := c.Name(name)
	if written == "" {
		written = "X"
	}
	if written != name {
		c.lose("spelling of labels", item)
	}
	return written
}

func (c *cutter) attributes(item annotate.Item, attrs annotate.Attributes) annotate.Attributes {
	if len(attrs) == 0 {
		return nil
	}
	var kept annotate.Attributes
	if c.Attributes != nil {
		kept = c.Attributes(attrs)
	}
	out := annotate.Attributes{}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if written := c.name(name, item); out[written] == "" {
			out[written] = kept[name]
		}
	}
	switch {
	case len(kept) < len(attrs):
		c.lose("attributes", item)
	case !maps.Equal(attrs, kept):
		c.lose("types or names of attributes", item)
	}
	return out
}

// place is where spans stand in the format; nil if nowhere, which is counted for item.
func (c *cutter) place(item annotate.Item, spans []span.Span, rule func([]span.Span) ([]span.Span, string)) []span.Span {
	if rule == nil {
		return spans
	}
	place, lost := rule(spans)
	if lost != "" {
		c.lose(lost, item)
	}
	return place
}

func (c *cutter) mentions() {
	var list []*annotate.Mention
	source := make(map[annotate.ID]*annotate.Mention, c.from.Mentions.Len())
	same := map[string]annotate.ID{}       // the id of what stands at a place, where there may be one
	alias := map[annotate.ID]annotate.ID{} // of a mention that is another
	for _, m := range c.from.Mentions.All() {
		n := *m
		if n.Spans = c.place(m, m.Spans, c.Mention); n.Spans == nil {
			continue
		}
		n.Label = c.name(m.Label, m)
		if c.Single != Never {
			key := c.key(&n)
			if there, twice := same[key]; twice {
				c.lose("mentions that another at the same place stands for", m)
				alias[m.ID] = there
				continue
			}
			same[key] = m.ID
		}
		list = append(list, &n)
		source[m.ID] = m
	}
	list = ByPlace(list)
	if c.Choose != nil {
		out, lost := c.Choose(list)
		list = slices.DeleteFunc(list, func(n *annotate.Mention) bool {
			if out[n.ID] {
				c.lose(lost, source[n.ID])
			}
			return out[n.ID]
		})
	}
	for _, n := range list {
		m := source[n.ID]
		n.ID, n.Attributes, n.Origin = c.id(m, "m"), c.attributes(m, m.Attributes), c.origin(m, m.Origin)
		if m.Entity != "" && c.first[m.Entity] == nil {
			c.first[m.Entity] = n
		}
		if !c.Entities {
			n.Entity = ""
		}
		c.keep(m.ID, n)
	}
	for twice, once := range alias {
		if id, there := c.ids[once]; there {
			c.ids[twice] = id
		}
	}
}

// key is what makes a mention the same as another.
func (c *cutter) key(m *annotate.Mention) string {
	if c.Single == SamePlace {
		return fmt.Sprint(m.Spans)
	}
	return fmt.Sprint(m.Spans, m.Label)
}

func (c *cutter) entities() {
	for _, e := range c.from.Entities.All() {
		if !c.Entities {
			c.lose("entities", e)
			continue
		}
		f := *e
		f.Label, f.Attributes, f.Origin = c.name(e.Label, e), c.attributes(e, e.Attributes), c.origin(e, e.Origin)
		c.keep(e.ID, &f)
	}
}

func (c *cutter) events() {
	source := map[annotate.ID]*annotate.Event{}
	var list []*annotate.Event
	for _, v := range c.from.Events.All() {
		if w := c.trigger(v); w != nil {
			w.ID, w.Type = v.ID, c.name(v.Type, v)
			source[v.ID] = v
			list = append(list, w)
		}
	}
	list = ByPlace(list)
	was := make([]*annotate.Event, len(list))
	for i, w := range list {
		v := source[w.ID]
		was[i] = v
		w.ID, w.Attributes, w.Origin = c.id(v, "v"), c.attributes(v, v.Attributes), c.origin(v, v.Origin)
		c.keep(v.ID, w)
	}
	for i, w := range list {
		w.Arguments = c.arguments(was[i], w)
	}
}

// trigger is v at its place, with nothing else yet; nil if it has none.
func (c *cutter) trigger(v *annotate.Event) *annotate.Event {
	w := &annotate.Event{Trigger: v.Trigger}
	switch {
	case c.Events == NoEvents:
		c.lose("events with their triggers and arguments", v)
		return nil
	case c.Events == AllEvents:
		w.Evidence = v.Evidence
		return w
	case len(v.Trigger) == 0 && len(v.Evidence) == 0:
		c.lose("events without a trigger", v)
		return nil
	case len(v.Trigger) == 0:
		c.lose("events without a trigger, whose evidence stands as trigger", v)
		w.Trigger = v.Evidence
	case len(v.Evidence) > 0:
		c.lose("evidence of events", v)
	}
	if w.Trigger = c.place(v, w.Trigger, c.Trigger); w.Trigger == nil {
		return nil
	}
	return w
}

func (c *cutter) arguments(v, w *annotate.Event) []annotate.Argument {
	var out []annotate.Argument
	for _, a := range v.Arguments {
		b := annotate.Argument{Role: c.name(a.Role, v)}
		if a.Value != "" && !c.Values || len(a.Extra) > 0 {
			c.lose("values of arguments", v)
		}
		if c.Values {
			b.Value = a.Value
		}
		if a.Target != "" {
			b.Target = c.target(v, a.Target, "arguments whose filler is lost")
		}
		if b.Target != "" && !c.links(v, w, c.kept[b.Target]) {
			b.Target = ""
		}
		if b.Target != "" || b.Value != "" {
			out = append(out, b)
		}
	}
	return out
}

// target is what stands for id in the format; empty if nothing does, which is counted for item.
func (c *cutter) target(item annotate.Item, id annotate.ID, lost string) annotate.ID {
	if first := c.first[id]; first != nil && (!c.Entities || c.ToMentions) {
		c.lose("links to an entity, for which its first mention stands", item)
		return first.ID
	}
	target := c.kept[c.ids[id]]
	switch {
	case target == nil, c.ToMentions && target.ItemKind() == annotate.KindEntity:
		c.lose(lost, item)
		return ""
	case target.ItemKind() == annotate.KindEvent && !c.ToEvents:
		c.lose("links to an event", item)
		return ""
	}
	return target.ItemID()
}

// links tells whether the format can join two places, and counts for item if not.
func (c *cutter) links(item, from, to annotate.Item) bool {
	if c.Link == nil {
		return true
	}
	lost := c.Link(annotate.SpansOf(from), annotate.SpansOf(to))
	if lost != "" {
		c.lose(lost, item)
	}
	return lost == ""
}

func (c *cutter) relations() {
	var list []*annotate.Relation
	for _, r := range c.from.Relations.All() {
		if !c.Relations {
			c.lose("relations", r)
			continue
		}
		s := &annotate.Relation{ID: r.ID, Label: c.name(r.Label, r)}
		if s.From = c.target(r, r.From, "relations whose end is lost"); s.From != "" {
			s.To = c.target(r, r.To, "relations whose end is lost")
		}
		if s.To == "" || !c.links(r, c.kept[s.From], c.kept[s.To]) {
			continue
		}
		if s.Origin = c.origin(r, r.Origin); c.OfRelations {
			s.Attributes = c.attributes(r, r.Attributes)
		} else if len(r.Attributes) > 0 {
			c.lose("attributes", r)
		}
		list = append(list, s)
	}
	if c.Number {
		place := func(id annotate.ID) span.Span { return span.Hull(annotate.SpansOf(c.kept[id])) }
		slices.SortFunc(list, func(a, b *annotate.Relation) int {
			return cmp.Or(span.Compare(place(a.From), place(b.From)), CompareIDs(a.ID, b.ID))
		})
	}
	for _, s := range list {
		old := s.ID
		s.ID = c.id(s, "r")
		c.keep(old, s)
	}
}

// notes keeps those that stand on nothing, or on what is kept; a note on a note
// goes with that.
func (c *cutter) notes() {
	list := c.from.Notes.All()
	if !c.Notes {
		for _, n := range list {
			c.lose("notes", n)
		}
		return
	}
	lost := map[annotate.ID]bool{}
	for more := true; more; {
		more = false
		for _, n := range list {
			_, onNote := c.from.Notes.Get(n.On)
			_, kept := c.ids[n.On]
			if n.On != "" && !kept && (!onNote || lost[n.On]) && !lost[n.ID] {
				lost[n.ID], more = true, true
				c.lose("notes on what is lost", n)
			}
		}
	}
	for _, n := range list {
		if !lost[n.ID] {
			c.ids[n.ID] = c.id(n, "n")
		}
	}
	for _, n := range list {
		if !lost[n.ID] {
			m := *n
			m.ID, m.On, m.Origin = c.ids[n.ID], c.ids[n.On], c.origin(n, n.Origin)
			c.out = append(c.out, &m)
		}
	}
}

// flat is a layer whose events are mentions with relations named by role.
func (c *cutter) flat(l annotate.Layer) annotate.Layer {
	var items []annotate.Item
	l.Each(func(item annotate.Item) {
		v, ok := item.(*annotate.Event)
		if !ok {
			items = append(items, item)
			return
		}
		spans := v.Trigger
		if len(spans) == 0 {
			spans = v.Evidence
		}
		if len(spans) == 0 {
			c.lose("events without a trigger", v)
			return
		}
		c.lose("events, whose trigger stays as a mention and whose roles as relations", v)
		items = append(items, &annotate.Mention{ID: v.ID, Label: v.Type, Spans: spans, Attributes: v.Attributes, Origin: v.Origin})
		for i, a := range v.Arguments {
			if a.Value != "" || len(a.Extra) > 0 {
				c.lose("values of arguments", v)
			}
			if a.Target != "" {
				id := annotate.ID(fmt.Sprintf("%s\x00%03d", v.ID, i)) // no file says NUL
				items = append(items, &annotate.Relation{ID: id, Label: a.Role, From: v.ID, To: a.Target})
			}
		}
	})
	return annotate.NewLayer(l.ID, items)
}
