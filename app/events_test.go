package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/inspector"
	"galley/app/page"
	"galley/app/ui"
)

// event is the i-th event, in the order of triggers.
func (d *desk) event(i int) *annotate.Event { return d.doc().Layer.Events.All()[i] }

// An event fills a slot of another event, and is proposed by key.
func TestKeyboardEventInEvent(t *testing.T) {
	d := openDesk(t, "Shelling hit Sahl, monitors said.")
	d.caretOn("hit")
	d.label("eva")
	d.key("Esc", "Esc")
	d.caretOn("said")
	d.label("ess")
	d.key("3", "Enter")
	d.exported("a1", "T1\tATTACK 9 12\thit", "T2\tSAY 28 32\tsaid", "E1\tATTACK:T1", "E2\tSAY:T2 Content:E1")
}

func TestKeyboardTwoEventsOnOneTrigger(t *testing.T) {
	d := openDesk(t, "They shelled it.")
	for range 2 {
		d.caretOn("shelled")
		d.label("eva")
		d.key("Esc", "Esc")
	}
	if n := d.doc().Layer.Events.Len(); n != 2 || d.event(0).ID == d.event(1).ID {
		t.Errorf("%d events", n)
	}
}

func TestKeyboardSeveralFillers(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("7", "Enter", "7", "Enter", "Backspace")
	d.key("7", "Enter")
	if got := len(d.event(0).Arguments); got != 2 {
		t.Fatalf("Place has %d fillers", got)
	}
	d.key("7", "Backspace")
	if got := d.event(0).Arguments; len(got) != 1 || got[0].Role != "Place" {
		t.Errorf("Backspace left %v", got)
	}
}

func TestKeyboardRelation(t *testing.T) {
	d := openDesk(t, "Haddad of the Harun Front went to Sahl near Velma.")
	d.mark("PER", "Haddad")
	d.mark("ARM", "Harun Front")
	d.mark("LOC", "Sahl", "Velma")
	d.caretOn("Haddad")
	d.key(">")
	d.enter("member")
	d.key("Enter", "Enter") // the type, the nearest that fits
	d.caretOn("Sahl")
	d.key(">")
	d.enter("part")
	d.key("Enter")
	d.click("Velma")
	d.exported("a1",
		"T1\tPER 0 6\tHaddad", "T2\tARM 14 25\tHarun Front", "T3\tLOC 34 38\tSahl", "T4\tLOC 44 49\tVelma",
		"R1\tMEMBER Arg1:T1 Arg2:T2", "R2\tPART_OF Arg1:T3 Arg2:T4")
	d.key("Ctrl+Z", "Ctrl+Z")
	if n := d.doc().Layer.Relations.Len(); n != 0 {
		t.Errorf("%d relations are left", n)
	}
}

// A relation whose ends do not fit is listed, and leads to where it begins.
func TestRelationProblem(t *testing.T) {
	d := openDesk(t, "Haddad of the Harun Front went to Sahl.")
	d.mark("PER", "Haddad")
	d.mark("ARM", "Harun Front")
	d.caretOn("Haddad")
	d.key(">")
	d.enter("member")
	d.key("Enter", "Enter")
	haddad := d.doc().Layer.Mentions.All()[0]
	d.open.annotator.Relabel(haddad, "LOC")
	d.caretOn("Sahl")
	d.run("view.problems")
	d.overlays("MEMBER is not expected from LOC to ARM", "MEMBER Haddad → Harun Front")
	d.enter("member")
	d.typed("Return")
	if got := d.open.page.Picked(); got != haddad.ID {
		t.Errorf("it leads to %q", got)
	}
}

// What the article lacks leads to its labels.
func TestArticleProblem(t *testing.T) {
	d := openDesk(t, "Haddad went to Sahl.")
	d.mark("PER", "Haddad")
	d.caretOn("Haddad")
	d.run("view.problems")
	d.overlays("needs publication date", "the article as a whole")
	d.enter("publication")
	d.typed("Return")
	if got := d.open.page.Picked(); got != "" || d.open.inspector.Tab() != inspector.Selection {
		t.Errorf("it leads to %q and the tab %v", got, d.open.inspector.Tab())
	}
	d.open.annotator.SetLabel("publication_date", annotate.ValueOf("2016-05-02"))
	d.run("view.problems")
	if got := d.toasts.Text(); got != "Nothing is missing in this article." {
		t.Errorf("said %q", got)
	}
}

