package exchange

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/galley"
)

// view is whose layers go into one data set.
type view struct {
	folder string           // below the output; empty: the output itself
	layer  format.LayerName // whose they are, where it is one person's work of one kind
	shows  func(annotate.LayerID) bool
	// majority: what shows are the layers that vote, and what comes out is what most say.
	majority bool
}

// survey is what a project holds, as far as the plan of an export needs it.
type survey struct {
	layers  map[who]int            // in how many articles
	groups  map[annotate.ID]string // of articles that no split may part
	stories []Story
}

// who is a person's work of one kind.
type who struct {
	person annotate.ID
	kind   annotate.LayerKind
}

// survey looks through the project, unless nothing hangs on it: splits need to
// know all groups, and formats of one layer whose layers there are.
func (e *export) survey(ctx context.Context) (survey, error) {
	s := survey{layers: map[who]int{}}
	groups, err := newGrouping(e.opt.Group, e.project.Schema)
	if err != nil {
		return s, err
	}
	if groups.stories == nil && e.format.Info().Holds.Layers && len(e.opt.Splits) == 0 && (e.opt.Layers == "" && e.native() || e.opt.Layers == "all") {
		return s, nil
	}
	each := e.corpus.Heads
	if groups.stories != nil {
		groups.stories.Memory = e.opt.Stories
		known, err := e.knowsTexts(ctx)
		if err != nil {
			return s, err
		}
		if !known {
			each = e.corpus.Each
		}
	}
	if slices.Contains(groups.by, GroupCluster) {
		each = e.corpus.Each
	}
	for entry, err := range each(ctx, e.opt.Articles.Query()) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return s, err
		}
		if !e.wantsArticle(entry.Layers) {
			continue
		}
		groups.add(entry.Article, slices.DeleteFunc(slices.Clone(entry.Layers), func(l annotate.Layer) bool { return !e.wants(&l) }))
		for _, l := range entry.Layers {
			if !e.wants(&l) {
				continue
			}
			s.layers[who{l.ID.Annotator, l.ID.Kind}]++
		}
	}
	links, err := StoryLinks(ctx, e.corpus)
	s.groups, s.stories = groups.groups(links)
	return s, err
}

// knowsTexts tells whether stories can be found without the texts of articles.
func (e *export) knowsTexts(ctx context.Context) (bool, error) {
	if e.opt.Stories == nil {
		return false, nil
	}
	for entry, err := range e.corpus.Heads(ctx, e.opt.Articles.Query()) {
		if err != nil || !e.opt.Stories.Knows(entry.Article) {
			return false, err
		}
	}
	return true, nil
}

// native tells whether the format is Galley's own, which takes all layers where nothing was said.
func (e *export) native() bool { return e.format.Info().ID == galley.Format{}.Info().ID }

// chooseViews says whose layers are exported, each view a data set of its own.
func (e *export) chooseViews(s survey) ([]view, error) {
	holdsLayers := e.format.Info().Holds.Layers
	switch e.opt.Layers {
	case "all":
		if holdsLayers {
			return []view{{shows: func(annotate.LayerID) bool { return true }}}, nil
		}
		return e.viewsOf(slices.SortedFunc(maps.Keys(s.layers), e.compareWho)), nil
	case "gold":
		return []view{e.gold(s)}, nil
	case majorityName:
		return []view{{
			layer: format.LayerName{Annotator: majorityName, Kind: annotate.Gold}, majority: true,
			shows: func(id annotate.LayerID) bool { return id.Kind == annotate.Human },
		}}, nil
	case "":
		if e.native() {
			return []view{{shows: func(annotate.LayerID) bool { return true }}}, nil
		}
		return e.usual(s)
	}
	chosen, err := e.named(s)
	if err != nil {
		return nil, err
	}
	if holdsLayers {
		return []view{{shows: func(id annotate.LayerID) bool { return slices.Contains(chosen, who{id.Annotator, id.Kind}) }}}, nil
	}
	return e.viewsOf(chosen), nil
}

// usual is what a format of others gets where nothing was said.
func (e *export) usual(s survey) ([]view, error) {
	var human []who
	for w := range s.layers {
		switch w.kind {
		case annotate.Gold:
			return []view{e.gold(s)}, nil
		case annotate.Human:
			human = append(human, w)
		}
	}
	slices.SortFunc(human, e.compareWho)
	switch {
	case len(human) > 1 && e.format.Info().Holds.Layers:
		return nil, &UsageError{fmt.Sprintf("there are layers of %s and no gold; say whose, or all", e.list(human))}
	case len(human) > 1:
		return nil, &UsageError{fmt.Sprintf("%s holds one layer, and there are layers of %s and no gold; say whose", e.format.Info().Name, e.list(human))}
	}
	return e.viewsOf(human), nil
}

