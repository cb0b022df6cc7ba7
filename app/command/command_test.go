package command

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseKey(t *testing.T) {
	tests := []struct {
		in   string
		want Key
		err  string
	}{
		{"Ctrl+Shift+Z", Key{Ctrl | Shift, "Z"}, ""},
		{"ctrl+pgup", Key{Ctrl, "PgUp"}, ""},
		{"[", Key{0, "["}, ""},
		{"+", Key{0, "+"}, ""},
		{"Ctrl++", Key{Ctrl, "+"}, ""},
		{"Alt+Shift+Left", Key{Alt | Shift, "Left"}, ""},
		{"j", Key{0, "J"}, ""},
		{"ж", Key{0, "Ж"}, ""},
		{"", Key{}, `there is no key ""`},
		{"F13", Key{}, `there is no key "F13"`},
		{"Hyper+A", Key{}, `"Hyper" is no modifier key`},
		{"Ctrl+", Key{}, `there is no key "Ctrl+"`},
	}
	for _, tt := range tests {
		got, err := ParseKey(tt.in)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("ParseKey(%q): %v, want %q", tt.in, err, tt.err)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("ParseKey(%q) = %v, %v; want %v", tt.in, got, err, tt.want)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"Ctrl+Shift+Z", "Ctrl++", "++", "é", "ß", "F12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k, err := ParseKey(s)
		if err != nil {
			return
		}
		again, err := ParseKey(k.String())
		if err != nil || again != k {
			t.Errorf("ParseKey(%q) = %+v, written %q, read back %+v, %v", s, k, k, again, err)
		}
	})
}

func TestKeyLabelOnMac(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Ctrl+Z", "Cmd+Z"},
		{"Ctrl+H", "Control+H"},
		{"Ctrl+Shift+Tab", "Control+Shift+Tab"},
		{"Ctrl+Alt+Left", "Option+Cmd+Left"},
		{"F6", "F6"},
	} {
		if got := Keys(tt.in)[0].label(true); got != tt.want {
			t.Errorf("%s is labelled %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Defaults must not fight each other, nor use keys that users cannot press.
func TestDefaults(t *testing.T) {
	never := Keys("'", `"`, "`", "^", "~", "Shift+Delete", "Shift+Insert", "Alt+Space", "Ctrl+Space", "Alt+F4", "F10")
	seen := make(map[string]bool)
	for i, d := range Defaults() {
		if seen[d.ID] {
			t.Errorf("%s is listed twice", d.ID)
		}
		seen[d.ID] = true
		for _, k := range d.Keys {
			if slices.Contains(never, k) {
				t.Errorf("%s is %s, which is never a default", k, d.ID)
			}
			if plain := k.typed() && len(k.Name) == 1; plain && d.Where != Review &&
				('A' <= k.Name[0] && k.Name[0] <= 'Z' || '0' <= k.Name[0] && k.Name[0] <= '9') {
				t.Errorf("%s is %s, but letters and digits belong to the schema", k, d.ID)
			}
			for _, other := range Defaults()[:i] {
				if other.Where.meets(d.Where) && slices.Contains(other.Keys, k) {
					t.Errorf("%s is both %s and %s", k, other.ID, d.ID)
				}
			}
		}
	}
	for _, m := range Menus {
		for _, id := range slices.Concat(m.Groups...) {
			if !seen[id] {
				t.Errorf("menu %s lists %s, which is no command", m.Title, id)
			}
		}
	}
}

// all returns a registry with every command of the table; ran takes the id of
// the last that ran.
func all(ran *string) *Registry {
	r := NewRegistry()
	for _, d := range Defaults() {
		r.Register(Command{ID: d.ID, Run: func() { *ran = d.ID }})
	}
	return r
}

func TestMatch(t *testing.T) {
	labels, err := NewSequences([]Binding{{"p", "PER"}, {"ж", "ЖЕРТВА"}})
	if err != nil {
		t.Fatal(err)
	}
	russian := Layout{Positions: X11(), Uses: labels.Uses}
	tests := []struct {
		name  string
		where Where
		event Event
		want  string
	}{
		{"punctuation", Page, Event{Rune: '.'}, "annotate.repeat"},
		{"punctuation typed with Shift", Page, Event{Rune: '{', Mods: Shift}, "go.previousIssue"},
		{"AltGr shows as Ctrl+Alt", Page, Event{Rune: '[', Mods: Ctrl | Alt}, "go.previousAnnotation"},
		{"a letter is no command in the article", Page, Event{Rune: 'j'}, ""},
		{"a letter on the review page", Review, Event{Rune: 'j'}, "review.nextSet"},
		{"a letter with Caps Lock", Review, Event{Rune: 'J'}, "review.nextSet"},
		{"a letter with Shift", Review, Event{Rune: 'J', Mods: Shift}, "review.nextArticle"},
		{"Shift does not matter where it is not bound", Review, Event{Rune: 'A', Mods: Shift}, "review.majority"},
		{"a named key", Page, Event{Name: "F4"}, "annotate.step"},
		{"a named key with Shift", Page, Event{Name: "F6", Mods: Shift}, "pane.previous"},
		{"window commands work in the article", Page, Event{Name: "Z", Mods: Ctrl}, "edit.undo"},
		{"article commands do not work elsewhere", Window, Event{Name: "Left"}, ""},
		{"the key event of a typed character", Page, Event{Name: "."}, ""},
		{"the key event of Space", Page, Event{Name: "Space"}, ""},
		{"Space typed", Page, Event{Rune: ' '}, "annotate.pick"},
		{"Cyrillic at the place of [", Page, Event{Rune: 'х', Scancode: 34}, "go.previousAnnotation"},
		{"Cyrillic at the place of {", Page, Event{Rune: 'Х', Scancode: 34, Mods: Shift}, "go.previousIssue"},
		{"Cyrillic that a label uses", Page, Event{Rune: 'ж', Scancode: 47}, ""},
		{"Ctrl with an unknown key", Page, Event{Scancode: 33, Mods: Ctrl}, "go.article"},
		{"Ctrl+Shift+= is Ctrl++", Page, Event{Name: "=", Mods: Ctrl | Shift}, "view.zoomIn"},
		{"an unknown key", Page, Event{Scancode: 999}, ""},
		{"a modifier alone", Page, Event{Mods: Shift}, ""},
	}
	var ran string
	r := all(&ran)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := r.Match(tt.where, russian, tt.event)
			if got.ID != tt.want {
				t.Errorf("Match = %q, want %q", got.ID, tt.want)
			}
		})
	}
}