// A type with the same roles takes everything over without a question.
func TestKeyboardChangeType(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("Enter", "Ctrl+T")
	d.enter("shelling")
	d.key("Enter")
	if v := d.event(0); v.Type != "BOMBARD" || len(v.Arguments) != 1 {
		t.Errorf("it is %s with %v", v.Type, v.Arguments)
	}
	d.key("Ctrl+Z")
	if v := d.event(0); v.Type != "ATTACK" || len(v.Arguments) != 1 {
		t.Errorf("undone it is %s with %v", v.Type, v.Arguments)
	}
}

// Another type asks where the fillers go.
func TestKeyboardChangeTypeAsks(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("Enter", "5", "Enter", "Ctrl+T")
	d.enter("meet")
	d.key("Enter")
	first, ok := d.focused().(*ui.Select)
	if !ok {
		t.Fatalf("%T has the focus", d.focused())
	}
	first.SetSelected("taken out")
	d.window.Canvas().Unfocus()
	d.window.Canvas().OnTypedKey()(keyEvent("Enter"))
	v := d.event(0)
	schema := d.open.session.Schema()
	if v.Type != "MEET" || v.Filled("Attacker") {
		t.Errorf("it is %s with %v", v.Type, v.Arguments)
	}
	for _, p := range d.doc().EventProblems(schema, v) {
		if p.Role == "Attacker" {
			t.Errorf("left is %v", p)
		}
	}
}

func TestKeyboardValueAndEvidence(t *testing.T) {
	d := openDesk(t, "Many died that day.")
	d.key("Ctrl+E")
	d.enter("death")
	d.key("Enter")
	v := d.event(0)
	role := ""
	for _, r := range d.open.session.Schema().Event(v.Type).Roles {
		if d.open.session.Schema().TakesValue(&r) {
			role = r.Name
			break
		}
	}
	d.open.annotator.Arm(v.ID, role)
	d.key(":")
	d.enter("253")
	d.key("Enter")
	d.editor.Select(page.Range(d.find("Many died")))
	d.key("+")
	v = d.event(0)
	low := 253.0
	if diff := cmp.Diff([]annotate.Argument{{Role: role, Value: annotate.ValueOf(annotate.Range{Low: &low})}}, v.Arguments); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]span.Span{{Start: 0, End: 9}}, v.Evidence); diff != "" {
		t.Error(diff)
	}
	d.key("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	if !d.doc().Layer.Empty() {
		t.Error("something is left")
	}
}

// What a count says is offered, and taken with one key.
func TestActsCount(t *testing.T) {
	d := openDesk(t, shelled)
	d.editor.Select(page.Range(d.find("at least 253")))
	d.label("c")
	if len(d.open.offer.Objects) == 0 {
		t.Error("no value is offered")
	}
	d.key(":")
	m := d.doc().Layer.Mentions.All()[0]
	if diff := cmp.Diff(annotate.Attributes{"low": "253"}, m.Attributes); diff != "" {
		t.Error(diff)
	}
	if len(d.open.offer.Objects) != 0 {
		t.Error("the offer stays")
	}
	d.atMost(2)
}

func TestKeyboardUnsureWithNote(t *testing.T) {
	d := openDesk(t, "Sahl fell.")
	d.caretOn("Sahl")
	d.label("l")
	d.key("?")
	d.enter("or the province")
	d.window.Canvas().Unfocus()
	d.window.Canvas().OnTypedKey()(keyEvent("Enter"))
	m := d.doc().Layer.Mentions.All()[0]
	notes := d.doc().Layer.Notes.All()
	if !m.Unsure || len(notes) != 1 || notes[0].On != m.ID || notes[0].Text != "or the province" {
		t.Errorf("unsure %v, notes %v", m.Unsure, notes)
	}
	d.run("pane.page")
	d.key("?")
	if m := d.doc().Layer.Mentions.All()[0]; m.Unsure {
		t.Error("it is still unsure")
	}
}

func TestKeyboardEventFocus(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	if d.editor.State().Focus.Event == "" {
		t.Error("the event is not in focus")
	}
	d.key(`\`)
	if d.editor.State().Focus.Event != "" || d.editor.State().Proposed == "" {
		t.Error("the focus stays, or the proposal goes")
	}
	d.key("Enter", `\`)
	if d.editor.State().Focus.Event == "" || len(d.event(0).Arguments) != 1 {
		t.Error("the focus does not come back, or Enter did nothing")
	}
}