// gold shows the adjudicated layers, whoever decided. One that somebody else
// has taken over since is left out.
func (e *export) gold(s survey) view {
	v := view{layer: format.LayerName{Kind: annotate.Gold}, shows: func(id annotate.LayerID) bool { return id.Kind == annotate.Gold }}
	var people []annotate.ID
	for w := range s.layers {
		if w.kind == annotate.Gold {
			people = append(people, w.person)
		}
	}
	if len(people) == 1 {
		v.layer.Annotator = e.names[people[0]]
	}
	return v
}

// named are the layers of the people that were named: their own work, or what
// they suggest where they have none.
func (e *export) named(s survey) ([]who, error) {
	var chosen []who
	between := func(r rune) bool { return r == ',' || unicode.IsSpace(r) }
	for rest := strings.TrimLeftFunc(e.opt.Layers, between); rest != ""; {
		name := e.firstName(rest)
		rest = strings.TrimLeftFunc(strings.TrimPrefix(rest, name), between)
		var found []who
		for w := range s.layers {
			if name == e.names[w.person] && w.kind != annotate.Gold || name == "gold" && w.kind == annotate.Gold {
				found = append(found, w)
			}
		}
		if human := slices.DeleteFunc(slices.Clone(found), func(w who) bool { return w.kind != annotate.Human }); len(human) > 0 {
			found = human
		}
		if len(found) == 0 {
			return nil, &UsageError{fmt.Sprintf("there is no layer of %q%s; there are layers of %s",
				name, e.inStates(), cmp.Or(e.list(slices.Collect(maps.Keys(s.layers))), "nobody"))}
		}
		slices.SortFunc(found, e.compareWho)
		for _, w := range found {
			if !slices.Contains(chosen, w) {
				chosen = append(chosen, w)
			}
		}
	}
	return chosen, nil
}

// firstName is the first of a list of names with commas between: the longest of
// a person that it begins with, since a name may hold a comma too.
func (e *export) firstName(list string) string {
	first, _, _ := strings.Cut(list, ",")
	first = strings.TrimSpace(first)
	for _, name := range e.names {
		if rest, ok := strings.CutPrefix(list, name); ok && len(name) > len(first) && (rest == "" || strings.HasPrefix(strings.TrimSpace(rest), ",")) {
			first = name
		}
	}
	return first
}

// inStates says which states layers must be in, where the recipe does.
func (e *export) inStates() string {
	if len(e.opt.States) == 0 {
		return ""
	}
	var states []string
	for _, s := range e.opt.States {
		states = append(states, string(s))
	}
	return " in the state " + strings.Join(states, " or ")
}

// viewsOf are a view for each layer, in a folder of its own where there are
// several; one that shows nothing where there is none.
func (e *export) viewsOf(list []who) []view {
	if len(list) == 0 {
		return []view{{shows: func(annotate.LayerID) bool { return false }}}
	}
	var out []view
	taken := map[string]bool{}
	for _, w := range list {
		v := view{
			layer: format.LayerName{Annotator: e.names[w.person], Kind: w.kind},
			shows: func(id annotate.LayerID) bool { return id.Annotator == w.person && id.Kind == w.kind },
		}
		if len(list) > 1 {
			v.folder = folderName(v.layer)
			for i := 2; taken[strings.ToLower(v.folder)]; i++ {
				v.folder = fmt.Sprintf("%s-%d", folderName(v.layer), i)
			}
			taken[strings.ToLower(v.folder)] = true
		}
		out = append(out, v)
	}
	return out
}

// folderName is a name that any file system takes; the real one stands in the files.
func folderName(l format.LayerName) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|. `, r) || r < ' ' {
			return '_'
		}
		return r
	}, cmp.Or(l.Annotator, "nobody"))
	if l.Kind != annotate.Human {
		name += "-" + string(l.Kind)
	}
	return name
}

func (e *export) compareWho(a, b who) int {
	return cmp.Or(cmp.Compare(e.names[a.person], e.names[b.person]), cmp.Compare(a.kind, b.kind), cmp.Compare(a.person, b.person))
}

// list names people, for a sentence.
func (e *export) list(of []who) string {
	slices.SortFunc(of, e.compareWho)
	var names []string
	for _, w := range of {
		if n := e.names[w.person]; !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// distinctNames are the names of people, with a number where two are alike.
func distinctNames(people []annotate.Person) map[annotate.ID]string {
	people = slices.Clone(people)
	slices.SortFunc(people, func(a, b annotate.Person) int { return cmp.Compare(a.ID, b.ID) })
	taken := map[string]bool{}
	out := map[annotate.ID]string{}
	for _, p := range people {
		name := p.Name
		for i := 2; taken[name]; i++ {
			name = fmt.Sprintf("%s (%d)", p.Name, i)
		}
		taken[name] = true
		out[p.ID] = name
	}
	return out
}
