package tokens

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
)

// figures are the promised minima of one theme, as the token file lists them.
type figures struct {
	TextOnFill, ChipTextOnOwnFill, ChipTextOnPage, ChipTextOnPanel float64
	EdgeOnPage, EdgeOnOwnFill, TriggerTextOnEdge                   float64
	HitFrameOnFill, FocusRingOnFill                                float64
	CIEDE2000                                                      map[string]map[string]differences
	FillToPageCIEDE2000, FillToSelectionCIEDE2000                  float64
}

type differences struct {
	First8Neighbours, First8AllPairs, All24Neighbours, All24AllPairs float64
}

// least is a minimum in the making; its zero value is empty.
type least struct {
	v  float64
	ok bool
}

func (l *least) add(v float64) {
	if !l.ok || v < l.v {
		l.v, l.ok = v, true
	}
}

func measure(tok *Tokens, dark bool) figures {
	c := tok.Colors(dark)
	var text, chipFill, chipPage, chipPanel, edgePage, edgeFill, trigger, hit, focus, page, selection least
	for _, e := range tok.Palette {
		ink := e.Ink(dark)
		text.add(Contrast(c.Text, ink.Fill))
		chipFill.add(Contrast(ink.ChipText, ink.Fill))
		chipPage.add(Contrast(ink.ChipText, c.Surface))
		chipPanel.add(Contrast(ink.ChipText, c.Background))
		edgePage.add(Contrast(ink.Edge, c.Surface))
		edgeFill.add(Contrast(ink.Edge, ink.Fill))
		trigger.add(Contrast(ink.OnEdge, ink.Edge))
		hit.add(Contrast(c.Hit, ink.Fill))
		focus.add(Contrast(c.FocusRing, ink.Fill))
		page.add(ciede2000(linearRGB(ink.Fill), linearRGB(c.Surface)))
		selection.add(ciede2000(linearRGB(ink.Fill), linearRGB(c.Selection)))
	}
	f := figures{
		TextOnFill: text.v, ChipTextOnOwnFill: chipFill.v, ChipTextOnPage: chipPage.v, ChipTextOnPanel: chipPanel.v,
		EdgeOnPage: edgePage.v, EdgeOnOwnFill: edgeFill.v, TriggerTextOnEdge: trigger.v,
		HitFrameOnFill: hit.v, FocusRingOnFill: focus.v,
		FillToPageCIEDE2000: page.v, FillToSelectionCIEDE2000: selection.v,
		CIEDE2000: map[string]map[string]differences{"fill": {}, "edge": {}},
	}
	for name, see := range visions {
		f.CIEDE2000["fill"][name] = measurePairs(tok, func(e Entry) rgb { return see(e.Ink(dark).Fill) })
		f.CIEDE2000["edge"][name] = measurePairs(tok, func(e Entry) rgb { return see(e.Ink(dark).Edge) })
	}
	return f
}

func measurePairs(tok *Tokens, look func(Entry) rgb) differences {
	var near8, all8, near24, all24 least
	for i, a := range tok.Palette {
		for j, b := range tok.Palette[:i] {
			d := ciede2000(look(a), look(b))
			all24.add(d)
			if i < 8 {
				all8.add(d)
			}
			if i-j == 1 {
				near24.add(d)
				if i < 8 {
					near8.add(d)
				}
			}
		}
	}
	return differences{near8.v, all8.v, near24.v, all24.v}
}

// compare reports every figure that differs by more than its last digit allows.
// Figures of 1 digit after the point are colour differences.
func compare(t *testing.T, path string, want, got reflect.Value) {
	switch want.Kind() {
	case reflect.Struct:
		for i := range want.NumField() {
			compare(t, path+"."+want.Type().Field(i).Name, want.Field(i), got.Field(i))
		}
	case reflect.Map:
		for _, key := range want.MapKeys() {
			if !got.MapIndex(key).IsValid() {
				t.Errorf("%s.%v is promised but not measured", path, key)
				continue
			}
			compare(t, fmt.Sprintf("%s.%v", path, key), want.MapIndex(key), got.MapIndex(key))
		}
	case reflect.Float64:
		tolerance := 0.005
		if strings.Contains(path, "CIEDE2000") {
			tolerance = 0.05
		}
		if math.Abs(want.Float()-got.Float()) > tolerance+1e-9 {
			t.Errorf("%s: promised %v, measured %.3f", path, want.Float(), got.Float())
		}
	default:
		t.Errorf("%s: unexpected %v", path, want.Kind())
	}
}

func TestMeasured(t *testing.T) {
	tok := Default()
	var promised struct{ Light, Dark figures }
	if err := json.Unmarshal(tok.Measured, &promised); err != nil {
		t.Fatal(err)
	}
	compare(t, "light", reflect.ValueOf(promised.Light), reflect.ValueOf(measure(tok, false)))
	compare(t, "dark", reflect.ValueOf(promised.Dark), reflect.ValueOf(measure(tok, true)))
}

