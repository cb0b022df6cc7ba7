package ui

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"galley/app/job"
	"galley/app/theme"
)

var update = flag.Bool("update", false, "write the pictures anew; look at them before they are committed")

// noTimer never comes.
func noTimer(time.Duration, func()) func() { return func() {} }

// sheetOf lays objects out one below the other on a ground, each over the width.
type sheetOf struct{ gap float32 }

func (s sheetOf) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, c := range o {
		size.Height += max(c.MinSize().Height, c.Size().Height) + s.gap
	}
	return size
}

func (s sheetOf) Layout(o []fyne.CanvasObject, size fyne.Size) {
	y := s.gap
	for _, c := range o {
		h := max(c.MinSize().Height, c.Size().Height)
		place(c, s.gap, y, size.Width-2*s.gap, h)
		y += h + s.gap
	}
}

// picture is one page of the gallery.
type picture struct {
	name  string
	width float32
	high  float32 // 0 for as high as it needs
	build func() fyne.CanvasObject
}

func column(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: sheetOf{8}, Objects: objects}
}

// line sets objects beside one another at their own size.
func line(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: lineOf{}, Objects: objects}
}

type lineOf struct{}

func (lineOf) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, c := range o {
		size = fyne.NewSize(size.Width+c.MinSize().Width+8, max(size.Height, c.MinSize().Height))
	}
	return size
}

func (lineOf) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, c := range o {
		w := c.MinSize().Width
		middle(c, x, 0, w, size.Height)
		x += w + 8
	}
}

func gallery() []picture {
	return []picture{
		{"controls", 560, 0, galleryControls},
		{"labels", 1000, 0, galleryLabels},
		{"cards", 344, 0, galleryCards},
		{"lists", 560, 0, galleryLists},
		{"bars", 1000, 0, galleryBars},
		{"numbers", 720, 0, galleryNumbers},
	}
}

func galleryControls() fyne.CanvasObject {
	focused, disabled, off := NewButton("In focus", Normal, nil), NewButton("Import...", Normal, nil), NewButton("Export", Primary, nil)
	focused.focused = true
	disabled.Disable()
	off.Disable()
	entry := NewEntry("Find or jump")
	check := NewCheck("Whole word", true, nil)
	sel, chosen := NewSelect([]string{"All articles"}, nil), NewSelect([]string{"By date"}, nil)
	sel.Selected, chosen.Selected = "All articles", "By date"
	chosen.FocusGained()
	ticked := NewCheck("Ignore accents", true, nil)
	ticked.FocusGained()
	var marks []fyne.CanvasObject
	for _, m := range []Mark{New, Started, Done, InReview, Adjudicated, Stale, Flagged, Dot, Triangle, Trigger, Checked, Unchecked, Close, More, Chevron, Note} {
		img := newSign()
		l := theme.Of()
		drawSign(img, m, m.tone()(l), l.Color.Background)
		img.SetMinSize(fyne.NewSize(16, 16))
		marks = append(marks, img)
	}
	return column(
		line(NewButton("Export", Primary, nil), NewButton("Import...", Normal, nil), NewButton("Show", Quiet, nil), NewButton("Empty project", Destroy, nil), NewMarkButton(More, "More", nil)),
		line(focused, disabled, off),
		line(marks...),
		entry, line(check, sel, chosen, ticked),
		NewStrip("You work offline; what you do is sent later.", "", false, nil),
		NewStrip("A newer revision of this article was imported.", "Compare", true, nil),
		NewStrip("A text that is much too long for the strip that it stands in, so that its end has to be cut off", "Show all", false, nil),
		NewEmpty("Select the word that says it happened, press e.", "Show how", nil),
	)
}

// labelItems are those of the default schema.
func labelItems() []LabelItem {
	var items []LabelItem
	for i, l := range [][2]string{{"PER", "p"}, {"PGRP", "g"}, {"ORG", "o"}, {"GOV", "v"}, {"ARM", "a"}, {"LOC", "l"}, {"FAC", "f"}, {"WEA", "w"},
		{"OFF", "i"}, {"AGR", "r"}, {"TIME", "t"}, {"CNT", "c"}, {"SRC", "s"}, {"BOIL", "b"}} {
		items = append(items, LabelItem{ID: l[0], Chip: ChipData{Name: l[0], Color: i + 1, Key: l[1]}})
	}
	return append(items, LabelItem{ID: "events", Chip: ChipData{Name: "events", Key: "e"}, Apart: true})
}

