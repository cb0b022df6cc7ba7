// Package settings keeps what Galley remembers of its user: name, recent
// projects, where they were left, theme, text size, window and keys. It is
// kept per user by the toolkit, not in projects.
package settings

import (
	"encoding/json"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/app/command"
)

// Settings reads and writes the toolkit's preferences.
type Settings struct{ p fyne.Preferences }

// New makes settings kept in p.
func New(p fyne.Preferences) *Settings { return &Settings{p} }

const (
	keyName   = "annotator"
	keyTheme  = "theme"
	keyZoom   = "zoom"
	keyWidth  = "window.width"
	keyHeight = "window.height"
	keyFull   = "window.full"
	keyRecent = "recent"
	keyKeys   = "keys"
	keyList   = "pane.list"
	keyCards  = "pane.inspector"
	keyNames  = "names.off"
	keyMotion = "motion.off"
	keySize   = "interface.percent"
	keyDraft  = "schema.draft " // and the path of the project
	keyShared = "shared "       // and the path of a project
)

// Name is the annotator's name, empty until it is given.
func (s *Settings) Name() string { return s.p.String(keyName) }

// SetName keeps the annotator's name.
func (s *Settings) SetName(name string) { s.p.SetString(keyName, name) }

// Theme is "light", "dark" or "" to follow the system.
func (s *Settings) Theme() string { return s.p.String(keyTheme) }

// SetTheme keeps the theme.
func (s *Settings) SetTheme(theme string) { s.p.SetString(keyTheme, theme) }

// Percent is the size of the interface, all but the article; 100 unless it was changed.
func (s *Settings) Percent() int { return s.p.IntWithFallback(keySize, 100) }

// SetPercent keeps the size of the interface.
func (s *Settings) SetPercent(percent int) { s.p.SetInt(keySize, percent) }

// Zoom is the size of the article's text in dp; 0 until it was changed.
func (s *Settings) Zoom() float32 { return float32(s.p.Float(keyZoom)) }

// SetZoom keeps the size of the article's text.
func (s *Settings) SetZoom(dp float32) { s.p.SetFloat(keyZoom, float64(dp)) }

// NamesOff tells whether label names are not drawn in the article.
func (s *Settings) NamesOff() bool { return s.p.Bool(keyNames) }

// SetNamesOff keeps whether label names are drawn in the article.
func (s *Settings) SetNamesOff(off bool) { s.p.SetBool(keyNames, off) }

// Still tells whether the text moves at once when it is scrolled.
func (s *Settings) Still() bool { return s.p.Bool(keyMotion) }

// SetStill keeps whether the text moves at once.
func (s *Settings) SetStill(still bool) { s.p.SetBool(keyMotion, still) }

// Window is the size of the window in dp; zero until it was known.
func (s *Settings) Window() (size fyne.Size, full bool) {
	return fyne.NewSize(float32(s.p.Float(keyWidth)), float32(s.p.Float(keyHeight))), s.p.Bool(keyFull)
}

// SetWindow keeps the size of the window.
func (s *Settings) SetWindow(size fyne.Size, full bool) {
	s.p.SetBool(keyFull, full)
	if !full {
		s.p.SetFloat(keyWidth, float64(size.Width))
		s.p.SetFloat(keyHeight, float64(size.Height))
	}
}

// Panes are the widths of the list and the inspector in dp; zero until changed.
func (s *Settings) Panes() (list, inspector float32) {
	return float32(s.p.Float(keyList)), float32(s.p.Float(keyCards))
}

// SetPanes keeps the widths of the side panes.
func (s *Settings) SetPanes(list, inspector float32) {
	s.p.SetFloat(keyList, float64(list))
	s.p.SetFloat(keyCards, float64(inspector))
}

// Recent is a project that was open, and where it was left.
type Recent struct {
	Path     string      `json:"path"`
	At       time.Time   `json:"at"`
	Name     string      `json:"name"` // of the annotator
	Articles int         `json:"articles"`
	Done     int         `json:"done"`
	Article  annotate.ID `json:"article"`
	Caret    int         `json:"caret"` // byte offset in the article
}

// mostRecent is how many projects are remembered.
const mostRecent = 12

// Recents are the projects last open, newest first.
func (s *Settings) Recents() []Recent {
	var out []Recent
	// What an older version wrote, or somebody else, is as good as nothing.
	_ = json.Unmarshal([]byte(s.p.String(keyRecent)), &out)
	return out
}

// Recent is what is remembered of a project; the zero Recent but for its Path if nothing.
func (s *Settings) Recent(path string) Recent {
	all := s.Recents()
	if i := slices.IndexFunc(all, func(r Recent) bool { return r.Path == path }); i >= 0 {
		return all[i]
	}
	return Recent{Path: path}
}

// Remember puts a project first.
func (s *Settings) Remember(r Recent) {
	all := slices.Insert(s.without(r.Path), 0, r)
	s.setRecents(all[:min(len(all), mostRecent)])
}

// Forget takes a project off the list.
func (s *Settings) Forget(path string) { s.setRecents(s.without(path)) }

func (s *Settings) without(path string) []Recent {
	return slices.DeleteFunc(s.Recents(), func(r Recent) bool { return r.Path == path })
}

func (s *Settings) setRecents(all []Recent) {
	data, err := json.Marshal(all)
	if err != nil {
		panic("settings: " + err.Error())
	}
	s.p.SetString(keyRecent, string(data))
}

// SchemaDraft is what was typed into the schema of a project and not saved; empty for nothing.
func (s *Settings) SchemaDraft(path string) string { return s.p.String(keyDraft + path) }

// SetSchemaDraft keeps what was typed into the schema of a project; empty forgets it.
func (s *Settings) SetSchemaDraft(path, draft string) {
	if draft == "" {
		s.p.RemoveValue(keyDraft + path)
		return
	}
	s.p.SetString(keyDraft+path, draft)
}

// SharedFolder is the folder by which a project exchanges work; empty for none.
func (s *Settings) SharedFolder(path string) string { return s.p.String(keyShared + path) }

// SetSharedFolder keeps the folder by which a project exchanges work.
func (s *Settings) SetSharedFolder(path, folder string) { s.p.SetString(keyShared+path, folder) }

// Keys are the keys that the user bound otherwise than the program.
func (s *Settings) Keys() map[string][]command.Key {
	keys := map[string][]command.Key{}
	_ = json.Unmarshal([]byte(s.p.String(keyKeys)), &keys)
	return keys
}

// SetKeys keeps the user's keys.
func (s *Settings) SetKeys(keys map[string][]command.Key) {
	data, err := json.Marshal(keys)
	if err != nil {
		panic("settings: " + err.Error())
	}
	s.p.SetString(keyKeys, string(data))
}
