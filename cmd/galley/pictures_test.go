//go:build window

package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"galley/app/tokens"
)

// TestPictures draws the pictures of the documents into the folder
// GALLEY_PICTURES_OUT. The same look gives the same bytes.
func TestPictures(t *testing.T) {
	out := outputFolder(t, "GALLEY_PICTURES_OUT")
	folder := t.TempDir()
	sample, empty := filepath.Join(folder, "sample.galley"), filepath.Join(folder, "empty.galley")
	galleyctl(t, "new", sample, "--name", "Sample", "--guideline", filepath.Join("..", "..", "assets", "sample", "guideline.md"))
	galleyctl(t, "import", sample, filepath.Join("..", "..", "assets", "sample", "sample.jsonl"))
	galleyctl(t, "new", empty, "--name", "Floods")

	maven := filepath.Join(folder, "maven.galley")
	galleyctl(t, "new", maven, "--name", "Maven", "--schema", "maven-168")

	registered := filepath.Join(folder, "registered.galley")
	galleyctl(t, "new", registered, "--name", "Sample")
	galleyctl(t, "import", registered, filepath.Join("..", "..", "assets", "sample", "sample.jsonl"))
	galleyctl(t, "register", registered, filepath.Join("testdata", "register.csv"))

	// What was done elsewhere is the whole sample here.
	team, elsewhere := filepath.Join(folder, "team.galley"), filepath.Join(folder, "elsewhere.galley")
	galleyctl(t, "new", team, "--name", "Sample")
	copyFile(t, team, elsewhere)
	galleyctl(t, "import", elsewhere, filepath.Join("..", "..", "assets", "sample", "sample.jsonl"))
	shared := filepath.Join(folder, "shared.galley")
	copyFile(t, elsewhere, shared)
	galleyctl(t, "assign", shared, "--annotators", "ada,ben,nora", "--per-article", "2", "--blind")

	const truce, arabic = "meridian-0502-truce", "sada-0423-bombing"
	for _, pic := range []picture{
		{name: "start"},
		{name: "empty", project: empty},
		{name: "window-light", project: sample, article: truce},
		{name: "window-dark", project: sample, article: truce, dark: true},
		{name: "window-light-1920", project: sample, article: truce, width: 1920, height: 1080},
		{name: "window-dark-1920", project: sample, article: truce, width: 1920, height: 1080, dark: true},
		{name: "window-light-scale2", project: sample, article: truce, scale: 2},
		{name: "window-dark-scale2", project: sample, article: truce, scale: 2, dark: true},
		{name: "arabic", project: sample, article: arabic},
		{name: "chinese", project: sample, article: "haijiao-0504-talks"},
		{name: "palette", project: sample, article: truce, do: func(p *program) {
			p.key("ctrl+shift+p")
			p.text("bomb")
		}},
		{name: "guideline", project: sample, article: truce, do: func(p *program) { p.key("F2") }},
		{name: "entities", project: sample, article: truce, do: func(p *program) {
			p.find("Harun Front")
			p.tab(1)
		}},
		{name: "selection", project: sample, article: truce, do: func(p *program) {
			p.find("at least 253")
			p.key("Tab")
			p.tab(2)
		}},
		{name: "notes", project: sample, article: truce, do: func(p *program) { p.tab(3) }},
		{name: "keys", project: sample, article: truce, do: func(p *program) { p.key("ctrl+F1") }},
		{name: "agreement", project: sample, article: truce, do: agreement},
		{name: "schema", project: sample, article: truce, do: func(p *program) { showSchema(p, "ATTACK") }},
		{name: "schema-dark", project: sample, article: truce, dark: true, do: func(p *program) { showSchema(p, "PER") }},
		{name: "schema-maven", project: maven, do: func(p *program) { showSchema(p, "Attack") }},
		{name: "schema-merge", project: sample, article: truce, do: func(p *program) {
			showSchema(p, "BOMBARD")
			mergeLabels(p)
		}},
		{name: "register", project: registered, article: truce, do: func(p *program) { p.key("ctrl+alt+k") }},
		{name: "people", project: shared, article: truce, do: func(p *program) { p.key("ctrl+alt+p") }},
		{name: "assign", project: shared, article: truce, do: func(p *program) {
			p.key("ctrl+alt+p")
			p.awaitPrimary()
			p.key("Return", "ctrl+a")
			p.text("3")
			p.awaitPrimary()
		}},
		{name: "merge", project: team, annotator: "lena", do: func(p *program) {
			p.key("ctrl+alt+m")
			p.text(elsewhere)
			p.key("Return")
			p.awaitPrimary()
		}},
		{name: "mark-all", project: sample, article: truce, do: func(p *program) {
			p.find("Harun Front")
			p.key("ctrl+shift+h")
		}},
		{name: "import", project: empty, do: func(p *program) { p.key("ctrl+i") }},
		{name: "export", project: sample, article: truce, do: func(p *program) {
			p.key("ctrl+shift+e")
			p.awaitPrimary()
			p.key("Tab", "Tab", "ctrl+a")
			p.text("/home/ada/truce-2016")
			p.key("Tab", "Tab", "Tab")
			p.text("train=0.8,dev=0.1,test=0.1")
			p.key("Tab", "space")
			p.awaitPrimary()
		}},
		{name: "new-project", do: func(p *program) {
			p.key("ctrl+n")
			p.text("Truce 2016")
			p.key("Tab", "ctrl+a")
			p.text("/home/ada/truce-2016.galley")
			p.key("Tab", "Tab", "Tab")
			p.text("Ada")
		}},
		{name: "event", project: sample, article: truce, annotator: "nora", do: attack}, // from here on the project is changed
		{name: "history", project: sample, article: truce, annotator: "nora", do: func(p *program) { p.key("F7") }},
		{name: "review-light", project: sample, article: truce, annotator: "nora", do: reviewEvent},
		{name: "review-dark", project: sample, article: truce, annotator: "nora", dark: true, do: reviewMention},
	} {
		t.Run(pic.name, func(t *testing.T) { pic.take(t, filepath.Join(out, pic.name+".png")) })
	}
}