func galleryLabels() fyne.CanvasObject {
	var chips, triggers []fyne.CanvasObject
	for id := 1; id <= 24; id++ {
		chips = append(chips, NewChip(ChipData{Name: "LOC", Color: id}))
		triggers = append(triggers, NewChip(ChipData{Name: "ATK", Color: id, Trigger: true}))
	}
	full, narrow, pending, focused := NewLabelBar(nil, nil), NewLabelBar(nil, nil), NewLabelBar(nil, nil), NewLabelBar(nil, nil)
	full.Set("", labelItems())
	narrow.Set("", append(labelItems(), labelItems()...))
	pending.Set("e v", []LabelItem{
		{Chip: ChipData{Name: "ATK", Color: 15, Trigger: true, Key: "a"}}, {Chip: ChipData{Name: "BOMBA", Color: 15, Trigger: true, Key: "b"}},
		{Chip: ChipData{Name: "CLASH", Color: 15, Trigger: true, Key: "c"}},
	})
	focused.Set("", labelItems()[10:])
	focused.focused, focused.current, focused.hovered = true, 1, 3
	return column(line(chips[:12]...), line(chips[12:]...), line(triggers[:12]...), line(triggers[12:]...), full, narrow, pending, focused)
}

func slot(data SlotData) *Slot {
	s := NewSlot()
	s.OnRemove = func(string) {}
	s.Set(data)
	return s
}

func galleryCards() fyne.CanvasObject {
	atk := ChipData{Name: "ATK", Color: 15, Trigger: true}
	plain := NewCard(CardHead{Chip: atk, Title: "“shelled”", Problems: 1})
	plain.OnMenu = func() {}
	plain.SetRows(
		slot(SlotData{Digit: 1, Name: "Attacker", Fillers: []PillData{{Text: "Harun Front", Color: 5}}}),
		slot(SlotData{Digit: 2, Name: "Killed", Fillers: []PillData{{Text: "at least 253", Color: 12}, {Text: "including 49 children", Color: 12}}}),
		slot(SlotData{Digit: 5, Name: "Target", Armed: true, Empty: "pick or select text"}),
		slot(SlotData{Digit: 7, Name: "Place", Fillers: []PillData{{Text: "Wadi Sahl", Color: 6, Problem: "PER is not expected here"}}}),
	)
	active := NewCard(CardHead{Chip: ChipData{Name: "SAY", Color: 18, Trigger: true}, Title: "“said in a statement that was read out on state radio”", Place: "1 of 2", Active: true})
	active.OnMenu = func() {}
	focused := slot(SlotData{Digit: 2, Name: "Content", Empty: "-"})
	focused.focused = true
	active.SetRows(
		slot(SlotData{Digit: 1, Name: "Speaker", Required: true, Problem: "needs one", Empty: "-"}), focused,
		slot(SlotData{Digit: 3, Name: "Recipient", Fillers: []PillData{{Text: "the spokesman of the ministry of the interior of the republic", Color: 4}}}),
		slot(SlotData{Digit: 4, Name: "Place", Fillers: []PillData{{Text: "وادي سهل", Color: 6}, {Text: "北京市", Color: 6}}}),
	)
	active.SetFoot("Speaker needs one filler.")
	empty := NewCard(CardHead{Title: "Nothing in it"})
	return column(plain, active, empty)
}

type fixedRows []Row

func (r fixedRows) Len() int        { return len(r) }
func (r fixedRows) ID(i int) string { return r[i].Title }
func (r fixedRows) Row(i int) Row   { return r[i] }

func articles() fixedRows {
	return fixedRows{
		{Mark: New, Title: "Border towns brace as truce frays", Detail: "The Meridian, 2 May 2016"},
		{Mark: Started, Title: "Talks resume in Oslo after a week of silence between the delegations of both sides", Detail: "Northern Post, 1 May 2016", Flag: true},
		{Mark: Done, Title: "Aid convoy halted", Detail: "Relief Wire, 30 April 2016", Right: "12", Second: Adjudicated},
		{Mark: InReview, Title: "قصف بلدة وادي سهل يوم الاثنين", Detail: "Al-Masar, 30 April 2016"},
		{Mark: Adjudicated, Title: "停火协议在边境城镇破裂", Detail: "Bian Jiang Bao, 29 April 2016"},
		{Mark: Stale, Title: "Перемирие под угрозой", Detail: "Вестник, 29 April 2016"},
	}
}

func list(height float32, rows Rows, high float32) *RowList {
	r := NewRowList(height, rows)
	r.Resize(fyne.NewSize(200, high))
	return r
}

func galleryLists() fyne.CanvasObject {
	rich := list(48, articles(), 6*48)
	rich.current, rich.hovered = 1, 2
	dense := list(24, articles(), 3*24)
	commands := list(28, fixedRows{
		{Title: "Mark all identical", Right: "Ctrl+H"}, {Title: "Mark article done", Right: "Ctrl+Enter"},
		{Title: "Pick entity", Detail: "Nothing is selected.", Right: "Ctrl+K", Dim: true},
		{Chip: ChipData{Name: "BOMBA", Color: 15, Trigger: true}, Title: "Shelling or air strike", Detail: "Harm from afar: shells, rockets", Right: "e v b"},
		{Mark: Checked, Title: "near Wadi Sahl on Monday", Right: "Border towns"},
	}, 5*28)
	commands.current, commands.focused = 3, true
	return column(rich, dense, commands)
}