// Text that is no label's colour must be readable too: 4.5 to 1 for text, 3 to 1
// for frames and marks (WCAG 2.2, 1.4.3 and 1.4.11).
func TestInterfaceContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		c := Default().Colors(dark)
		for _, tt := range []struct {
			name string
			a, b Color
			min  float64
		}{
			{"text on page", c.Text, c.Surface, 7},
			{"text on panel", c.Text, c.Background, 7},
			{"text on selection", c.Text, c.Selection, 7},
			{"muted text on page", c.TextMuted, c.Surface, 6.4},
			{"muted text on panel", c.TextMuted, c.Background, 4.5},
			{"muted text on selection", c.TextMuted, c.Selection, 4.59},
			{"dimmed text on page", c.DimText, c.Surface, 5.19},
			{"on accent", c.OnAccent, c.Accent, 4.5},
			{"on danger", c.OnDanger, c.Danger, 4.5},
			{"on warning", c.OnWarning, c.Warning, 4.5},
			{"on success", c.OnSuccess, c.Success, 4.5},
			{"danger on panel", c.Danger, c.Background, 4.5},
			{"warning on panel", c.Warning, c.Background, 4.5},
			{"success on panel", c.Success, c.Background, 4.5},
			{"strong border on panel", c.BorderStrong, c.Background, 3},
			{"focus ring on panel", c.FocusRing, c.Background, 3},
		} {
			if got := Contrast(tt.a, tt.b); got < tt.min-0.005 {
				t.Errorf("dark %v: %s: contrast %.2f, want at least %.2f", dark, tt.name, got, tt.min)
			}
		}
	}
}

func TestCurrentHitOnFills(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for _, e := range Default().Palette {
			if got := Contrast(Default().Colors(dark).HitCurrent, e.Ink(dark).Fill); got < 3 {
				t.Errorf("dark %v: current hit on %s: contrast %.2f, want at least 3", dark, e.Name, got)
			}
		}
	}
}

// Underline styles are the second sign beside colour: neighbours must differ.
func TestNeighboursDifferInUnderline(t *testing.T) {
	palette := Default().Palette
	if len(palette) != 24 {
		t.Fatalf("palette has %d entries, want 24", len(palette))
	}
	for i, e := range palette {
		switch e.Underline {
		case Solid, Dashed, Dotted, Double:
		default:
			t.Errorf("%s has underline %q", e.Name, e.Underline)
		}
		if i > 0 && e.Underline == palette[i-1].Underline {
			t.Errorf("%s and %s are both %s", palette[i-1].Name, e.Name, e.Underline)
		}
	}
}

// Pairs of Sharma, Wu and Dalal (2005), table 1.
func TestDeltaE(t *testing.T) {
	for _, tt := range [][7]float64{
		{50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425},
		{50, 0, 0, 50, -1, 2, 2.3669},
		{50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195},
		{50, 2.5, 0, 73, 25, -18, 27.1492},
		{60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
		{22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373},
		{2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082},
	} {
		if got := deltaE(tt[0], tt[1], tt[2], tt[3], tt[4], tt[5]); math.Abs(got-tt[6]) > 0.00005 {
			t.Errorf("deltaE(%v) = %.4f, want %.4f", tt[:6], got, tt[6])
		}
	}
}

// Every field of Tokens must be in the file: a name spelled otherwise would
// leave a zero behind that nobody asked for.
func TestEveryFieldIsRead(t *testing.T) {
	mayBeZero := map[string]bool{
		"Tokens.Motion.HoverNextMS":    true,
		"Tokens.Themes.Light.LaneEven": true, "Tokens.Themes.Dark.LaneEven": true,
	}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		_, isColor := v.Interface().(Color)
		if v.Kind() == reflect.Struct && !isColor {
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
			return
		}
		if v.IsZero() && !mayBeZero[path] {
			t.Errorf("%s is not in the token file", path)
		}
	}
	tok := Default()
	walk("Tokens", reflect.ValueOf(*tok))
	for _, e := range tok.Palette[:20] {
		walk(e.Name, reflect.ValueOf(e))
	}
}

func TestParseRefuses(t *testing.T) {
	good, err := os.ReadFile("../../assets/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"an unknown field", `"version": 1`, `"version": 1, "glow": 3`, `unknown field "glow"`},
		{"a wrong colour", `"#F3F1EC"`, `"F3F1EC"`, `"F3F1EC" is not a colour`},
		{"another version", `"version": 1`, `"version": 2`, "version 2 is not"},
		{"a gap in the palette", `"id": 3,`, `"id": 4,`, "palette entry 3 has id 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(strings.Replace(string(good), tt.old, tt.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse: %v, want %q", err, tt.want)
			}
		})
	}
}
