package page_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/page/pagetest"
	"galley/app/tokens"
	"galley/app/typeset"
)

var kit = sync.OnceValue(func() *page.Kit {
	fonts, err := typeset.NewFonts()
	if err != nil {
		panic(err)
	}
	return page.NewKit(fonts, tokens.Default())
})

var styles = sync.OnceValue(func() *page.Styles { return page.NewStyles(pagetest.Schema(), tokens.Default()) })

const truce = "Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people, monitors said. " +
	"The governor of Sahl province said the army would answer.\n\n" +
	"“We saw smoke all night,” said Leila Haddad, a nurse at the town’s only hospital. A spokesman for the Front denied it.\n"

func truceDoc() annotate.Document {
	return pagetest.Doc("Border towns brace as truce frays", truce,
		pagetest.Mention("ARM", "Harun Front"), pagetest.Mention("FAC", "power station"), pagetest.Mention("LOC", "Wadi Sahl"),
		pagetest.Mention("TIME", "on Monday"), pagetest.Mention("COUNT", "at least 253"), pagetest.Mention("PER", "The governor of Sahl province"),
		pagetest.Mention("LOC", "Sahl province"), pagetest.Event("ATTACK", "shelled", "Attacker=m1", "Target=m2", "Place=m3"),
		pagetest.Event("DEATH", "killing", "Killed=m5"), pagetest.Unsure("PER", "Leila Haddad"), pagetest.Note("m3", "question", "which Wadi Sahl?"),
		pagetest.Mention("ORG", "The governor", "army"))
}

func state(docs ...annotate.Document) page.State {
	return page.State{Docs: docs, Styles: styles(), Size: 17, Names: true, Hit: -1, Active: true}
}

func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(filepath.Join(os.Getenv("LOOK"), name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	s := state(truceDoc())
	s.Selection = page.At(40)
	s.Selection.Annotation = "m2"
	s.Hits = []span.Span{{Start: 40, End: 45}, {Start: 59, End: 63}}
	s.Hit = 1
	for _, dark := range []bool{false, true} {
		s.Dark = dark
		p := page.New(kit(), 720, 420)
		p.Set(s)
		for _, scale := range []float64{1, 2} {
			var screen page.Screen
			name := map[bool]string{false: "light", true: "dark"}[dark] + map[float64]string{1: "1", 2: "2"}[scale] + ".png"
			save(t, name, screen.Draw(p, int(720*scale), int(420*scale), scale))
		}
	}
}