// showSchema opens the schema page at a label.
func showSchema(p *program, label string) {
	p.key("ctrl+shift+s")
	p.awaitTitle("Schema - ")
	p.text(label)                           // the tree goes to what begins so
	count := image.Rect(245, 185, 273, 205) // of one of the first labels
	p.still("the counts", func(shown image.Image) bool {
		_, ground := pixels(shown, count, shown.At(count.Min.X, count.Min.Y))
		return ground < count.Dx()*count.Dy()
	})
}

// mergeLabels opens the sheet that merges the label that is chosen, and waits for what it does.
func mergeLabels(p *program) {
	p.click(674, 782, 1)
	p.text("ATTACK")
	p.key("Return")
	foot := image.Rect(838, 300, 905, 700) // with the button that does it
	p.still("what the merge does", func(shown image.Image) bool {
		_, n := pixels(shown, foot, tokens.Default().Themes.Light.Accent)
		return n > 1000
	})
}

// agreement opens the page of that name and waits for the bars of its labels,
// which are in the accent.
func agreement(p *program) {
	p.key("ctrl+shift+r")
	bars, least := image.Rect(250, 255, 360, 760), 500 // pixels
	p.still("the numbers", func(shown image.Image) bool {
		_, n := pixels(shown, bars, tokens.Default().Themes.Light.Accent)
		return n > least
	})
}

// reviewEvent opens the review page and goes to the card of an event.
func reviewEvent(p *program) {
	reviewMention(p)
	p.key("j", "j")
}

// reviewMention opens the review page at the first conflict of its second article.
func reviewMention(p *program) {
	p.key("ctrl+r")
	p.await("article_shown")
	p.still("the first conflict", func(image.Image) bool { return true })
	p.key("shift+j")
	p.await("article_shown")
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// attack marks mentions and makes an event of some of them, with a slot still to be filled.
func attack(p *program) {
	for _, m := range []struct{ text, key string }{
		{"Fighters", "g"}, {"Harun Front", "a"}, {"power station", "f"}, {"Wadi Sahl", "l"}, {"Monday", "t"},
		{"at least 253", "c"}, {"including 49 children", "c"}, {"turbine hall", "f"},
	} {
		p.find(m.text)
		p.key(m.key)
		p.act()
	}
	p.find("shelled")
	p.key("e", "v", "a")
	p.act()
	p.key("Return") // the nearest mention that fits: Attacker
	p.act()
	p.key("Return") // and the nearest count
	p.act()
	p.key("5") // Target
}

// A picture is one of the window.
type picture struct {
	name             string
	project, article string // the start page without a project
	annotator        string // ada if empty
	dark             bool
	width, height    int // of the window's content in dp; 1280x800 if zero
	scale            int // pixels in a dp, 1 if zero
	do               func(*program)
}

func (pic picture) take(t *testing.T, file string) {
	width, height, scale := 1280, 800, max(pic.scale, 1)
	if pic.width > 0 {
		width, height = pic.width, pic.height
	}
	const frame = 100 // room for what the window manager draws round the window
	s := newScreen(t, (width+frame)*scale, (height+frame)*scale)
	env := []string{"FYNE_THEME=light", "FYNE_SCALE=" + strconv.Itoa(scale)}
	if pic.dark {
		env[0] = "FYNE_THEME=dark"
	}
	var args []string
	if pic.project != "" {
		annotator := pic.annotator
		if annotator == "" {
			annotator = "ada"
		}
		args = []string{pic.project, "--annotator", annotator}
	}
	if pic.article != "" {
		args = append(args, "--article", pic.article)
	}
	p := s.start(env, args...)
	switch {
	case pic.article != "":
		p.await("article_shown")
	case pic.project != "":
		p.await("project_opened")
	}
	if pic.width > 0 {
		p.xdotool("windowsize", "--sync", p.window, strconv.Itoa(width*scale), strconv.Itoa(height*scale))
	}
	p.move(width*scale-2, height*scale-2) // where nothing shows a hint
	if pic.do != nil {
		pic.do(p)
	}
	small(t, p.still("a picture that stands still", func(shown image.Image) bool {
		return shown.Bounds().Dx() == width*scale && shown.Bounds().Dy() == height*scale
	}), file)
}

// small writes a picture as a PNG with a palette of at most 256 colours: an
// interface has few, and the edges of letters lose nothing that is seen.
func small(t *testing.T, shown image.Image, file string) {
	t.Helper()
	var buf bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&buf, fewColors(shown)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// fewColors gives each pixel the nearest of the 256 most frequent colours.
func fewColors(shown image.Image) *image.Paletted {
	const most = 256
	area := shown.Bounds()
	counts := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(shown.At(x, y)).(color.RGBA) }
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, c := range frequent[:min(most, len(frequent))] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for c := range counts {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(area, palette)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	return out
}
