package app

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/store"
	"galley/store/memory"
)

// naive is what a project holds as simply as it can be said: an edit puts one
// thing in the place of another.
type naive map[string]annotate.Item

func key(layer annotate.LayerID, item annotate.Item) string {
	return fmt.Sprint(layer, " ", item.ItemKind(), " ", item.ItemID())
}

// do takes an act in, and tells what does not fit.
func (n naive) do(edits []annotate.Edit) error {
	for _, e := range edits {
		item := e.After
		if item == nil {
			item = e.Before
		}
		k := key(e.Layer, item)
		if !annotate.Equal(n[k], e.Before) {
			return fmt.Errorf("%s is %v, not %v", k, n[k], e.Before)
		}
		delete(n, k)
		if e.After != nil {
			n[k] = e.After
		}
	}
	return nil
}

// lines are the things of one layer, or with none of all, as text in order.
func (n naive) lines(t interface{ Fatal(...any) }, layer annotate.LayerID) []string {
	var out []string
	for k, item := range n {
		if item.ItemKind() == annotate.KindSchema || item.ItemKind() == annotate.KindPerson || item.ItemKind() == annotate.KindArticle {
			continue
		}
		data, err := annotate.MarshalEdits([]annotate.Edit{{After: item}})
		if err != nil {
			t.Fatal(err)
		}
		if layer == (annotate.LayerID{}) || k == key(layer, item) {
			out = append(out, k+" "+string(data))
		}
	}
	slices.Sort(out)
	return out
}

// of is what layers hold.
func of(layers ...annotate.Layer) naive {
	n := naive{}
	for _, l := range layers {
		l.Each(func(item annotate.Item) { n[key(l.ID, item)] = item })
	}
	return n
}

var replayBodies = []string{
	"Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people in Wadi Sahl.",
	"Wadi Sahl fell. The Harun Front said on Monday that Wadi Sahl road and the power station burned.",
	"在北京的人 said that دمشق and Wadi Sahl agreed.",
}

// player drives a window at random and follows it with a naive model.
type player struct {
	*desk
	r     *rapid.T
	model naive
}

