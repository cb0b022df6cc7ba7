package merge

import (
	"context"
	"iter"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/unite"
)

// Unsettled are the conflicts that the log tells of about what can only be once:
// articles, people, things and the states of layers, of which the last version
// stays. The other one can be taken in its place, which settles it. A schema is
// put together of both, and a text that was corrected in two ways is no choice.
func Unsettled(ctx context.Context, acts iter.Seq2[annotate.Logged, error]) ([]unite.Conflict, error) {
	steps := map[unite.Scope][]unite.Step{}
	for a, err := range acts {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, e := range a.Edits {
			if scope := unite.ScopeOf(e); scope.Kind != annotate.KindSchema && (scope.Kind != "" || e.Kind() == annotate.KindHead) {
				steps[scope] = append(steps[scope], unite.Step{Tx: a.ID, Edit: e})
			}
		}
	}
	var out []unite.Conflict
	for scope, list := range steps {
		for _, c := range unite.Of(scope, list).Conflicts {
			if _, _, is := InTwoWays(c.Stays, c.Other); c.Stays != nil && c.Other != nil && !is {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b unite.Conflict) int { return strings.Compare(a.Scope.String(), b.Scope.String()) })
	return out, nil
}