func TestPositionsCoverTheSameKeys(t *testing.T) {
	want := make(map[rune]bool)
	for _, r := range "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./" {
		want[r] = true
	}
	for name, p := range map[string]Positions{"X11": X11(), "Wayland": Evdev(), "Windows": Windows(), "macOS": MacOS()} {
		got := make(map[rune]bool)
		for _, r := range p {
			got[r] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRunAndRebind(t *testing.T) {
	var ran string
	r := all(&ran)
	r.Register(Command{ID: "test.never", Title: "Never", Where: Page, Run: func() { ran = "never" },
		Enabled: func() (bool, string) { return false, "Nothing is selected." }})

	if err := r.Run("edit.undo"); err != nil || ran != "edit.undo" {
		t.Errorf("Run: %v, ran %q", err, ran)
	}
	var disabled *DisabledError
	if err := r.Run("test.never"); !errors.As(err, &disabled) || err.Error() != "Never: Nothing is selected." || ran == "never" {
		t.Errorf("Run of a disabled command: %v", err)
	}
	if err := r.Run("no.such"); !errors.Is(err, ErrUnknown) {
		t.Errorf("Run of an unknown command: %v", err)
	}

	if got := r.Clashes("annotate.repeat", Keys("Ctrl+Z")[0]); len(got) != 1 || got[0].ID != "edit.undo" {
		t.Errorf("Clashes with the window: %v", got)
	}
	if got := r.Clashes("annotate.repeat", Keys("J")[0]); len(got) != 0 {
		t.Errorf("Clashes with the review page: %v", got)
	}
	r.Rebind("annotate.repeat", Keys("F9"))
	if c, _ := r.Match(Page, Layout{}, Event{Name: "F9"}); c.ID != "annotate.repeat" {
		t.Errorf("the new key runs %q", c.ID)
	}
	if c, ok := r.Match(Page, Layout{}, Event{Rune: '.'}); ok {
		t.Errorf("the old key runs %q", c.ID)
	}
	other := all(&ran)
	other.SetRebound(r.Rebound())
	if diff := cmp.Diff(Keys("F9"), other.Keys("annotate.repeat")); diff != "" {
		t.Errorf("stored keys (-want +got):\n%s", diff)
	}
	r.Reset("annotate.repeat")
	if diff := cmp.Diff(Keys("."), r.Keys("annotate.repeat")); diff != "" {
		t.Errorf("after Reset (-want +got):\n%s", diff)
	}
}

func TestNewSequences(t *testing.T) {
	tests := []struct {
		name     string
		bindings []Binding
		want     string
	}{
		{"free of prefixes", []Binding{{"p", "PER"}, {"eva", "ATTACK"}, {"evb", "BOMBARD"}, {"", "NONE"}}, ""},
		{"the beginning of another", []Binding{{"ea", "AID"}, {"p", "PER"}, {"e", "EVENT"}}, `key "e" of EVENT is the beginning of "ea" of AID`},
		{"with others between", []Binding{{"e", "EVENT"}, {"ea", "AID"}, {"eb", "BOMB"}}, `key "e" of EVENT is the beginning of "ea" of AID`},
		{"twice", []Binding{{"p", "PER"}, {"P", "PLACE"}}, `key "p" of PLACE is the same as "p" of PER`},
		{"too long", []Binding{{"evab", "ATTACK"}}, `key "evab" of ATTACK has more than 3 keys`},
		{"punctuation", []Binding{{"e.", "ATTACK"}}, `key "e." of ATTACK may have letters and digits only`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewSequences(tt.bindings)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want) {
				t.Errorf("NewSequences: %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSequence(t *testing.T) {
	s, err := NewSequences([]Binding{{"p", "PER"}, {"eva", "ATTACK"}, {"evb", "BOMBARD"}, {"es", "SAY"}})
	if err != nil {
		t.Fatal(err)
	}
	seq := Sequence{Of: s}
	if p, b := seq.Press('P'); p != Matched || b.Label != "PER" {
		t.Errorf("P: %v %v", p, b)
	}
	if p, _ := seq.Press('e'); p != Pending {
		t.Errorf("e: %v", p)
	}
	want := []Continuation{{'v', []Binding{{"eva", "ATTACK"}, {"evb", "BOMBARD"}}}, {'s', []Binding{{"es", "SAY"}}}}
	if diff := cmp.Diff(want, seq.Continuations()); diff != "" {
		t.Errorf("continuations of e (-want +got):\n%s", diff)
	}
	if p, _ := seq.Press('x'); p != Dead || seq.Pressed() != "" {
		t.Errorf("ex: %v, pressed %q", p, seq.Pressed())
	}
	for i, r := range "evb" {
		p, b := seq.Press(r)
		if want := i == 2; (p == Matched) != want || want && b.Label != "BOMBARD" {
			t.Errorf("evb[%d]: %v %v", i, p, b)
		}
	}
}

// Whatever keys are accepted, pressing them in turn ends at their label.
func TestEverySequenceIsReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-d]{1,3}`), 0, 12, rapid.ID[string]).Draw(t, "keys")
		var bindings []Binding
		for _, k := range keys {
			bindings = append(bindings, Binding{k, "label " + k})
		}
		s, err := NewSequences(bindings)
		clash := slices.ContainsFunc(keys, func(a string) bool {
			return slices.ContainsFunc(keys, func(b string) bool { return a != b && strings.HasPrefix(b, a) })
		})
		if (err != nil) != clash {
			t.Fatalf("keys %q: %v, want a clash: %v", keys, err, clash)
		}
		if err != nil {
			return
		}
		for _, b := range bindings {
			seq := Sequence{Of: s}
			for i, r := range b.Keys {
				p, got := seq.Press(r)
				if last := i == len(b.Keys)-1; last != (p == Matched) || last && got != b {
					t.Fatalf("%q at %d: %v %v", b.Keys, i, p, got)
				}
			}
		}
	})
}

func TestScore(t *testing.T) {
	// Each list is in the order in which the query must rank it.
	for _, tt := range []struct {
		query string
		texts []string
	}{
		{"mar", []string{"Mark all identical", "Done: mark article", "Summary"}},
		{"mai", []string{"Mark all identical", "Main view"}[:1]},
		{"bomb", []string{"BOMBARD Shelling", "Car bomb", "Big ombudsman"}},
		{"wadi", []string{"Wadi Sahl", "The Wadi", "Water aid in"}},
	} {
		last := 1 << 30
		for _, text := range tt.texts {
			score, ok := Score(tt.query, text)
			if !ok || score >= last {
				t.Errorf("Score(%q, %q) = %d, %v; want a match below %d", tt.query, text, score, ok, last)
			}
			last = score
		}
	}
	for _, text := range []string{"", "Mk", "Ram"} {
		if _, ok := Score("mar", text); ok {
			t.Errorf("Score(mar, %q) matches", text)
		}
	}
	if _, ok := Score("", "anything"); !ok {
		t.Error("an empty query must match")
	}
}