// play does one random command, as a person could.
func (p *player) play() {
	d, a := p.desk, p.open.annotator
	commands := []struct {
		name string
		do   func()
	}{
		{"label", func() {
			p.aim()
			a.Give(rapid.SampledFrom([]string{"LOC", "ARM", "PER", "TIME", "COUNT"}).Draw(p.r, "label"))
		}},
		{"event", func() { p.aim(); a.Give(rapid.SampledFrom([]string{"ATTACK", "SAY", "BOMBARD"}).Draw(p.r, "type")) }},
		{"accept", func() { d.run("annotate.accept") }},
		{"accept again", func() { d.run("annotate.accept") }},
		{"digit", func() { a.Type(rune('1' + rapid.IntRange(0, 8).Draw(p.r, "digit"))) }},
		{"proposal", func() { a.NextProposal(1) }},
		{"fill", func() { p.withItem(func(i annotate.Item) { a.Picked(i, false) }) }},
		{"empty", func() { d.run("annotate.reject") }},
		{"back", func() { d.run("annotate.back") }},
		{"document event", func() { a.MakeDocumentEvent("DEATH") }},
		{"repeat", func() { p.aim(); d.run("annotate.repeat") }},
		{"delete", func() { p.pick(); d.run("annotate.delete") }},
		{"relabel", func() {
			p.pick()
			a.StartRelabel()
			a.Give(rapid.SampledFrom([]string{"LOC", "SAY"}).Draw(p.r, "label"))
		}},
		{"add fragment", func() { p.aim(); d.run("annotate.addFragment") }},
		{"remove fragment", func() { p.aim(); d.run("annotate.removeFragment") }},
		{"split", func() { p.aim(); d.run("annotate.split") }},
		{"join", func() { p.pick(); d.run("annotate.join") }},
		{"edge", func() {
			p.pick()
			d.run(rapid.SampledFrom([]string{"annotate.edgeStartLeft", "annotate.edgeEndRight", "annotate.edgeEndLeftCharacter"}).Draw(p.r, "edge"))
		}},
		{"new entity", func() { p.pick(); a.Hang("") }},
		{"same entity", func() { p.pick(); d.run("annotate.sameEntity") }},
		{"merge", func() { p.withEntities(func(x, y *annotate.Entity) { a.Merge(x, y) }) }},
		{"alias", func() {
			p.withEntities(func(x, y *annotate.Entity) { a.ChangeEntity(x, x.Name, "Q1", []string{y.Name}, true) })
		}},
		{"relation", func() {
			p.withItem(func(i annotate.Item) { a.StartRelation(i, "SAME") })
			p.withItem(func(i annotate.Item) { a.Picked(i, false) })
		}},
		{"unsure", func() { p.pick(); a.ToggleUnsure() }},
		{"attribute", func() {
			p.withItem(func(i annotate.Item) { a.SetAttribute(i, "x", annotate.ValueOf(rapid.Bool().Draw(p.r, "value"))) })
		}},
		{"note", func() { p.pick(); a.AddNote("why?", "question") }},
		{"document label", func() {
			a.SetLabel("relevant", annotate.ValueOf(rapid.SampledFrom([]string{"yes", "no"}).Draw(p.r, "value")))
		}},
		{"flag", func() { d.run("article.flag") }},
		{"done", func() { a.SetState(annotate.Done) }},
		{"mark all here", func() { p.aim(); d.run("annotate.markIdentical"); d.open.marks.Mark(); d.open.marks.Hide() }},
		{"mark all in the project", func() {
			p.aim()
			d.run("annotate.markIdenticalProject")
			if d.open.marks.Visible() {
				d.settle()
				d.until("the search", func() bool { return d.jobs.Running() == 0 })
				d.open.marks.Mark()
				d.open.marks.Hide()
			}
		}},
		{"another article", func() { d.load(annotate.ID(rapid.SampledFrom([]string{"a1", "a2", "a3"}).Draw(p.r, "article"))) }},
		{"undo", func() { p.revert("edit.undo") }},
		{"undo more", func() { p.revert("edit.undo") }},
		{"redo", func() { p.revert("edit.redo") }},
	}
	c := commands[rapid.IntRange(0, len(commands)-1).Draw(p.r, "command")]
	p.r.Log(c.name)
	c.do()
	d.queue.run()
	p.agree(c.name)
}

// agree wants the open article to be what the model says.
func (p *player) agree(after string) {
	l := p.doc().Layer
	if diff := cmp.Diff(p.model.lines(p.r, l.ID), of(l).lines(p.r, l.ID)); diff != "" {
		p.r.Fatalf("after %s: %s", after, diff)
	}
}

// aim selects a word, some words, or a place.
func (p *player) aim() {
	text := p.doc().Article.Text
	at := rapid.IntRange(0, text.Len()-1).Draw(p.r, "at")
	for text.Check(at) != nil {
		at--
	}
	w := text.WordAt(at)
	switch rapid.IntRange(0, 2).Draw(p.r, "selection") {
	case 0:
		p.editor.Select(page.At(at))
	case 1:
		p.editor.Select(page.Range(w))
	case 2:
		next := text.WordAt(min(w.End+1, text.Len()-1))
		p.editor.Select(page.Range(span.Span{Start: w.Start, End: max(w.End, next.End)}))
	}
}

// pick selects an annotation that stands in the text.
func (p *player) pick() { p.withItem(func(i annotate.Item) { p.editor.SelectAnnotation(i.ItemID()) }) }

// withItem does something with a mention or an event, if there is one.
func (p *player) withItem(do func(annotate.Item)) {
	var items []annotate.Item
	for _, m := range p.doc().Layer.Mentions.All() {
		items = append(items, m)
	}
	for _, v := range p.doc().Layer.Events.All() {
		items = append(items, v)
	}
	if len(items) > 0 {
		do(rapid.SampledFrom(items).Draw(p.r, "item"))
	}
}

func (p *player) withEntities(do func(x, y *annotate.Entity)) {
	if all := p.doc().Layer.Entities.All(); len(all) > 1 {
		i := rapid.IntRange(1, len(all)-1).Draw(p.r, "entity")
		do(all[0], all[i])
	}
}

