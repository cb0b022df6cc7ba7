package page_test

import (
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/page/pagetest"
	"galley/app/tokens"
	"galley/app/typeset"
)

var (
	update = flag.Bool("update", false, "write the goldens anew; look at the pictures before they are kept")
	out    = flag.String("pictures", "", "folder to write every case's picture to, at scale 1 and 2")
)

var kit = sync.OnceValue(func() *page.Kit {
	fonts, err := typeset.NewFonts()
	if err != nil {
		panic(err)
	}
	return page.NewKit(fonts, tokens.Default())
})

var styles = sync.OnceValue(func() *page.Styles { return page.NewStyles(pagetest.Schema(), tokens.Default()) })

// golden is a state in a viewport.
type golden struct {
	name          string
	picture       bool // whether its pixels are held as well as its list
	width, height float32
	state         page.State
}

func state(docs ...annotate.Document) page.State {
	return page.State{Docs: docs, Styles: styles(), Size: 17, Names: true, Hit: -1, Active: true}
}

const truce = "Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people, monitors said. " +
	"The governor of Sahl province said the army would answer.\n\n" +
	"“We saw smoke all night,” said Leila Haddad, a nurse at the town’s only hospital. A spokesman for the Front denied it.\n"

func truceDoc() annotate.Document {
	return pagetest.Doc("Border towns brace as truce frays", truce,
		pagetest.Mention("ARM", "Harun Front"), pagetest.Mention("FAC", "power station"), pagetest.Mention("LOC", "Wadi Sahl"),
		pagetest.Mention("TIME", "on Monday"), pagetest.Mention("COUNT", "at least 253"), pagetest.Mention("PER", "The governor of Sahl province"),
		pagetest.Mention("LOC", "Sahl province"), pagetest.Event("ATTACK", "shelled", "Attacker=m1", "Target=m2", "Place=m3"),
		pagetest.Event("DEATH", "killing", "Killed=m5"), pagetest.Unsure("PER", "Leila Haddad"), pagetest.Note("m3", "question", "which Wadi Sahl?"))
}

func arabicDoc() annotate.Document {
	body := "قال مراقبون إن جبهة هارون قصفت محطة الكهرباء قرب وادي سهل يوم الاثنين، ما أدى إلى مقتل 253 شخصا على الأقل. " +
		"وأعلنت منظمة Relief Wire أن 1,200 أسرة نزحت إلى بلدة Sahl North بين 30 أبريل و2 مايو.\n"
	return pagetest.Doc("بلدات الحدود تستعد مع تآكل الهدنة", body,
		pagetest.Mention("ARM", "جبهة هارون"), pagetest.Event("ATTACK", "قصفت", "Attacker=m1"), pagetest.Mention("LOC", "وادي سهل"),
		pagetest.Mention("COUNT", "253 شخصا على الأقل"), pagetest.Mention("ORG", "منظمة Relief Wire"), pagetest.Mention("COUNT", "1,200 أسرة"),
		pagetest.Mention("LOC", "بلدة Sahl North"), pagetest.Mention("TIME", "بين 30 أبريل و2 مايو"))
}

// benDoc and cleoDoc are other readings of truceDoc. Their ids are alike.
func benDoc() annotate.Document {
	return by("ben", pagetest.Doc("Border towns brace as truce frays", truce,
		pagetest.Mention("ARM", "Fighters of the Harun Front"), pagetest.Mention("ORG", "Harun Front"), pagetest.Mention("FAC", "the power station near Wadi Sahl"),
		pagetest.Mention("LOC", "Wadi Sahl"), pagetest.Mention("FAC", "Wadi Sahl"), pagetest.Mention("COUNT", "253"), pagetest.Mention("GOV", "The governor of Sahl province"),
		pagetest.Event("BOMBARD", "shelled", "Attacker=m1"), pagetest.Mention("LOC", "Sahl", "hospital")))
}

func cleoDoc() annotate.Document {
	return by("cleo", pagetest.Doc("Border towns brace as truce frays", truce, pagetest.Mention("ARM", "Harun Front"), pagetest.Mention("TIME", "Monday")))
}

// withPlace gives the event of arabicDoc an argument far below.
func withPlace(d annotate.Document) annotate.Document {
	v, _ := d.Layer.Events.Get("v2")
	further := *v
	further.Arguments = append(slices.Clone(v.Arguments), annotate.Argument{Role: "Place", Target: "m7"}, annotate.Argument{Role: "Time", Target: "m8"})
	d, _, err := d.Apply([]annotate.Edit{d.Put(&further)})
	if err != nil {
		panic(err)
	}
	return d
}

