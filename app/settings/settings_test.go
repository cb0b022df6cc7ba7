package settings_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"galley/app/command"
	"galley/app/settings"
)

func TestSettingsAreKept(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	s := settings.New(p)
	if s.Name() != "" || len(s.Recents()) != 0 || len(s.Keys()) != 0 {
		t.Fatal("new settings are not empty")
	}
	s.SetName("ada")
	s.SetTheme("dark")
	s.SetWindow(fyne.NewSize(1280, 800), false)
	s.SetWindow(fyne.NewSize(1920, 1080), true)
	s.SetKeys(map[string][]command.Key{"edit.undo": command.Keys("Ctrl+U")})
	for i := range 15 {
		s.Remember(settings.Recent{Path: fmt.Sprint(i), Caret: i})
	}
	s.Remember(settings.Recent{Path: "10", Caret: 99})
	s.Forget("13")

	s = settings.New(p)
	size, full := s.Window()
	if s.Name() != "ada" || s.Theme() != "dark" || size != fyne.NewSize(1280, 800) || !full {
		t.Errorf("got %q %q %v %v", s.Name(), s.Theme(), size, full)
	}
	if diff := cmp.Diff(map[string][]command.Key{"edit.undo": command.Keys("Ctrl+U")}, s.Keys()); diff != "" {
		t.Error(diff)
	}
	var paths []string
	for _, r := range s.Recents() {
		paths = append(paths, r.Path)
	}
	if diff := cmp.Diff([]string{"10", "14", "12", "11", "9", "8", "7", "6", "5", "4", "3"}, paths); diff != "" {
		t.Error(diff)
	}
	if s.Recent("10").Caret != 99 || s.Recent("none").Path != "none" {
		t.Error("a recent project is not found")
	}
}

func TestDamagedSettingsAreEmpty(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	p.SetString("recent", "{")
	p.SetString("keys", "[1]")
	s := settings.New(p)
	if len(s.Recents()) != 0 || len(s.Keys()) != 0 {
		t.Error("something was read")
	}
}
