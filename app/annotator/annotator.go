// Package annotator turns keys and picks into acts: it knows what a label key
// does to the selection, which slot is armed, what it proposes, and what Enter,
// Backspace and Esc mean at the moment. It draws nothing; the page and the
// cards show its state.
package annotator

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/command"
	"galley/app/session"
)

// Page is what the annotator needs of the article view.
type Page interface {
	Range() span.Span            // the selected text in bytes; empty at the caret
	Picked() annotate.ID         // the selected annotation, or empty
	Pick(id annotate.ID)         // selects an annotation; empty selects none
	PutCaret(offset int)         // selects nothing and puts the caret there
	Reveal(s span.Span)          // scrolls only if s is out of view
	SetEventFocus(f *EventFocus) // nil: nothing is dimmed
}

// EventFocus says which event is worked on.
type EventFocus struct {
	Event    annotate.ID
	Fits     []string    // labels of mentions that the armed slot takes; empty: no slot is armed
	Proposal annotate.ID // the mention that Enter takes, or empty
}

// Annotator is the state of annotating in one window. It belongs to the window's goroutine.
type Annotator struct {
	session *session.Session
	page    Page
	say     func(string) // one quiet sentence for the user
	changed func()       // the state that cards, label bar and status line show is new

	sequence   command.Sequence
	labels     []Choice
	active     annotate.ID // the event whose card is open
	armed      string      // its armed role
	proposals  []annotate.Item
	proposal   int
	last       string // the label given last
	lastEntity annotate.ID
	offer      offer
	locked     string
	relabel    bool        // the next label key changes the label of what is picked
	grows      annotate.ID // the annotation made or picked last, which fragments are added to
	link       link        // the relation that is being made
	unfocused  bool        // the open event does not dim the rest
}

// Choice is a label that can be given, in the order of the label bar.
type Choice struct {
	Label, Keys string
	Event       bool
}

// New makes an annotator. say and changed are called on the window's goroutine.
func New(s *session.Session, page Page, say func(string), changed func()) *Annotator {
	a := &Annotator{session: s, page: page, say: say, changed: changed}
	a.SchemaChanged()
	return a
}

// Opened is called after another article was opened.
func (a *Annotator) Opened() { a.leaveEvent() }

// Acted is called after a transaction was done and the page shows it.
func (a *Annotator) Acted() {
	a.offer = offer{}
	a.refresh()
}

// SchemaChanged reads the labels and their keys anew. Keys that clash are left
// out of a schema before it is in force, so a clash here is a mistake of the program.
func (a *Annotator) SchemaChanged() {
	a.labels = Choices(a.session.Schema())
	var bindings []command.Binding
	for _, c := range a.labels {
		bindings = append(bindings, command.Binding{Keys: c.Keys, Label: c.Label})
	}
	sequences, err := command.NewSequences(bindings)
	if err != nil {
		a.say(err.Error())
		sequences, _ = command.NewSequences(nil)
	}
	a.sequence = command.Sequence{Of: sequences}
}

// Choices are the labels of a schema that are not retired, entities first.
func Choices(s *annotate.Schema) []Choice {
	var out []Choice
	for _, t := range s.Entities {
		if !t.Retired {
			out = append(out, Choice{t.Label, t.Hotkey, false})
		}
	}
	for _, t := range s.Events {
		if !t.Retired {
			out = append(out, Choice{t.Label, t.Hotkey, true})
		}
	}
	return out
}

// Uses tells whether a label's keys have the character.
func (a *Annotator) Uses(r rune) bool { return a.sequence.Of.Uses(r) }

// Pending are the keys of a label pressed so far and what may come next.
func (a *Annotator) Pending() (string, []command.Continuation) {
	return a.sequence.Pressed(), a.sequence.Continuations()
}

// Active is the event whose card is open and its armed role; both may be empty.
func (a *Annotator) Active() (event annotate.ID, role string) { return a.active, a.armed }

// Proposal is the mention or event that Enter takes for the armed slot or as
// the other end of a relation, or nil.
func (a *Annotator) Proposal() annotate.Item {
	if a.armed == "" && a.link.label == "" || len(a.proposals) == 0 {
		return nil
	}
	return a.proposals[a.proposal]
}

// Locked is the label that picking a word gives, or empty.
func (a *Annotator) Locked() string { return a.locked }

// Relabelling tells whether the next label key changes the picked annotation's label.
func (a *Annotator) Relabelling() bool { return a.relabel }

