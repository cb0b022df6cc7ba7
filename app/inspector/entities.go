package inspector

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/theme"
	"galley/app/ui"
)

// entitiesView lists the article's actors, places and things.
type entitiesView struct {
	cfg    Config
	search *ui.Entry
	list   *ui.RowList
	rows   entityRows
	root   *fyne.Container
	full   fyne.CanvasObject
}

func newEntitiesView(cfg Config) *entitiesView {
	v := &entitiesView{cfg: cfg, search: ui.NewEntry("Search")}
	v.list = ui.NewRowList(theme.Of().Size.Row, v.rows)
	v.list.Hints = cfg.Hints
	v.list.OnChosen = v.choose
	v.list.OnMenu = v.showMenu
	v.search.OnChanged = func(string) { v.refresh() }
	v.full = container.NewBorder(container.NewPadded(v.search), nil, nil, nil, v.list)
	v.root = container.NewStack()
	return v
}

func (v *entitiesView) object() fyne.CanvasObject { return v.root }

func (v *entitiesView) count() (int, bool) {
	doc := v.cfg.Session.Document()
	if doc == nil {
		return -1, false
	}
	return doc.Layer.Entities.Len(), false
}

func (v *entitiesView) refresh() {
	doc := v.cfg.Session.Document()
	v.root.Objects = nil
	switch {
	case doc == nil:
	case doc.Layer.Entities.Len() == 0:
		v.root.Objects = []fyne.CanvasObject{ui.NewEmpty("Names that you hang mentions on appear here: pick a mention, press "+v.cfg.KeyOf("entity.pick")+".", "", nil)}
	default:
		v.rows = newEntityRows(doc, v.cfg, v.search.Text)
		v.list.SetRows(v.rows)
		v.root.Objects = []fyne.CanvasObject{v.full}
	}
	v.root.Refresh()
}

// choose fills the armed slot with the entity, or shows its next mention.
func (v *entitiesView) choose(i int) {
	doc := v.cfg.Session.Document()
	e := v.rows.all[i]
	if v.cfg.Annotator.Picked(e, false) {
		return
	}
	mentions := doc.MentionsOf(e.ID)
	if len(mentions) == 0 {
		return
	}
	next := mentions[0]
	for i, m := range mentions {
		if m.ID == v.cfg.Picked() {
			next = mentions[(i+1)%len(mentions)]
		}
	}
	v.cfg.Show(next)
}

// current is the entity of the current row, or nil.
func (v *entitiesView) current() *annotate.Entity {
	if i := v.list.Current(); i >= 0 && i < len(v.rows.all) {
		return v.rows.all[i]
	}
	return nil
}

// picked is the picked mention, or nil.
func (v *entitiesView) picked() *annotate.Mention {
	m, _ := v.cfg.Session.Document().Layer.Mentions.Get(v.cfg.Picked())
	return m
}

func (v *entitiesView) showMenu(i int, at fyne.Position) {
	e := v.rows.all[i]
	menu := fyne.NewMenu("",
		fyne.NewMenuItem("Name, id, aliases...", func() { v.cfg.Edit(e) }),
		fyne.NewMenuItem("Merge into...  "+v.cfg.KeyOf("entity.pick"), func() { v.cfg.Merge(e) }))
	if m := v.picked(); m != nil && m.Entity == e.ID {
		menu.Items = append(menu.Items, fyne.NewMenuItem("Split off the picked mention", func() { v.cfg.Annotator.Hang("") }))
	} else if m != nil {
		menu.Items = append(menu.Items, fyne.NewMenuItem("Hang the picked mention here", func() { v.cfg.Annotator.Hang(e.ID) }))
	}
	menu.Items = append(menu.Items, fyne.NewMenuItem("Remember in the register", func() { v.cfg.Annotator.Remember(e) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Delete, mentions stay", func() { v.cfg.Annotator.DeleteItem(e) }))
	widget.ShowPopUpMenuAtPosition(menu, fyne.CurrentApp().Driver().CanvasForObject(v.list), at)
}

// entityRows are the entities whose name holds what is searched.
type entityRows struct {
	all  []*annotate.Entity
	rows []ui.Row
}

func newEntityRows(doc *annotate.Document, cfg Config, query string) entityRows {
	count := map[annotate.ID]int{}
	for _, m := range doc.Layer.Mentions.All() {
		count[m.Entity]++
	}
	var out entityRows
	for _, e := range doc.Layer.Entities.All() {
		aliases := strings.Join(e.Aliases(), ", ")
		if !strings.Contains(strings.ToLower(e.Name+" "+aliases+" "+e.KB), strings.ToLower(query)) {
			continue
		}
		hint := ui.Hint{Title: e.Name, Line: fmt.Sprintf("%s, %s", e.Label, ui.Plural(count[e.ID], "mention", "mentions")), More: strings.TrimSpace(e.KB + "  " + aliases)}
		out.all = append(out.all, e)
		out.rows = append(out.rows, ui.Row{Chip: chip(cfg.Styles(), e), Title: e.Name, Detail: strings.TrimSpace(e.KB + "  " + aliases), Right: fmt.Sprint(count[e.ID]), Hint: hint})
	}
	return out
}

// Len implements ui.Rows.
func (r entityRows) Len() int { return len(r.all) }

// ID implements ui.Rows.
func (r entityRows) ID(i int) string { return string(r.all[i].ID) }

// Row implements ui.Rows.
func (r entityRows) Row(i int) ui.Row { return r.rows[i] }
