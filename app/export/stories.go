package export

import (
	"cmp"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/app/theme"
	"galley/app/ui"
)

// storyRows are the stories with their articles, then what was said by hand.
type storyRows struct {
	stories []exchange.Story
	links   []*annotate.StoryLink
	titles  map[annotate.ID]string
	rows    []storyRow
}

// storyRow is a story's head, an article of it, or a link.
type storyRow struct {
	story, member int // member -1: the head
	link          *annotate.StoryLink
}

func newStoryRows(stories []exchange.Story, links []*annotate.StoryLink) *storyRows {
	s := &storyRows{stories: stories, links: links, titles: map[annotate.ID]string{}}
	for i, story := range stories {
		s.rows = append(s.rows, storyRow{story: i, member: -1})
		for j, m := range story.Members {
			s.rows = append(s.rows, storyRow{story: i, member: j})
			s.titles[m.Article] = cmp.Or(m.Title, m.Key)
		}
	}
	for _, l := range links {
		s.rows = append(s.rows, storyRow{link: l})
	}
	return s
}

// Len implements ui.Rows.
func (s *storyRows) Len() int { return len(s.rows) }

// ID implements ui.Rows.
func (s *storyRows) ID(i int) string {
	switch r := s.rows[i]; {
	case r.link != nil:
		return string(r.link.ItemID())
	case r.member < 0:
		return "story " + string(s.stories[r.story].Members[0].Article)
	default:
		return string(s.stories[r.story].Members[r.member].Article)
	}
}

// Row implements ui.Rows.
func (s *storyRows) Row(i int) ui.Row {
	switch r := s.rows[i]; {
	case r.link != nil:
		say := "are no copies"
		if r.link.Same {
			say = "belong together"
		}
		return ui.Row{Title: s.title(r.link.A) + " and " + s.title(r.link.B) + " " + say, Right: "by hand"}
	case r.member < 0:
		story := s.stories[r.story]
		return ui.Row{Title: "Story of " + ui.Plural(len(story.Members), "article", "articles"), Right: story.Split, Dim: true}
	default:
		m := s.stories[r.story].Members[r.member]
		like := fmt.Sprintf("%.0f%% alike", 100*m.Likeness)
		if m.Likeness == 0 {
			like = "by hand"
		}
		if m.Outlet != "" {
			like = m.Outlet + ", " + like
		}
		return ui.Row{Title: "    " + cmp.Or(m.Title, m.Key), Right: like}
	}
}

// title is an article's title, or its id where it is in no story.
func (s *storyRows) title(id annotate.ID) string { return cmp.Or(s.titles[id], string(id)) }

// drawStories lists the copies that were found. Choosing an article corrects that.
func (d *dialog) drawStories() fyne.CanvasObject {
	if !d.groups[0].Checked {
		return ui.NewEmpty("Copies of a story are looked for when they are to stay together.", "Keep them together", func() {
			d.groups[0].SetChecked(true)
		})
	}
	rows := newStoryRows(d.preview.Stories, d.links)
	if rows.Len() == 0 {
		return ui.NewEmpty("No article is a copy of another.", "Two belong together...", d.askTogether)
	}
	list := ui.NewRowList(theme.Of().Size.RowDense, rows)
	list.OnChosen = func(i int) {
		switch r := rows.rows[i]; {
		case r.link != nil:
			d.correct("Take back: "+rows.Row(i).Title, []annotate.Edit{{Before: r.link}})
		case r.member >= 0:
			d.askMember(d.preview.Stories[r.story], r.member)
		}
	}
	more := ui.NewButton("Two belong together...", ui.Normal, d.askTogether)
	return container.NewBorder(nil, container.NewHBox(more), nil, nil, list)
}

// askMember asks whether an article is a copy of the others.
func (d *dialog) askMember(s exchange.Story, member int) {
	m := s.Members[member]
	ui.ShowSheet(d.cfg.Window, ui.SheetData{
		Title: cmp.Or(m.Title, m.Key),
		Body: ui.NewParagraph(fmt.Sprintf("Is it a copy of the other %d? If not, it may come to another side of a split than they do.", len(s.Members)-1),
			ui.Type{}),
		Primary: ui.Act{Label: "No copy", Do: func() { d.correct("No copy: "+cmp.Or(m.Title, m.Key), exchange.PartFromStory(d.links, s, m.Article)) }},
		Others:  []ui.Act{{Label: "Leave it"}},
	})
}

// askTogether asks for two articles that belong together.
func (d *dialog) askTogether() {
	articles, err := d.cfg.Articles()
	if err != nil {
		d.cfg.Fail(err)
		return
	}
	rows := make([]ui.Row, len(articles))
	for i, a := range articles {
		rows[i] = ui.Row{Title: cmp.Or(a.Title, a.Key), Right: strings.TrimSpace(a.Outlet + " " + a.Published)}
	}
	d.cfg.Choose("An article", rows, func(a int) {
		d.cfg.Choose("Belongs together with "+rows[a].Title, rows, func(b int) {
			if a != b {
				d.correct("Belong together: "+rows[a].Title+", "+rows[b].Title, []annotate.Edit{exchange.LinkStory(d.links, articles[a].ID, articles[b].ID, true)})
			}
		})
	})
}

// correct makes edits of links and counts anew.
func (d *dialog) correct(title string, edits []annotate.Edit) {
	d.cfg.Do(title, edits, func() {
		if d.read() {
			d.count()
		}
	})
}
