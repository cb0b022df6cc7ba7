package inspector

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/ui"
)

// mostCards is how many cards stand in the pane at once; of an article with
// more events those around the open one.
const mostCards = 30

// eventsView shows the article's events as cards.
type eventsView struct {
	cfg    Config
	cards  map[annotate.ID]*eventCard
	column *fyne.Container
	scroll *container.Scroll
	root   *fyne.Container
	from   int // first event shown
	shown  annotate.ID
}

func newEventsView(cfg Config) *eventsView {
	v := &eventsView{cfg: cfg, cards: map[annotate.ID]*eventCard{}, column: container.NewVBox()}
	v.scroll = container.NewVScroll(container.NewPadded(v.column))
	v.root = container.NewStack()
	return v
}

func (v *eventsView) object() fyne.CanvasObject { return v.root }

func (v *eventsView) count() (int, bool) {
	doc := v.cfg.Session.Document()
	if doc == nil {
		return -1, false
	}
	return doc.Layer.Events.Len(), false
}

func (v *eventsView) refresh() {
	doc := v.cfg.Session.Document()
	if doc == nil {
		v.root.Objects = nil
		v.root.Refresh()
		return
	}
	events := doc.Layer.Events.All()
	if len(events) == 0 {
		v.root.Objects = []fyne.CanvasObject{ui.NewEmpty("Select the word that says it happened, press e.", "Event without trigger", v.cfg.NewEvent)}
		v.root.Refresh()
		return
	}
	active, _ := v.cfg.Annotator.Active()
	at := slices.IndexFunc(events, func(e *annotate.Event) bool { return e.ID == active })
	if at >= 0 && (at < v.from || at >= v.from+mostCards) {
		v.from = at - mostCards/2
	}
	v.from = max(0, min(v.from, len(events)-mostCards))
	to := min(v.from+mostCards, len(events))

	objects := make([]fyne.CanvasObject, 0, to-v.from+2)
	if v.from > 0 {
		objects = append(objects, ui.NewButton(fmt.Sprintf("%d earlier", v.from), ui.Quiet, func() { v.page(-mostCards) }))
	}
	seen := map[annotate.ID]bool{}
	for _, e := range events[v.from:to] {
		seen[e.ID] = true
		card := v.cards[e.ID]
		if card == nil {
			card = newEventCard(v.cfg, e.ID)
			v.cards[e.ID] = card
		}
		card.update(doc, e, e.ID == active)
		objects = append(objects, card.card)
	}
	if to < len(events) {
		objects = append(objects, ui.NewButton(fmt.Sprintf("%d more", len(events)-to), ui.Quiet, func() { v.page(mostCards) }))
	}
	for id := range v.cards {
		if !seen[id] {
			delete(v.cards, id)
		}
	}
	if !slices.Equal(v.column.Objects, objects) {
		v.column.Objects = objects
	}
	v.column.Refresh()
	if len(v.root.Objects) != 1 || v.root.Objects[0] != v.scroll {
		v.root.Objects = []fyne.CanvasObject{v.scroll}
		v.root.Refresh()
	}
	if active != v.shown {
		v.shown = active
		v.reveal(active)
	}
}

func (v *eventsView) page(by int) {
	v.from += by
	v.refresh()
	v.scroll.ScrollToTop()
}

// reveal scrolls only if the card is out of view.
func (v *eventsView) reveal(id annotate.ID) {
	card, ok := v.cards[id]
	if !ok {
		return
	}
	v.scroll.Content.Resize(v.scroll.Content.MinSize().Max(v.scroll.Size()))
	top, bottom := card.card.Position().Y, card.card.Position().Y+card.card.MinSize().Height
	view := v.scroll.Size().Height
	switch {
	case top < v.scroll.Offset.Y:
		v.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > v.scroll.Offset.Y+view:
		v.scroll.ScrollToOffset(fyne.NewPos(0, min(top, bottom-view)))
	}
}

// eventCard is the card of one event. It is built anew only when what it shows
// has changed: an act must show in the next frame.
type eventCard struct {
	cfg   Config
	id    annotate.ID
	card  *ui.Card
	slots []*ui.Slot
	shown int    // how many of the slots
	open  bool   // its attributes are unfolded
	state string // what it shows, to tell a change
}