// Type takes a letter or digit typed in the page and tells whether it was used.
func (a *Annotator) Type(r rune) bool {
	if a.sequence.Pressed() == "" && '1' <= r && r <= '9' && a.digit(int(r-'0'), a.sequence.Of.Uses(r)) {
		return true
	}
	progress, binding := a.sequence.Press(r)
	switch progress {
	case command.Matched:
		a.Give(binding.Label)
	case command.Dead:
		a.changed()
		return false
	}
	a.changed()
	return true
}

// digit is slot n of the open card, or else, where the schema has no digit of
// its own, the n-th label.
func (a *Annotator) digit(n int, schemaUses bool) bool {
	if v, t := a.event(); v != nil && a.armed != "" {
		if n <= len(t.Roles) {
			a.Arm(v.ID, t.Roles[n-1].Name)
		}
		return true
	}
	if schemaUses || n > len(a.labels) {
		return false
	}
	a.Give(a.labels[n-1].Label)
	return true
}

// Give gives a label: to what is picked if its label is being changed, else to
// the selected text, the picked annotation's text or the word at the caret. An
// event type makes an event there and opens its card; an entity label with a
// fitting slot armed fills it on the way.
func (a *Annotator) Give(label string) {
	doc := a.session.Document()
	if doc == nil {
		a.say("Open an article first.")
		return
	}
	a.sequence.Reset()
	isEvent := a.session.Schema().Event(label) != nil
	if a.relabel {
		a.relabel = false
		a.Relabel(doc.Layer.Find(a.page.Picked()), label)
		return
	}
	spans := a.target(doc)
	if len(spans) == 0 {
		a.say("Select the text to label first.")
		return
	}
	if isEvent {
		a.makeEvent(doc, label, spans)
	} else {
		a.makeMention(doc, label, spans)
	}
	a.last = label
	a.changed()
}

// target is where a label goes.
func (a *Annotator) target(doc *annotate.Document) []span.Span {
	if item := doc.Layer.Find(a.page.Picked()); item != nil {
		return annotate.SpansOf(item)
	}
	tx := doc.Article.Text
	r := a.page.Range()
	if r.Len() == 0 {
		r = tx.WordAt(r.Start)
		if before := tx.WordAt(max(a.page.Range().Start-1, 0)); !tx.IsWord(r) && before.End == a.page.Range().Start {
			r = before
		}
		if !tx.IsWord(r) {
			return nil
		}
	}
	if r = tx.Trim(r); r.Len() == 0 {
		return nil
	}
	return []span.Span{r}
}

func (a *Annotator) makeMention(doc *annotate.Document, label string, spans []span.Span) {
	text := quote(doc.SpansText(spans))
	m := mentionOf(doc, label, spans)
	var edits []annotate.Edit
	title := fmt.Sprintf("mark %s as %s", text, label)
	if m == nil {
		m = &annotate.Mention{ID: a.session.NewID(), Label: label, Spans: spans}
		edits = append(edits, doc.Put(m))
	}
	if v, t := a.event(); v != nil && a.armed != "" {
		if r := t.Role(a.armed); r != nil && doc.Fills(r, m) && !v.Holds(m.ID) {
			edits = append(edits, doc.Put(v.WithArgument(annotate.Argument{Role: a.armed, Target: m.ID})))
			title += fmt.Sprintf(", %s of %s", a.armed, v.Type)
		}
	}
	if len(edits) == 0 {
		a.say(fmt.Sprintf("%s is %s already.", text, label))
		return
	}
	if !a.do(title, edits) {
		return
	}
	a.grows = m.ID
	a.makeOffer(m)
	if a.armed != "" && a.eventHolds(m.ID) {
		a.armNext()
	}
	a.page.PutCaret(span.Hull(spans).End)
}

// mentionOf is the mention of these fragments with a label, or nil.
func mentionOf(doc *annotate.Document, label string, spans []span.Span) *annotate.Mention {
	for _, m := range doc.Layer.Mentions.All() {
		if m.Label == label && slices.Equal(m.Spans, spans) {
			return m
		}
	}
	return nil
}

func (a *Annotator) eventHolds(id annotate.ID) bool {
	v, _ := a.event()
	return v != nil && v.Holds(id)
}

