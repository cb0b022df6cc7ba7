//go:build window

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"galley/app/tokens"
)

// ctl is the path of galleyctl, built from the same source.
var ctl = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "galleyctl")
	out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", path, "galley/cmd/galleyctl").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building galleyctl: %w\n%s", err, out)
	}
	return path, nil
})

// galleyctl runs galleyctl and returns what it printed.
func galleyctl(t testing.TB, args ...string) string {
	t.Helper()
	path, err := ctl()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("galleyctl %q: %v\n%s", args, err, stderr.String())
	}
	return string(out)
}

// light has the window in the light theme, whose colours the tests look for.
var light = []string{"FYNE_THEME=light"}

// still is what the window shows once it has stopped changing and ready finds in
// it what it waits for.
func (p *program) still(what string, ready func(image.Image) bool) image.Image {
	p.t.Helper()
	var last, now []byte
	var shown image.Image
	p.until(what, func() bool {
		last, now = now, p.grab()
		if !bytes.Equal(last, now) {
			return false
		}
		var err error
		if shown, err = png.Decode(bytes.NewReader(now)); err != nil {
			p.t.Fatalf("taking a picture: %v", err)
		}
		return ready(shown)
	})
	return shown
}

// find selects the first place of a text after the caret. It must stand on one line
// of the article; the side panes must have their first widths.
func (p *program) find(text string) {
	p.t.Helper()
	hit := tokens.Default().Themes.Light.HitCurrent
	p.key("ctrl+f", "ctrl+a")
	p.text(text)
	p.still("the frame of "+text, func(shown image.Image) bool { return !p.article(shown, hit).Empty() })
	p.key("Escape")
	p.still("the frame to go", func(shown image.Image) bool { return p.article(shown, hit).Empty() })
}

// where finds a text and gives its place in the window, in pixels: there the
// colour of the selection is. The text must not be marked yet.
func (p *program) where(text string) image.Rectangle {
	p.t.Helper()
	p.find(text)
	var found image.Rectangle
	p.still("the selection of "+text, func(shown image.Image) bool {
		found = p.article(shown, tokens.Default().Themes.Light.Selection)
		return !found.Empty()
	})
	return found
}

// article is the smallest rectangle that holds all pixels of a colour between the
// side panes.
func (p *program) article(shown image.Image, want color.Color) image.Rectangle {
	size := tokens.Default().Size
	area := shown.Bounds()
	area.Min.X += int(size.List) + 2
	area.Max.X -= int(size.Inspector) + 2
	found, _ := pixels(shown, area, want)
	return found
}

// pixels is the smallest rectangle that holds all pixels of a colour in an area, and how many they are.
func pixels(shown image.Image, area image.Rectangle, want color.Color) (found image.Rectangle, n int) {
	r, g, b, _ := want.RGBA()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if cr, cg, cb, _ := shown.At(x, y).RGBA(); cr == r && cg == g && cb == b {
				found = found.Union(image.Rect(x, y, x+1, y+1))
				n++
			}
		}
	}
	return found, n
}

// awaitPrimary waits until a sheet is open whose primary button can be pressed:
// nothing else in the window is as large in the colour of the accent.
func (p *program) awaitPrimary() {
	p.t.Helper()
	const least = 600 // pixels
	p.still("a sheet's primary button", func(shown image.Image) bool {
		_, n := pixels(shown, shown.Bounds(), tokens.Default().Themes.Light.Accent)
		return n > least
	})
}

// press clicks in the middle of a place, the given number of times.
func (p *program) press(at image.Rectangle, times int) {
	p.t.Helper()
	p.click((at.Min.X+at.Max.X)/2, (at.Min.Y+at.Max.Y)/2, times)
}

// pull drags over a place from its left to its right.
func (p *program) pull(over image.Rectangle) {
	p.t.Helper()
	y := (over.Min.Y + over.Max.Y) / 2
	p.drag(over.Min.X+3, y, over.Max.X-3, y)
}

// act waits until an act is on the screen and on disk, which come in any order.
func (p *program) act() {
	p.t.Helper()
	p.until("an act shown and saved", func() bool {
		p.readMarks()
		last := -1
		for _, event := range []string{"act_shown", "act_saved"} {
			i := slices.IndexFunc(p.marks, func(m mark) bool { return m.Event == event })
			if i < 0 {
				return false
			}
			last = max(last, i)
		}
		p.marks = p.marks[last+1:]
		return true
	})
}

// awaitPlace waits until Galley has kept that the caret of the open article stands
// within the n bytes from offset on.
func (p *program) awaitPlace(offset, n int) {
	p.t.Helper()
	p.until("the place of the caret to be kept", func() bool {
		data, err := os.ReadFile(filepath.Join(p.home, ".config", "fyne", appID, "preferences.json"))
		var kept struct{ Recent string }
		if err != nil || json.Unmarshal(data, &kept) != nil { // it is being written
			return false
		}
		var recent []struct{ Caret int }
		return json.Unmarshal([]byte(kept.Recent), &recent) == nil && recent[0].Caret >= offset && recent[0].Caret <= offset+n
	})
}

// tab opens a tab of the inspector: 0 to 3. The window must have its first size.
func (p *program) tab(i int) {
	p.t.Helper()
	size := tokens.Default().Size
	width := int(size.Inspector)
	p.click(1280-width+width*(2*i+1)/8, 78, 1)
}