func by(person annotate.ID, d annotate.Document) annotate.Document {
	d.Layer.ID.Annotator = person
	return d
}

func cases() []golden {
	all := func(s page.State, with func(*page.State)) page.State { with(&s); return s }
	selected := func(id annotate.ID) func(*page.State) {
		return func(s *page.State) { s.Selection.Annotation = id }
	}
	hints := pagetest.Doc("", truce, pagetest.Mention("PER", "Leila Haddad"), pagetest.Mention("ORG", "monitors"), pagetest.Event("CLASH", "answer"))
	hints.Layer.ID.Kind = annotate.Suggestion
	return []golden{
		{"article", true, 720, 400, state(truceDoc())},
		{"dark", true, 720, 400, all(state(truceDoc()), func(s *page.State) { s.Dark = true; s.Selection.Annotation = "m2" })},
		{"names off", false, 720, 400, all(state(truceDoc()), func(s *page.State) { s.Names = false })},
		{"scrolled", false, 720, 300, state(truceDoc())},
		{"arabic", true, 720, 320, all(state(arabicDoc()), selected("m7"))},
		{"nested five deep", true, 720, 260, state(pagetest.Doc("", "On Monday the head of the press office of the ministry of defence of Sahl province denied it.",
			pagetest.Mention("PER", "the head of the press office of the ministry of defence of Sahl province"), pagetest.Mention("ORG", "the press office of the ministry of defence of Sahl province"),
			pagetest.Mention("GOV", "the ministry of defence of Sahl province"), pagetest.Mention("LOC", "Sahl province"), pagetest.Mention("LOC", "Sahl")))},
		{"crossing a line break", true, 560, 260, state(pagetest.Doc("", "The former head of the border guard and deputy minister of the interior was seen leaving the town by night.",
			pagetest.Mention("PER", "former head of the border guard and deputy"), pagetest.Mention("GOV", "border guard and deputy minister of the interior"),
			pagetest.Mention("ORG", "the border guard")))},
		{"discontinuous", true, 560, 260, state(pagetest.Doc("", "The northern, the southern and, as it seems, also the contested eastern districts were cut off from the capital.",
			pagetest.Mention("LOC", "northern", "districts"), pagetest.Mention("LOC", "southern", "districts"), pagetest.Event("SIEGE", "cut off")))},
		{"emoji", true, 560, 200, state(pagetest.Doc("", "“Safe 👍🏽 with my family 👩‍👩‍👧‍👦 in Sahl 🇫🇷,” she wrote. Cafe\u0301 Noir is closed.",
			pagetest.Mention("PER", "my family 👩‍👩‍👧‍👦"), pagetest.Mention("LOC", "Sahl 🇫🇷"), pagetest.Mention("FAC", "Cafe\u0301 Noir")))},
		{"chinese", true, 560, 240, state(pagetest.Doc("边境城镇严阵以待", "监测人员说，哈伦阵线星期一炮击了瓦迪萨尔附近的发电站，造成至少253人死亡。省长表示，军队将作出回应，Relief Wire 报道说。",
			pagetest.Mention("ARM", "哈伦阵线"), pagetest.Mention("TIME", "星期一"), pagetest.Event("ATTACK", "炮击"), pagetest.Mention("FAC", "瓦迪萨尔附近的发电站"),
			pagetest.Mention("LOC", "瓦迪萨尔"), pagetest.Mention("COUNT", "至少253人")))},
		{"suggested", true, 720, 400, state(pagetest.Doc("", truce, pagetest.Mention("LOC", "Wadi Sahl")), hints)},
		{"event focus", true, 720, 400, all(state(truceDoc()), func(s *page.State) { s.Focus.Event = "v8"; s.Proposed = "m4" })},
		{"event with parts out of view", true, 560, 160, all(state(truceDoc()), func(s *page.State) { s.Focus.Event = "v8" })},
		{"event over lines", true, 400, 480, all(state(truceDoc()), func(s *page.State) { s.Focus.Event = "v8" })},
		{"selection in two directions", true, 720, 320, all(state(arabicDoc()), func(s *page.State) {
			at := strings.Index(s.Docs[0].Article.Text.String(), "Wire")
			s.Selection = page.Range(span.Span{Start: at, End: at + len("Wire أن 1,20")})
		})},
		{"hidden characters", true, 560, 200, state(pagetest.Doc("", "The file \u202egnp.exe\u202c was\u200b sent twice.", pagetest.Mention("WEA", "\u202egnp.exe\u202c")))},
		{"review lanes", true, 720, 400, all(state(truceDoc(), benDoc(), cleoDoc()), func(s *page.State) { s.Lanes = []string{"A", "B", "C"} })},
		{"review lanes with a set", true, 720, 400, all(state(truceDoc(), benDoc(), cleoDoc()), func(s *page.State) {
			s.Lanes, s.Dark = []string{"A", "B", "C"}, true
			s.Set = []page.Member{{Doc: 0, ID: "m1"}, {Doc: 1, ID: "m1"}, {Doc: 1, ID: "m2"}, {Doc: 2, ID: "m1"}, {Doc: 0, ID: "v8"}}
		})},
		{"review lanes from the right", true, 720, 320, all(state(arabicDoc(), by("ben", arabicDoc())), func(s *page.State) {
			s.Lanes, s.Set = []string{"أ", "BK"}, []page.Member{{Doc: 0, ID: "m5"}, {Doc: 1, ID: "m5"}}
		})},
		{"event from the right", true, 400, 480, all(state(arabicDoc()), func(s *page.State) { s.Focus.Event = "v2"; s.Docs[0] = withPlace(s.Docs[0]) })},
		{"not article text", true, 560, 260, state(pagetest.Doc("", "The army would answer, the governor said. [Read more: Talks resume in Osmarra with a chair left empty] Wadi Sahl was quiet.\n\nAdvertisement\n",
			pagetest.Mention("BOILER", "[Read more: Talks resume in Osmarra with a chair left empty]"), pagetest.Mention("LOC", "Wadi Sahl"), pagetest.Mention("BOILER", "Advertisement")))},
		{"hits", false, 720, 400, all(state(truceDoc()), func(s *page.State) {
			s.Hits, s.Hit = []span.Span{{Start: 40, End: 45}, {Start: 59, End: 68}, {Start: 119, End: 128}}, 1
		})},
	}
}

