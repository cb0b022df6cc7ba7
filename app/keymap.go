package app

import (
	"os"
	"path/filepath"

	"galley/app/command"
	"galley/app/keymap"
)

// fromMenu runs a command that was chosen in the menu bar. While the key map
// waits for a key, the menu bar's shortcuts are only keys.
func (a *App) fromMenu(id string) {
	if a.catch == nil {
		a.run(id)
		return
	}
	for _, k := range a.commands.Keys(id) {
		if command.Shortcut(k) != nil { // the first one is the menu's
			a.catch(k)
			return
		}
	}
}

// showKeyMap opens the list of all commands and keys.
func (a *App) showKeyMap() {
	keymap.Show(keymap.Config{
		Window: a.window, Commands: a.commands, Layout: a.layout,
		Catch: func(f func(command.Key)) { a.catch = f },
		Changed: func() {
			a.settings.SetKeys(a.commands.Rebound())
			a.window.SetMainMenu(a.commands.MainMenu(a.fromMenu))
		},
		Save: a.askSaveKeys,
		Closed: func() {
			if a.open != nil {
				a.open.refreshState()
			}
		},
	})
}

// askSaveKeys writes the list of keys to a file that is asked for.
func (a *App) askSaveKeys(page string) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // then the file is named in full
	}
	a.askLine("Save the list of keys", "File", filepath.Join(home, "galley-keys.html"), "Save", func(path string) {
		if err := os.WriteFile(path, []byte(page), 0o666); err != nil {
			a.fail(err)
			return
		}
		a.say("Saved the keys as " + path + ".")
	})
}
