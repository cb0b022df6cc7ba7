package unite

import (
	"maps"
	"slices"
	"strings"

	"galley/annotate"
)

// Steps gathers the steps of acts by scope, in the order in which they take effect.
func Steps(acts []annotate.Logged) map[Scope][]Step {
	out := map[Scope][]Step{}
	for _, a := range slices.SortedFunc(slices.Values(acts), Compare) {
		for _, e := range a.Edits {
			s := ScopeOf(e)
			out[s] = append(out[s], Step{a.ID, e})
		}
	}
	return out
}

// Everything tells what acts come to, scope by scope, and what was changed in
// several copies. Articles and people that others need come back.
func Everything(acts []annotate.Logged) (map[Scope][]annotate.Item, []Conflict) {
	results := map[Scope]Result{}
	for scope, steps := range Steps(acts) {
		results[scope] = Of(scope, steps)
	}
	return Settle(results, nil)
}

// Settle puts together what scopes come to. An article or a person of which
// a layer has something left is not deleted; held tells whether there are such
// layers besides those of results (nil: there are none).
func Settle(results map[Scope]Result, held func(Scope) bool) (map[Scope][]annotate.Item, []Conflict) {
	out := map[Scope][]annotate.Item{}
	needed := map[Scope]bool{}
	var conflicts []Conflict
	for _, scope := range slices.SortedFunc(maps.Keys(results), compareScopes) {
		r := results[scope]
		out[scope] = r.Items
		conflicts = append(conflicts, r.Conflicts...)
		if scope.Kind == "" && len(r.Items) > 0 {
			needed[Scope{Kind: annotate.KindArticle, ID: scope.Layer.Article}] = true
			needed[Scope{Kind: annotate.KindPerson, ID: scope.Layer.Annotator}] = true
		}
	}
	for scope, r := range results {
		mayBeNeeded := scope.Kind == annotate.KindArticle || scope.Kind == annotate.KindPerson
		if mayBeNeeded && len(r.Items) == 0 && r.Last != nil && (needed[scope] || held != nil && held(scope)) {
			out[scope] = []annotate.Item{r.Last}
		}
	}
	return out, conflicts
}

// Differences are the edits from what scopes held before to what they hold now.
// People and articles come first, since layers need them.
func Differences(before, now map[Scope][]annotate.Item) []annotate.Edit {
	var out []annotate.Edit
	for _, scope := range slices.SortedFunc(maps.Keys(now), compareScopes) {
		was := map[annotate.ID]annotate.Item{}
		for _, item := range before[scope] {
			was[key(item)] = item
		}
		for _, item := range now[scope] {
			if old := was[key(item)]; !annotate.Equal(old, item) {
				out = append(out, annotate.Edit{Layer: scope.Layer, Before: old, After: item})
			}
			delete(was, key(item))
		}
		for _, id := range slices.Sorted(maps.Keys(was)) {
			out = append(out, annotate.Edit{Layer: scope.Layer, Before: was[id]})
		}
	}
	return out
}

// key tells items of a scope apart. Annotations have the id, whatever their kind.
func key(item annotate.Item) annotate.ID {
	if item.ItemKind() == annotate.KindHead {
		return "" // no annotation has this id
	}
	return item.ItemID()
}

// compareScopes puts people first, then articles, other things, and layers.
func compareScopes(a, b Scope) int {
	order := func(s Scope) int {
		switch s.Kind {
		case annotate.KindPerson:
			return 0
		case annotate.KindArticle:
			return 1
		case "":
			return 3
		}
		return 2
	}
	if n := order(a) - order(b); n != 0 {
		return n
	}
	return strings.Compare(a.sortKey(), b.sortKey())
}

func (s Scope) sortKey() string {
	return strings.Join([]string{string(s.Layer.Article), string(s.Layer.Annotator), string(s.Layer.Kind), string(s.Kind), string(s.ID)}, "\x00")
}
