package all_test

import (
	"testing"

	"galley/annotate/format/all"
)

func TestFormats(t *testing.T) {
	for _, f := range all.Formats {
		info := f.Info()
		if all.Find(info.ID) != f {
			t.Errorf("two formats have the id %q", info.ID)
		}
		if info.Name == "" || info.Unit == "" {
			t.Errorf("%s does not say its name and its unit", info.ID)
		}
	}
	if all.Find("papyrus") != nil {
		t.Error("a format was found that is not there")
	}
}