func newEventCard(cfg Config, id annotate.ID) *eventCard {
	c := &eventCard{cfg: cfg, id: id, card: ui.NewCard(ui.CardHead{})}
	c.card.OnTapped = func() {
		if e := c.event(); e != nil {
			cfg.Annotator.Open(id)
			cfg.Show(e)
		}
	}
	c.card.OnMenu = c.showMenu
	return c
}

// event is the card's event as it is now, or nil.
func (c *eventCard) event() *annotate.Event {
	doc := c.cfg.Session.Document()
	if doc == nil {
		return nil
	}
	e, _ := doc.Layer.Events.Get(c.id)
	return e
}

func (c *eventCard) update(doc *annotate.Document, e *annotate.Event, active bool) {
	schema, styles := c.cfg.Session.Schema(), c.cfg.Styles()
	problems := doc.EventProblems(schema, e)
	head := ui.CardHead{Chip: chip(styles, e), Title: quoted(doc.Text(e)), Problems: len(problems), Active: active}
	if len(e.Trigger) == 0 {
		head.Title = "no trigger"
	}
	head.Place = placeAmong(doc, e)
	armed := ""
	if active {
		_, armed = c.cfg.Annotator.Active()
	}
	slots, empty := c.slotData(doc, e, active, armed, problems)

	values := c.values(doc, e, active)
	state := fmt.Sprint(head, slots, empty, values, e.Attributes, c.open)
	if state == c.state {
		return
	}
	c.state = state
	c.card.SetHead(head)
	for len(c.slots) < len(slots) {
		c.slots = append(c.slots, ui.NewSlot())
	}
	c.shown = len(slots)
	rows := make([]fyne.CanvasObject, 0, len(slots)+len(values)+2)
	for i, data := range slots {
		slot := c.slots[i]
		slot.Hints = c.cfg.Hints
		role := data.Name
		if role == evidence {
			role = ""
		}
		slot.OnArm = func() { c.cfg.Annotator.Arm(c.id, role) }
		slot.OnShow = func(filler string) { c.show(filler) }
		slot.OnRemove = func(filler string) { c.remove(filler) }
		slot.OnEmpty = func() {
			c.cfg.Annotator.Arm(c.id, role)
			c.cfg.Annotator.Clear()
		}
		slot.Set(data)
		rows = append(rows, slot)
	}
	if empty != "" {
		rows = append(rows, container.NewPadded(ui.NewText(empty, ui.Type{Size: 11, Tone: ui.Muted, Fit: true})))
	}
	for _, v := range values {
		rows = append(rows, c.valueRow(v))
	}
	if active {
		rows = append(rows, c.attributeRows(e)...)
	}
	c.card.SetRows(rows...)
	c.card.SetFoot(foot(problems))
}

// slotData says what the slots show: of the open card all of them, else those
// that hold or lack something, and the names of the others in one line.
func (c *eventCard) slotData(doc *annotate.Document, e *annotate.Event, active bool, armed string, problems []annotate.Problem) (slots []ui.SlotData, empty string) {
	t := c.cfg.Session.Schema().Event(e.Type)
	if t == nil {
		t = &annotate.EventType{}
	}
	var names []string
	add := func(digit int, r annotate.Role) {
		data := ui.SlotData{Digit: digit, Name: r.Name, Armed: r.Name == armed && armed != "", Required: r.Min > 0}
		data.Fillers = c.fillers(doc, e, r.Name, problems)
		for _, p := range problems {
			if p.Role == r.Name {
				data.Problem = p.Text
			}
		}
		switch {
		case len(data.Fillers) > 0:
		case data.Armed:
			data.Empty = "(pick or select text)"
			if p := c.cfg.Annotator.Proposal(); p != nil {
				data.Empty = "Enter: " + ui.CutMiddle(doc.Text(p), 24)
			}
		case !active && data.Problem == "":
			names = append(names, r.Name)
			return
		default:
			data.Empty = "-"
		}
		data.Hint = ui.Hint{Title: r.Name, Line: r.Description, More: "Takes " + strings.Join(r.Fillers, ", ")}
		slots = append(slots, data)
	}
	if len(e.Trigger) == 0 {
		if data := c.evidence(doc, e); active || len(data.Fillers) > 0 {
			slots = append(slots, data)
		}
	}
	for i, r := range t.Roles {
		if r.Retired && !e.Filled(r.Name) {
			continue
		}
		digit := i + 1
		if digit > 9 {
			digit = 0
		}
		add(digit, r)
	}
	for _, a := range e.Arguments {
		if t.Role(a.Role) == nil && !slices.ContainsFunc(slots, func(s ui.SlotData) bool { return s.Name == a.Role }) {
			add(0, annotate.Role{Name: a.Role})
		}
	}
	return slots, strings.Join(names, ", ")
}

