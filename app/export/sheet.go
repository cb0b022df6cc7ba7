package export

import (
	"context"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate/exchange"
	"galley/app/ui"
)

// drawSheet shows the datasheet, which is written when it is first looked at.
func (d *dialog) drawSheet() fyne.CanvasObject {
	if ext := d.info().Extension; ext != "" && strings.EqualFold(filepath.Ext(d.place.Text), ext) {
		return ui.NewEmpty("A single file has no datasheet beside it. A folder has.", "", nil)
	}
	if d.sheetText != "" {
		return rendered(d.sheetText)
	}
	r, err := d.recipe()
	if err == nil {
		d.writeSheet(exchange.ExportOptions{Recipe: d.named(r), Stories: &d.stories})
	}
	return ui.NewEmpty("Writing the datasheet...", "", nil)
}

func (d *dialog) writeSheet(opt exchange.ExportOptions) {
	turn, ctx := d.turn, d.counts
	go func() {
		text, err := exchange.PreviewSheet(ctx, d.cfg.Corpus, opt)
		d.cfg.Post(func() {
			if turn != d.turn {
				return
			}
			if err != nil {
				d.refuse(err)
				return
			}
			d.sheetText = text
			d.draw()
		})
	}()
}

// rendered is Markdown to look at. Its front matter is for programs and is left out.
func rendered(markdown string) fyne.CanvasObject {
	box := container.NewVBox()
	for _, part := range parts(markdown) {
		text := widget.NewRichTextFromMarkdown(part)
		text.Wrapping = fyne.TextWrapWord
		if strings.HasPrefix(part, "```") {
			text.Wrapping = fyne.TextWrapOff
		}
		box.Add(text)
	}
	return container.NewScroll(box)
}

// parts cuts a README at its tables, which the toolkit cannot show: they become
// text in columns. Other text is cut at its headings.
func parts(markdown string) []string {
	if rest, front := strings.CutPrefix(markdown, "---\n"); front {
		_, markdown, _ = strings.Cut(rest, "\n---\n")
	}
	var out []string
	var text strings.Builder
	var table [][]string
	flush := func() {
		if strings.TrimSpace(text.String()) != "" {
			out = append(out, text.String())
		}
		text.Reset()
		if len(table) > 0 {
			out = append(out, "```\n"+columns(table)+"```\n")
		}
		table = nil
	}
	for line := range strings.Lines(markdown) {
		row, isRow := strings.CutPrefix(strings.TrimSpace(line), "|")
		if isRow && table == nil || !isRow && table != nil || strings.HasPrefix(line, "#") {
			flush()
		}
		switch {
		case !isRow:
			text.WriteString(line)
		case strings.Trim(row, "-|: ") != "":
			table = append(table, cells(row))
		}
	}
	flush()
	return out
}

// cells are those of a row of a table, without what Markdown needs to keep them as they are.
func cells(row string) []string {
	row = strings.TrimSuffix(row, "|")
	row = strings.ReplaceAll(row, `\|`, "\x00")
	out := strings.Split(row, "|")
	for i, c := range out {
		out[i] = strings.NewReplacer("\x00", "|", `\`, "", "`", "").Replace(strings.TrimSpace(c))
	}
	return out
}

// columns is a table in columns, numbers at the right.
func columns(table [][]string) string {
	var widths []int
	number := map[int]bool{}
	for r, row := range table {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
				number[i] = true
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
			number[i] = number[i] && (r == 0 || strings.Trim(c, "0123456789.,–-") == "")
		}
	}
	var b strings.Builder
	for _, row := range table {
		for i, c := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if number[i] {
				c, pad = pad+c, ""
			}
			b.WriteString(c + pad + "  ")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// newCounts ends what counts and writes at present, and begins anew.
func (d *dialog) newCounts() {
	d.stop()
	d.counts, d.cancel = context.WithCancel(context.Background())
	d.sheetText = ""
}
