package app

import (
	"slices"
	"testing"

	"galley/app/command"
)

// later are the commands of pages that do not exist yet.
var later = []string{"view.guideline", "review.open", "review.agreement", "app.settings"}

// Every command of the table does something, or belongs to a page that is
// still to come, and no key has two meanings.
func TestCommandsRegistered(t *testing.T) {
	d := openDesk(t, shelled)
	for _, c := range command.Defaults() {
		if _, ok := d.commands.Get(c.ID); !ok && c.Where != command.Review && !slices.Contains(later, c.ID) {
			t.Errorf("%s (%s) does nothing", c.ID, c.Title)
		}
	}
	for _, c := range d.commands.All() {
		for _, k := range d.commands.Keys(c.ID) {
			for _, other := range d.commands.Clashes(c.ID, k) {
				t.Errorf("%s is %s and %s", k, c.ID, other.ID)
			}
		}
	}
}