func galleryBars() fyne.CanvasObject {
	status := func(s Status) fyne.CanvasObject {
		line := NewStatusLine(noTimer, nil, nil, nil)
		line.Set(s)
		return line
	}
	saving := NewStatusLine(func(_ time.Duration, f func()) func() { f(); return func() {} }, nil, nil, nil)
	saving.Set(Status{Save: Saving, Place: "3 of 1,204", Annotator: "ada", Part: -1, Job: "Index"})
	toasts := NewToasts(noTimer)
	toasts.Say("Deleted ATK “shelled” and 3 arguments", "Undo", nil)
	toasts.Resize(fyne.NewSize(900, 112))
	hints := NewHints(func(_ time.Duration, f func()) func() { f(); return func() {} }, time.Now)
	anchor := NewButton("Hover me", Normal, nil)
	hints.ShowNow(anchor, Hint{Title: "Armed group", Line: "A group that fights and is no state's army: rebels, militias, jihadist groups, insurgents of any kind.", Key: "a", More: "Mark the name without the article."})
	hints.Resize(fyne.NewSize(900, 84))
	at := time.Date(2016, 5, 2, 14, 0, 30, 0, time.UTC)
	jobs := NewJobs(nil, func() time.Time { return at })
	jobs.Set([]job.Job{
		{ID: 1, Name: "Import reuters-2016.csv", Done: 412, Of: 1000, Started: at.Add(-20 * time.Second)},
		{ID: 2, Name: "Search index", Done: 12_034, Started: at},
		{ID: 3, Name: "Export conll2003", State: job.Failed, Err: errors.New("/media/usb/out: the disk is full")},
		{ID: 4, Name: "Save a copy", State: job.Done},
	})
	return column(
		status(Status{Place: "3 of 1,204", Caret: "word 118", Step: "step: word", Mode: "ARM locked", Hint: "F6 next pane", Job: "Import", Part: 0.41, MoreJobs: 2, Annotator: "ada"}),
		status(Status{Save: NotSaved, Problem: "disk is full", Place: "3 of 1,204", Caret: "word 118", Annotator: "ada"}),
		saving, jobs, toasts, hints,
	)
}

func galleryNumbers() fyne.CanvasObject {
	labels := []string{"PER", "ORG", "ATTACK"}
	cells := [][]Cell{
		{{Chip: ChipData{Name: "PER", Color: 1}, Text: "Person"}, {Bar: &Bar{Value: 0.81, Low: 0.77, High: 0.85, Sure: true}}, {Text: "0.81"},
			{Trend: []Point{{0.7, true, false}, {0.75, true, false}, {0, false, false}, {0.8, true, true}, {0.85, true, false}}}},
		{{Chip: ChipData{Name: "ORG", Color: 4}, Text: "Organisation"}, {Bar: &Bar{Value: 0.4}}, {Text: "0.40"}, {Trend: []Point{{0.4, true, false}}}},
		{{Chip: ChipData{Name: "ATK", Color: 15, Trigger: true}, Text: "Attack"}, {Text: "nobody marked one", Muted: true}, {Text: "–", Muted: true}, {}},
	}
	table := NewTable([]Column{{Title: "Label"}, {Title: "F1", Width: 160}, {Title: "Value", Width: 48, Right: true, Less: func(a, b int) bool { return a > b }}, {Title: "By week", Width: 96}},
		len(labels), func(i int) string { return labels[i] }, func(i, c int) Cell { return cells[i][c] })
	table.Sort(2)
	table.List.current = 1
	table.Resize(fyne.NewSize(700, 112))
	heads := []ChipData{{Name: "PER", Color: 1}, {Name: "ORG", Color: 4}, {Name: "(none)"}}
	matrix := NewMatrix(MatrixData{Rows: heads, Columns: heads, Counts: [][]int{{54, 3, 8}, {1, 30, 0}, {2, 0, 0}}, Corner: "ada x ben"})
	matrix.focused, matrix.column = true, 1
	return column(
		line(NewStat(StatData{Name: "Mentions, strict F1", Number: "0.81", Interval: "[0.77, 0.85]", Note: "n=212, 360 + 313 units"}),
			NewStat(StatData{Name: "Chains, CoNLL mean F1", Number: "–", Note: "nobody marked a chain"})),
		table, matrix,
	)
}