// fillers are the arguments of a role. A pill is named by its place among the arguments.
func (c *eventCard) fillers(doc *annotate.Document, e *annotate.Event, role string, problems []annotate.Problem) []ui.PillData {
	var out []ui.PillData
	for i, a := range e.Arguments {
		if a.Role != role {
			continue
		}
		data := ui.PillData{Text: valueText(a.Value)}
		if item := doc.Layer.Find(a.Target); item != nil {
			data = pill(doc, c.cfg.Styles(), item)
			if a.Value != "" {
				data.Text += "  " + valueText(a.Value)
			}
			for _, p := range problems {
				if p.Role == role && strings.HasPrefix(p.Text, annotate.LabelOf(item)+" ") {
					data.Problem = p.Text
				}
			}
		}
		data.ID = strconv.Itoa(i)
		out = append(out, data)
	}
	return out
}

// valueText is a value as a pill shows it: "253..", "..300 approx", or as it is.
func valueText(v annotate.Value) string {
	r, ok := v.Range()
	if !ok {
		return v.Text()
	}
	low, high := "", ""
	if r.Low != nil {
		low = strconv.FormatFloat(*r.Low, 'f', -1, 64)
	}
	if r.High != nil {
		high = strconv.FormatFloat(*r.High, 'f', -1, 64)
	}
	out := low + ".." + high
	if low == high {
		out = low
	}
	if r.Approx {
		out += " approx"
	}
	return out
}

// argument is the argument that a pill stands for.
func (c *eventCard) argument(filler string) (*annotate.Event, int) {
	e := c.event()
	i, err := strconv.Atoi(filler)
	if e == nil || err != nil || i >= len(e.Arguments) {
		return nil, 0
	}
	return e, i
}

func (c *eventCard) show(filler string) {
	if e, i := c.evidenceOf(filler); e != nil {
		c.cfg.Show(&annotate.Note{Spans: e.Evidence[i : i+1]})
		return
	}
	if e, i := c.argument(filler); e != nil {
		if item := c.cfg.Session.Document().Layer.Find(e.Arguments[i].Target); item != nil {
			c.cfg.Show(item)
		}
	}
}

func (c *eventCard) remove(filler string) {
	if e, i := c.evidenceOf(filler); e != nil {
		c.cfg.Annotator.TakeEvidence(e, i)
		return
	}
	if e, i := c.argument(filler); e != nil {
		c.cfg.Annotator.Unfill(e, i)
	}
}

func (c *eventCard) showMenu() {
	e := c.event()
	if e == nil {
		return
	}
	key := func(name, id string) string {
		if k := c.cfg.KeyOf(id); k != "" {
			return name + "  (" + k + ")"
		}
		return name
	}
	menu := fyne.NewMenu("",
		fyne.NewMenuItem(key("Change type...", "event.changeType"), func() { c.cfg.Relabel(e) }),
		fyne.NewMenuItem("Second event here", func() { c.cfg.Annotator.SecondEvent(e) }),
		fyne.NewMenuItem("Duplicate", func() { c.cfg.Annotator.Duplicate(e) }),
		fyne.NewMenuItem(key("Relation to...", "annotate.relation"), func() { c.cfg.Relate(e) }),
		fyne.NewMenuItem(key("Value in the armed slot...", "event.value"), c.cfg.Value),
		fyne.NewMenuItem("Attributes...", func() { c.cfg.details(e) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Delete", func() { c.cfg.Annotator.DeleteItem(e) }))
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c.card)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.card)
	pop := widget.NewPopUpMenu(menu, canvas)
	pop.ShowAtPosition(at.AddXY(c.card.Size().Width-pop.MinSize().Width, 32))
}

// placeAmong says which of several events on one trigger this is: "1 of 2".
func placeAmong(doc *annotate.Document, e *annotate.Event) string {
	n, at := 0, 0
	for _, f := range doc.Layer.Events.All() {
		if len(e.Trigger) > 0 && slices.Equal(e.Trigger, f.Trigger) {
			n++
			if f.ID == e.ID {
				at = n
			}
		}
	}
	if n < 2 {
		return ""
	}
	return fmt.Sprintf("%d of %d", at, n)
}

func foot(problems []annotate.Problem) string {
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Text)
	}
	return strings.Join(texts, "; ")
}
