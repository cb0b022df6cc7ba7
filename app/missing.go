package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/app/ui"
)

// missing says over the article which of its characters no font has.
func (p *pageView) missing(chars []rune, err error) {
	strip := ui.NewStrip(missingText(chars, err), "Hide", true, func() {
		p.stack.Objects = []fyne.CanvasObject{p.editor}
		p.stack.Refresh()
		p.w.focus(panePage)
	})
	p.stack.Objects = []fyne.CanvasObject{p.editor, container.NewBorder(nil, ui.OverText(strip), nil, nil)}
	p.stack.Refresh()
}

// missingText names characters by their numbers: no font could show them.
func missingText(chars []rune, err error) string {
	const most = 12
	var names []string
	for i, r := range chars {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(chars)-most))
			break
		}
		names = append(names, fmt.Sprintf("%U", r))
	}
	text := fmt.Sprintf("%d characters have no font here: %s", len(chars), strings.Join(names, ", "))
	if len(chars) == 1 {
		text = "1 character has no font here: " + names[0]
	}
	if err != nil {
		text += fmt.Sprintf(" (the system's fonts could not be asked: %v)", err)
	}
	return text
}
