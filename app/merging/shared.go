package merging

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"galley/annotate/merge"
	"galley/annotate/segment"
	"galley/app/ui"
)

// Shared is what exchanging work through a folder needs besides.
type Shared struct {
	Source  segment.Source      // the project as it is written
	Project string              // its file, which must lie elsewhere
	Keep    func(folder string) // remembers the folder
	Say     func(string)
}

// exchange is an exchange that is prepared.
type exchange struct {
	contents *segment.Contents
	out      int // acts that the folder lacks
}

// read reads a folder and counts what it lacks, in the background.
func (s *Shared) read(ctx context.Context, target merge.Target, folder string) (*exchange, merge.Other, error) {
	if err := segment.Outside(s.Project, folder); err != nil {
		return nil, merge.Other{}, err
	}
	c, err := segment.Read(ctx, folder, target)
	if err != nil {
		return nil, merge.Other{}, err
	}
	x := &exchange{contents: c}
	for _, err := range s.Source.Acts(ctx, c.Has) {
		if err != nil {
			return nil, merge.Other{}, err
		}
		x.out++
	}
	return x, merge.Other{Copy: c, Name: folder, Segments: max(1, c.Segments), Check: c.Check}, nil
}

// left is a list of the files that were not taken.
func (x *exchange) left() count {
	var list rows
	for _, l := range x.contents.Left {
		list = append(list, ui.Row{Mark: ui.Triangle, Title: l.File, Detail: l.Why})
	}
	return count{name: "files left", title: "Files that were not taken, and why", n: len(list), rows: list}
}

// goesOut says what the folder gets.
func (x *exchange) goesOut() string {
	switch x.out {
	case 0:
		return "The folder has everything of this project."
	case 1:
		return "1 act of this project goes into the folder."
	}
	return fmt.Sprintf("%d acts of this project go into the folder.", x.out)
}

// exchanged tells what came and went.
func (p *preview) exchanged(files int) {
	r := &p.plan.Report
	p.cfg.Shared.Say(fmt.Sprintf("Came in: %d new, %d changed, %d changed on both sides. Went out: %d acts in %s.",
		r.New, r.Changed, r.Conflicting, p.exchange.out, ui.Plural(files, "file", "files")))
}

// another asks for another folder.
func (p *preview) another() fyne.CanvasObject {
	return ui.NewButton("Another folder...", ui.Quiet, func() {
		p.ui.Primary.Disable()
		p.ask()
	})
}