func (a *Annotator) makeEvent(doc *annotate.Document, typ string, trigger []span.Span) {
	v := &annotate.Event{ID: a.session.NewID(), Type: typ, Trigger: trigger}
	title := typ + " without trigger"
	if len(trigger) > 0 {
		title = fmt.Sprintf("mark %s as %s", quote(doc.SpansText(trigger)), typ)
	}
	if !a.do(title, []annotate.Edit{doc.Put(v)}) {
		return
	}
	a.grows = v.ID
	if len(trigger) > 0 {
		a.page.PutCaret(span.Hull(trigger).End)
	}
	a.Open(v.ID)
	a.armNext()
}

// MakeDocumentEvent makes an event without a trigger.
func (a *Annotator) MakeDocumentEvent(typ string) {
	if doc := a.session.Document(); doc != nil {
		a.makeEvent(doc, typ, nil)
		a.last = typ
		a.changed()
	}
}

// Repeat gives the last label again.
func (a *Annotator) Repeat() {
	if a.last == "" {
		a.say("No label was given yet.")
		return
	}
	a.Give(a.last)
}

// Lock keeps the last label, so that picking a word gives it; again lets it go.
func (a *Annotator) Lock() {
	switch {
	case a.locked != "":
		a.locked = ""
	case a.last == "":
		a.say("Give a label first; then it can be locked.")
	case a.session.Schema().Event(a.last) != nil:
		a.say("Only labels of mentions can be locked.")
	default:
		a.locked = a.last
	}
	a.changed()
}

// WordPicked is called after a click selected a word: a locked label goes there.
func (a *Annotator) WordPicked() {
	if a.locked != "" {
		a.Give(a.locked)
	}
}

// StartRelabel makes the next label key change the label of what is picked, or
// else of the innermost annotation at the caret, which is picked.
func (a *Annotator) StartRelabel() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	item := a.here(doc)
	if item == nil {
		a.say("Pick the annotation to relabel first.")
		return
	}
	a.page.Pick(item.ItemID())
	a.relabel = true
	a.changed()
}

// Relabel gives an annotation another label. The fillers of an event go to the
// roles of the new type that take them; what is left over stays as it is and is shown as a problem.
func (a *Annotator) Relabel(item annotate.Item, label string) {
	if item == nil {
		return
	}
	schema, doc := a.session.Schema(), a.session.Document()
	_, isEvent := item.(*annotate.Event)
	if isEvent != (schema.Event(label) != nil) {
		a.say(fmt.Sprintf("%s cannot become %s: one is an event, the other is not.", annotate.LabelOf(item), label))
		return
	}
	if annotate.LabelOf(item) == label {
		return
	}
	if v, ok := item.(*annotate.Event); ok {
		to := map[string]string{}
		for _, m := range doc.Moves(v, schema.Event(label)) {
			to[m.Role] = cmp.Or(m.To, m.Role)
		}
		a.Retype(v, label, to)
		return
	}
	a.do(fmt.Sprintf("relabel %s to %s", quote(doc.Text(item)), label), []annotate.Edit{doc.Put(annotate.WithLabel(item, label))})
}

// Delete takes the picked annotation out, or the event whose card is open.
func (a *Annotator) Delete() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	item := doc.Layer.Find(a.page.Picked())
	if item == nil {
		item = doc.Layer.Find(a.active)
	}
	if item == nil {
		a.say("Pick the annotation to delete first.")
		return
	}
	a.DeleteItem(item)
}

// DeleteItem takes an annotation out, and says what goes along.
func (a *Annotator) DeleteItem(item annotate.Item) {
	doc := a.session.Document()
	edits := []annotate.Edit{doc.Delete(item)}
	_, all, err := doc.Apply(edits)
	if err != nil {
		a.say(err.Error())
		return
	}
	spans := annotate.SpansOf(item)
	name := name(doc, item)
	if !a.do("delete "+name, edits) {
		return
	}
	if item.ItemID() == a.active {
		a.leaveEvent()
	}
	if len(spans) > 0 {
		a.page.PutCaret(span.Hull(spans).End)
	}
	if along := len(all) - 1; along > 0 {
		a.say(fmt.Sprintf("Deleted %s; %s went along.", name, count(along, "reference")))
	}
}

// do makes edits one act; a refusal is said and nothing is changed.
func (a *Annotator) do(title string, edits []annotate.Edit) bool {
	if err := a.session.Do(title, edits); err != nil {
		a.say(err.Error())
		return false
	}
	return true
}

// quote is a text as a title shows it, cut to 40 characters.
func quote(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		r := []rune(s)
		s = string(r[:most/2]) + "…" + string(r[len(r)-most/2:])
	}
	return "“" + s + "”"
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