// revert undoes or does again one act, wherever it was, and tells whether there was one.
func (p *player) revert(id string) bool {
	can := p.open.session.CanUndo
	if id == "edit.redo" {
		can = p.open.session.CanRedo
	}
	if _, ok := can(); !ok {
		return false
	}
	done := 0
	p.onAct = func() { done++ }
	defer func() { p.onAct = nil }()
	p.run(id)
	p.until(id, func() bool {
		if top := p.window.Canvas().Overlays().Top(); top != nil {
			p.r.Fatalf("%s opens a dialog: %s", id, test.RenderObjectToMarkup(top))
		}
		return done > 0
	})
	return true
}

func TestReplayRandomCommandsInMemory(t *testing.T) {
	testReplay(t, 40, func(t *testing.T, first annotate.Transaction) store.Store {
		s, err := memory.New("project", "Test", first)
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// testReplay plays random commands, undoes them to the start and does them
// again to the end, and wants the window, the model, the log, the tables, and
// a window opened anew to agree at each turn.
func testReplay(t *testing.T, steps int, create func(*testing.T, annotate.Transaction) store.Store) {
	rapid.Check(t, func(r *rapid.T) {
		ids := newIDs()
		s := create(t, firstAct(t, ids, replayBodies...))
		defer s.Close()
		d := openDeskOn(t, s, ids)
		defer d.close()
		p := &player{desk: d, r: r, model: naive{}}
		d.watchActs(func(tx *annotate.Transaction) {
			if err := p.model.do(tx.Edits); err != nil {
				r.Fatalf("%s: %v", tx.Title, err)
			}
		})
		for range rapid.IntRange(1, steps).Draw(r, "commands") {
			p.play()
		}
		for p.revert("edit.redo") {
			p.agree("redo")
		}
		end := p.stored("at the end")
		for p.revert("edit.undo") {
			p.agree("undo")
		}
		if left := p.stored("undone to the start"); len(left) > 0 {
			r.Fatalf("undone to the start, there is left: %v", left)
		}
		for p.revert("edit.redo") {
			p.agree("redo")
		}
		if diff := cmp.Diff(end, p.stored("done again")); diff != "" {
			r.Fatalf("done again to the end: %s", diff)
		}
	})
}

// stored wants the tables, the log played from its start, and a window opened
// anew to be what the model says, and gives what that is.
func (p *player) stored(when string) []string {
	p.settle()
	want := p.model.lines(p.r, annotate.LayerID{})
	tables := naive{}
	again := openDeskOn(p.TB, p.store, p.cfg.IDs)
	defer again.close()
	for _, id := range []annotate.ID{"a1", "a2", "a3"} {
		layers, err := p.store.Layers(p.Context(), id)
		if err != nil {
			p.r.Fatal(err)
		}
		for k, item := range of(layers...) {
			tables[k] = item
		}
		again.load(id)
		l := again.doc().Layer
		if diff := cmp.Diff(p.model.lines(p.r, l.ID), of(l).lines(p.r, l.ID)); diff != "" {
			p.r.Fatalf("%s, a window opened anew: %s", when, diff)
		}
	}
	register, err := p.store.Things(p.Context(), annotate.KindRegistered, "")
	if err != nil {
		p.r.Fatal(err)
	}
	for _, entry := range register {
		tables[key(annotate.LayerID{}, entry)] = entry
	}
	if diff := cmp.Diff(want, tables.lines(p.r, annotate.LayerID{})); diff != "" {
		p.r.Fatalf("%s, the tables: %s", when, diff)
	}

	log, err := p.store.Log(p.Context(), annotate.LogQuery{})
	if err != nil {
		p.r.Fatal(err)
	}
	replayed := naive{}
	for _, e := range slices.Backward(log) {
		tx, err := p.store.Transaction(p.Context(), e.ID)
		if err != nil {
			p.r.Fatal(err)
		}
		if err := replayed.do(tx.Edits); err != nil {
			p.r.Fatalf("%s, the log: %v", when, err)
		}
	}
	if diff := cmp.Diff(want, replayed.lines(p.r, annotate.LayerID{})); diff != "" {
		p.r.Fatalf("%s, the log: %s", when, diff)
	}
	findings, err := p.store.Check(p.Context(), nil)
	if err != nil || len(findings) > 0 {
		p.r.Fatalf("%s, the check: %v, %v", when, findings, err)
	}
	return want
}