func (g golden) page() *page.Page {
	p := page.New(kit(), g.width, g.height)
	p.Set(g.state)
	if g.name == "scrolled" || g.name == "event with parts out of view" {
		p.ScrollBy(150)
	}
	return p
}

func (g golden) file(ext string) string {
	return filepath.Join("testdata", strings.ReplaceAll(g.name, " ", "-")+ext)
}

func TestLists(t *testing.T) {
	for _, g := range cases() {
		t.Run(g.name, func(t *testing.T) {
			got := g.page().Draw(1).String()
			if *update {
				write(t, g.file(".txt"), []byte(got))
			}
			want, err := os.ReadFile(g.file(".txt"))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("the list is another (-golden +now):\n%s", d)
			}
		})
	}
}

func TestPictures(t *testing.T) {
	for _, g := range cases() {
		t.Run(g.name, func(t *testing.T) {
			if *out != "" {
				savePNG(t, filepath.Join(*out, filepath.Base(g.file("-1.png"))), picture(g, 1))
				savePNG(t, filepath.Join(*out, filepath.Base(g.file("-2.png"))), picture(g, 2))
			}
			if !g.picture {
				return
			}
			got := picture(g, 2)
			if *update {
				savePNG(t, g.file(".png"), got)
			}
			if n, of := unlike(readPNG(t, g.file(".png")), got); n > of/2000 {
				t.Errorf("%d of %d pixels are not those of the golden", n, of)
			}
		})
	}
}

func picture(g golden, scale float64) *image.RGBA {
	var screen page.Screen
	return screen.Draw(g.page(), int(float64(g.width)*scale), int(float64(g.height)*scale), scale)
}

// unlike counts pixels that differ to the eye. Outlines are filled in floating
// point, which processors round differently.
func unlike(a, b *image.RGBA) (n, of int) {
	of = len(b.Pix) / 4
	if a.Rect != b.Rect {
		return of, of
	}
	for i := 0; i < len(a.Pix); i += 4 {
		for k := range 3 {
			if d := int(a.Pix[i+k]) - int(b.Pix[i+k]); d > 16 || d < -16 {
				n++
				break
			}
		}
	}
	return n, of
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func savePNG(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func readPNG(t *testing.T, file string) *image.RGBA {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Rect, img, image.Point{}, draw.Src)
	return rgba
}
