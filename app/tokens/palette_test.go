package tokens

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func colors(t *testing.T, hex ...string) []Color {
	t.Helper()
	var list []Color
	for _, h := range hex {
		c, err := ParseColor(h)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

func TestAssign(t *testing.T) {
	tests := []struct {
		name             string
		seeds            []string
		groups           []string
		entities, events []int
	}{
		{"template seeds are exact", []string{"#1f77b4", "#17becf", "#636363"}, nil, []int{1, 8, 20}, []int{}},
		{"groups come after the entities", []string{"#1f77b4", "#d62728"}, []string{"Violence", "Violence", "Speech"}, []int{1, 2}, []int{3, 3, 4}},
		{"groups go on at the front", []string{"#d62728", "#636363"}, []string{"a", "b", "c", "d", "e"}, []int{2, 20}, []int{21, 22, 23, 24, 1}},
		{"no entities", nil, []string{"a", "b"}, []int{}, []int{1, 2}},
		{"a seed beats an earlier stranger", []string{"#1f78b5", "#1f77b4"}, nil, []int{17, 1}, []int{}},
		{"nearest hue", []string{"#ff0000", "#00ff00", "#888888"}, nil, []int{12, 3, 10}, []int{}},
		{"the same seed twice", []string{"#7f7f7f", "#7f7f7f"}, nil, []int{10, 20}, []int{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entities, events := Default().Assign(colors(t, tt.seeds...), tt.groups)
			if diff := cmp.Diff(tt.entities, entities); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.events, events); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

// The law behind the palette: no two labels share a colour before all entries
// are in use, and then none is used a third time before all are used twice.
func TestAssignSpreadsEvenly(t *testing.T) {
	tok := Default()
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.OneOf(
			rapid.Custom(func(t *rapid.T) Color {
				return Color{rapid.Byte().Draw(t, "r"), rapid.Byte().Draw(t, "g"), rapid.Byte().Draw(t, "b"), 255}
			}),
			rapid.Map(rapid.SampledFrom(tok.Palette[:20]), func(e Entry) Color { return e.Seed }),
		)
		seeds := rapid.SliceOfN(seed, 0, 60).Draw(t, "seeds")
		groups := rapid.SliceOfN(rapid.StringMatching(`[a-e]`), 0, 8).Draw(t, "groups")
		entities, events := tok.Assign(seeds, groups)

		uses := make([]int, len(tok.Palette)+1)
		for _, id := range entities {
			uses[id]++
		}
		seen := make(map[string]bool)
		for i, id := range events {
			if !seen[groups[i]] {
				uses[id]++
			}
			seen[groups[i]] = true
		}
		if used := uses[1:]; slices.Max(used)-slices.Min(used) > 1 {
			t.Fatalf("uses of entries 1 to 24: %v", used)
		}
	})
}
