// Package export asks what a data set shall be, shows what will come out and
// what will be lost, and writes it.
package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the dialog works with.
type Config struct {
	Window  fyne.Window
	Corpus  exchange.Corpus
	People  []string // names of annotators
	Gold    bool     // there are adjudicated layers
	Folder  string   // where data sets are put unless another place is chosen
	Name    string   // of the project, for a name of the data set
	Jobs    *job.List
	Post    func(func())
	OpenURL func(*url.URL) error
	Say     func(string)
	Fail    func(error)
	Pick    func(then func(folder string)) // asks for a folder
}

// dialog is the open sheet.
type dialog struct {
	cfg     Config
	formats []format.Format
	sheet   *ui.Sheet

	format, layers, group *ui.Select
	splits, seed, place   *ui.Entry
	folder                *ui.Check
	preview               *fyne.Container
	problem               *ui.Text

	cancel context.CancelFunc // of the preview that is being counted
	turn   int
}

// Choices of layers that are no names.
const (
	layersDefault = "as the format wants it"
	layersGold    = "gold"
	layersAll     = "all, one beside the other"
)

const noSplits = "none"

var groups = []struct{ name, id string }{
	{"may fall anywhere", exchange.GroupNone}, {"one outlet stays on one side", exchange.GroupOutlet}, {"one date stays on one side", exchange.GroupDate},
}

// Show opens the dialog.
func Show(cfg Config) {
	d := &dialog{cfg: cfg, formats: all.Formats}
	form := d.form()
	d.preview = container.NewVBox()
	right := container.NewVScroll(container.NewPadded(d.preview))
	right.SetMinSize(fyne.NewSize(320, 380))
	d.problem = ui.NewText("", ui.Type{Tone: ui.Danger, Fit: true})
	body := container.NewBorder(nil, d.problem, nil, nil, container.NewGridWithColumns(2, container.NewVScroll(form), right))
	d.sheet = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Export a data set", Wide: true, Body: body, First: d.format,
		Primary: ui.Act{Label: "Export", Do: d.export, Stay: true},
		Others:  []ui.Act{{Label: "Cancel", Do: d.stop}}, Leave: d.stop,
	})
	d.format.SetSelectedIndex(0)
}

func (d *dialog) form() fyne.CanvasObject {
	var names, sides []string
	for _, f := range d.formats {
		names = append(names, f.Info().Name)
	}
	for _, g := range groups {
		sides = append(sides, g.name)
	}
	layers := []string{layersDefault, layersAll}
	if d.cfg.Gold {
		layers = append(layers, layersGold)
	}
	changed := func(string) { d.count() }
	d.format = ui.NewSelect(names, func(string) { d.suggestPlace(); d.count() })
	d.layers = ui.NewSelect(append(layers, d.cfg.People...), changed)
	d.layers.Selected = layersDefault
	d.group = ui.NewSelect(sides, changed)
	d.group.Selected = sides[0]
	d.splits, d.seed, d.place = ui.NewEntry("train=0.8,dev=0.1,test=0.1"), ui.NewEntry("seed"), ui.NewEntry("folder or file")
	d.splits.SetText(noSplits)
	d.splits.OnChanged = changed
	d.seed.SetText("17")
	d.seed.OnChanged = changed
	d.folder = ui.NewCheck("open the folder after", true, nil)
	pick := ui.NewButton("Choose...", ui.Normal, func() {
		d.cfg.Pick(func(folder string) { d.place.SetText(filepath.Join(folder, d.name())) })
	})
	return widget.NewForm(
		widget.NewFormItem("Format", d.format),
		widget.NewFormItem("Layers", d.layers),
		widget.NewFormItem("Split", d.splits),
		widget.NewFormItem("Articles", d.group),
		widget.NewFormItem("Seed", d.seed),
		widget.NewFormItem("Put into", container.NewBorder(nil, nil, nil, pick, d.place)),
		widget.NewFormItem("", d.folder),
	)
}

// chosen is the format that is chosen.
func (d *dialog) chosen() format.Info { return d.formats[max(0, d.format.SelectedIndex())].Info() }

func (d *dialog) name() string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, d.cfg.Name) + "-" + d.chosen().ID
}

func (d *dialog) suggestPlace() { d.place.SetText(filepath.Join(d.cfg.Folder, d.name())) }

// options are what the form says.
func (d *dialog) options() (exchange.ExportOptions, error) {
	opt := exchange.ExportOptions{Recipe: annotate.Recipe{Format: d.chosen().ID}, Out: strings.TrimSpace(d.place.Text)}
	switch d.layers.Selected {
	case layersDefault, "":
	case layersAll:
		opt.Layers = "all"
	default:
		opt.Layers = d.layers.Selected
	}
	for _, g := range groups {
		if g.name == d.group.Selected {
			opt.Group = g.id
		}
	}
	if text := strings.TrimSpace(d.splits.Text); text != "" && text != noSplits {
		splits, err := exchange.ParseSplits(text)
		if err != nil {
			return opt, err
		}
		opt.Splits = splits
	}
	seed, err := strconv.ParseInt(strings.TrimSpace(d.seed.Text), 10, 64)
	if err != nil {
		return opt, fmt.Errorf("the seed is a whole number, not %q", d.seed.Text)
	}
	opt.Seed = seed
	return opt, nil
}

func (d *dialog) stop() {
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
	}
	d.turn++
}

