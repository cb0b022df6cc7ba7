package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	got := parts("---\npretty_name: X\n---\n\n# Title\n\nText.\n\n| label | all | of |\n|---|---|---|\n| located\\_in | 5 | `a\\|b` |\n| x | 1,200 | – |\n\n## More\n\n- a\n")
	want := []string{
		"# Title\n\nText.\n\n",
		"```\nlabel         all  of   \nlocated_in      5  a|b  \nx           1,200  –    \n```\n",
		"## More\n\n- a\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