// draw renders a page of the gallery.
func draw(p picture, th *theme.Theme) image.Image {
	fyne.CurrentApp().Settings().SetTheme(th)
	o := p.build()
	c := software.NewCanvas()
	c.SetPadded(false)
	ground := canvas.NewRectangle(theme.Of().Color.Background)
	c.SetContent(&fyne.Container{Layout: fill{}, Objects: []fyne.CanvasObject{ground, o}})
	// Once for widths and once for the heights that follow from them.
	for range 2 {
		o.Resize(fyne.NewSize(p.width, o.MinSize().Height+16))
		c.Resize(fyne.NewSize(p.width, max(p.high, o.MinSize().Height+8)))
	}
	return c.Capture()
}

type fill struct{}

func (fill) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (fill) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, c := range o {
		place(c, 0, 0, size.Width, size.Height)
	}
}

func TestGallery(t *testing.T) {
	test.NewTempApp(t)
	for mode, scale := range map[theme.Mode]float32{theme.Light: 1, theme.Dark: 1} {
		for _, p := range gallery() {
			t.Run(p.name+"-"+string(mode), func(t *testing.T) {
				got := draw(p, theme.New(mode, scale))
				compare(t, filepath.Join("testdata", p.name+"-"+string(mode)+".png"), got)
			})
		}
	}
}

// overlays are pictures of what stands over a window.
func overlays() map[string]func(fyne.Window) {
	return map[string]func(fyne.Window){
		"finder": func(w fyne.Window) {
			f := NewFinder(w.Canvas(), "Label", theme.Of().Size.Row, func(string) Rows {
				return fixedRows{
					{Chip: ChipData{Name: "BOMBA", Color: 15, Trigger: true}, Title: "Shelling or air strike", Right: "e v b"},
					{Chip: ChipData{Name: "BOMBI", Color: 15, Trigger: true}, Title: "Bombing", Right: "e v o"},
					{Title: "Mark all identical", Detail: "Nothing is selected.", Right: "Ctrl+H", Dim: true},
				}
			})
			f.About = func(int) (string, string) {
				return "BOMBARD", "Harm from afar: shells, rockets or bombs that fall from the air. \"The power station was shelled.\""
			}
			f.Show("bomb")
		},
		"sheet": func(w fyne.Window) {
			ShowSheet(w, SheetData{Title: "Leave while an import runs?", Body: NewParagraph("412 of 1,000 articles are in. The rest can be imported later: what is there already is left out then.", Type{}),
				Primary: Act{Label: "Wait"}, Others: []Act{{Label: "Cancel the import"}, {Label: "Go on later"}}})
		},
		"trouble": func(w fyne.Window) {
			ShowTrouble(w, Trouble{What: "The project floods.galley cannot be read any more: the drive was taken out.", Kept: "Everything up to 14:02:11 is saved.",
				Next: "Put the drive back and open the project again.", CopyReport: func() {}, ShowLog: func() {}})
		},
		"panes": func(w fyne.Window) {
			articlesList := NewRowList(48, articles())
			articlesList.current = 1
			card := NewCard(CardHead{Chip: ChipData{Name: "ATK", Color: 15, Trigger: true}, Title: "“shelled”", Active: true})
			card.SetRows(slot(SlotData{Digit: 1, Name: "Attacker", Fillers: []PillData{{Text: "Harun Front", Color: 5}}}))
			page := canvas.NewRectangle(theme.Of().Color.Surface)
			p := NewPanes(articlesList, page, column(card), 264, 344)
			p.SetActive(InspectorPane)
			w.SetContent(p)
		},
	}
}

func TestOverlays(t *testing.T) {
	test.NewTempApp(t)
	for name, open := range overlays() {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			t.Run(name+"-"+string(mode), func(t *testing.T) {
				fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 1))
				w := test.NewTempWindow(t, canvas.NewRectangle(theme.Of().Color.Surface))
				w.SetPadded(false)
				w.Resize(fyne.NewSize(900, 420))
				open(w)
				compare(t, filepath.Join("testdata", name+"-"+string(mode)+".png"), w.Canvas().Capture())
			})
		}
	}
}

// compare checks a picture against a file, pixel by pixel with a little play for
// other processors' rounding.
func compare(t *testing.T, file string, got image.Image) {
	t.Helper()
	if *update {
		var b bytes.Buffer
		if err := png.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s: size %v, want %v", file, got.Bounds(), want.Bounds())
	}
	differ := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			if apart(want, got, x, y) {
				differ++
			}
		}
	}
	if differ > 20 {
		t.Errorf("%s: %d pixels differ; run with -update and look at it", file, differ)
	}
}

func apart(a, b image.Image, x, y int) bool {
	r1, g1, b1, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	far := func(p, q uint32) bool { return max(p, q)-min(p, q) > 24<<8 }
	return far(r1, r2) || far(g1, g2) || far(b1, b2)
}