// count shows what would come out, counted in the background.
func (d *dialog) count() {
	if d.preview == nil {
		return
	}
	d.stop()
	turn := d.turn
	opt, err := d.options()
	if err != nil {
		d.refuse(err)
		return
	}
	d.refuse(nil)
	d.show(ui.NewText("Counting...", ui.Type{Tone: ui.Muted}))
	var ctx context.Context
	ctx, d.cancel = context.WithCancel(context.Background())
	go func() {
		p, err := exchange.PreviewExport(ctx, d.cfg.Corpus, opt)
		d.cfg.Post(func() {
			if turn != d.turn {
				return
			}
			if err != nil {
				d.show()
				d.refuse(err)
				return
			}
			d.show(preview(p)...)
		})
	}()
}

// refuse says why the form does not do; nil that it does.
func (d *dialog) refuse(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	d.problem.Set(text, ui.Type{Tone: ui.Danger, Fit: true})
	if d.sheet == nil {
		return
	}
	if err != nil {
		d.sheet.Primary.Disable()
	} else {
		d.sheet.Primary.Enable()
	}
}

func (d *dialog) show(objects ...fyne.CanvasObject) {
	d.preview.Objects = objects
	d.preview.Refresh()
}

// preview is what would come out, and what would be lost.
func preview(p *exchange.Preview) []fyne.CanvasObject {
	small := theme.Of().Type.UI.Small
	line := func(text string, how ui.Type) fyne.CanvasObject { how.Fit = true; return ui.NewText(text, how) }
	out := []fyne.CanvasObject{line(fmt.Sprintf("%d articles, %d mentions, %d entities, %d events, %d relations",
		p.Articles, p.Annotations.Mentions, p.Annotations.Entities, p.Annotations.Events, p.Annotations.Relations), ui.Type{Bold: true})}
	if text := sides(p.Splits); text != "" {
		out = append(out, line(text, ui.Type{}))
	}
	if len(p.Losses) > 0 {
		out = append(out, line("Will be lost", ui.Type{Bold: true, Tone: ui.Warning}))
		for _, l := range p.Losses {
			out = append(out, line(fmt.Sprintf("%d  %s", l.Count, l.What), ui.Type{Size: small}))
			if l.Example != "" {
				out = append(out, line("      "+l.Example, ui.Type{Size: small, Tone: ui.Muted}))
			}
		}
	} else {
		out = append(out, line("Nothing is lost.", ui.Type{Tone: ui.Success}))
	}
	var kind annotate.Kind
	for _, l := range p.Labels {
		if l.Kind != kind {
			kind = l.Kind
			out = append(out, line(kinds[kind], ui.Type{Bold: true}))
		}
		out = append(out, line(fmt.Sprintf("%6d  %s   %s", l.Count, l.Label, sides(l.Splits)), ui.Type{Size: small}))
	}
	return out
}

// kinds are the heads of the groups of labels.
var kinds = map[annotate.Kind]string{
	annotate.KindMention: "Mentions", annotate.KindEntity: "Entities", annotate.KindEvent: "Events",
	annotate.KindRelation: "Relations", annotate.KindLabel: "Labels of articles",
}

// sides are counts per split, by name.
func sides(splits map[string]int) string {
	var parts []string
	for name, n := range splits {
		if name == "" {
			continue // there are no splits
		}
		parts = append(parts, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, "   ")
}

// export writes the data set as a job.
func (d *dialog) export() {
	opt, err := d.options()
	if err != nil {
		d.refuse(err)
		return
	}
	if _, err := os.Stat(opt.Out); !errors.Is(err, fs.ErrNotExist) {
		d.refuse(fmt.Errorf("%s is there already; choose another place", opt.Out))
		return
	}
	d.stop()
	d.sheet.Close()
	open := d.folder.Checked
	d.cfg.Jobs.Run("Export "+filepath.Base(opt.Out), func(ctx context.Context, progress job.Progress) error {
		opt.Progress = progress
		report, err := exchange.Export(ctx, d.cfg.Corpus, opt)
		d.cfg.Post(func() {
			switch {
			case ctx.Err() != nil:
				d.cfg.Say("The export was cancelled; nothing was written.")
			case err != nil:
				d.cfg.Fail(err)
			default:
				d.report(opt, report, open)
			}
		})
		return err
	})
}

// report tells what was written and opens the folder it is in.
func (d *dialog) report(opt exchange.ExportOptions, r *exchange.ExportReport, open bool) {
	folder := opt.Out
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		folder = filepath.Dir(folder)
	}
	show := func() {
		if err := d.cfg.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}); err != nil {
			d.cfg.Say("The folder could not be opened: " + err.Error())
		}
	}
	box := container.NewVBox(ui.NewText(fmt.Sprintf("%d articles, %d mentions, %d events were written to", r.Articles, r.Annotations.Mentions, r.Annotations.Events), ui.Type{Fit: true}),
		ui.NewText(opt.Out, ui.Type{Bold: true, Fit: true}))
	for _, l := range r.Losses {
		box.Add(ui.NewText(fmt.Sprintf("Lost: %d  %s", l.Count, l.What), ui.Type{Tone: ui.Warning, Fit: true}))
	}
	if len(r.Losses) == 0 {
		box.Add(ui.NewText("Nothing was lost.", ui.Type{Tone: ui.Success}))
	}
	ui.ShowSheet(d.cfg.Window, ui.SheetData{Title: "Exported", Body: box,
		Primary: ui.Act{Label: "Close"}, Others: []ui.Act{{Label: "Open folder", Do: show}}})
	if open {
		show()
	}
}
