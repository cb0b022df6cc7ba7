package exchange

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/internal/disjoint"
	"galley/annotate/story"
)

// What splits must not part.
const (
	GroupNone   = "none"   // nothing: each article for itself; the default
	GroupOutlet = "outlet" // articles of one outlet
	GroupDate   = "date"   // articles of one day
	GroupStory  = "story"  // copies of one story
	// GroupCluster is articles with events that people put into one cluster, by an
	// attribute of the type event_cluster. Links of entities to a knowledge base
	// are none of it: they would put all articles about a country together.
	GroupCluster = "cluster"
)

// grouping finds the groups of articles that no split may part: those that are
// linked by anything that the recipe names, or by way of others.
type grouping struct {
	by      []string
	schema  *annotate.Schema // which tells the attributes that name clusters; nil for none
	ids     []annotate.ID
	names   []string      // of each article
	heads   []StoryMember // of the articles, where stories are found
	sets    disjoint.Sets
	first   map[string]int32 // of the articles that share a name
	stories *story.Finder
}

// newGrouping reads what groups an article: one of the Group constants or several with commas between them.
func newGrouping(group string, schema *annotate.Schema) (*grouping, error) {
	g := &grouping{schema: schema, first: map[string]int32{}}
	for by := range strings.SplitSeq(group, ",") {
		switch by = strings.TrimSpace(by); by {
		case "", GroupNone:
			continue
		case GroupOutlet, GroupDate, GroupCluster:
		case GroupStory:
			g.stories = new(story.Finder)
		default:
			return nil, &UsageError{fmt.Sprintf("articles cannot be grouped by %q, but by story, cluster, outlet, date or none", by)}
		}
		g.by = append(g.by, by)
	}
	return g, nil
}

// add takes an article in, with its layers where annotations matter.
func (g *grouping) add(a *annotate.Article, layers []annotate.Layer) {
	n := g.sets.Add()
	g.ids = append(g.ids, a.ID)
	names := g.namesOf(a, layers)
	g.names = append(g.names, names[0])
	for _, name := range names {
		first, known := g.first[name]
		if !known {
			g.first[name] = n
			continue
		}
		g.sets.Join(first, n)
	}
	if g.stories != nil {
		g.stories.Add(a)
		g.heads = append(g.heads, StoryMember{Article: a.ID, Key: a.Key, Title: a.Title, Outlet: a.Outlet, Published: a.Published})
	}
}

// namesOf are the names of what an article must stay together with, in order.
// One whose outlet and date are not known, or do not matter, stands for itself.
func (g *grouping) namesOf(a *annotate.Article, layers []annotate.Layer) []string {
	var names []string
	if slices.Contains(g.by, GroupDate) && a.Published != "" {
		names = append(names, "date "+a.Published[:min(len(a.Published), len("2016-05-02"))])
	}
	if slices.Contains(g.by, GroupOutlet) && a.Outlet != "" {
		names = append(names, "outlet "+a.Outlet)
	}
	if slices.Contains(g.by, GroupCluster) {
		for _, l := range layers {
			names = append(names, g.clustersOf(l)...)
		}
	}
	if len(names) == 0 {
		names = append(names, "article "+string(a.ID))
	}
	return names
}

// clustersOf are the clusters that the events of a layer are in.
func (g *grouping) clustersOf(l annotate.Layer) []string {
	if g.schema == nil {
		return nil
	}
	var out []string
	for _, v := range l.Events.All() {
		types := g.schema.EventAttributes
		if t := g.schema.Event(v.Type); t != nil {
			types = slices.Concat(t.Attributes, types)
		}
		for _, t := range types {
			if value := v.Attributes[t.Name]; t.Type == "event_cluster" && value != "" {
				out = append(out, "cluster "+t.Name+" "+value.Text())
			}
		}
	}
	return out
}

// groups names the group of each article, and gives the stories where these are
// found. The name is the same in any order of the articles.
func (g *grouping) groups(links []*annotate.StoryLink) (names map[annotate.ID]string, stories []Story) {
	if g.stories != nil {
		number := make(map[annotate.ID]int32, len(g.ids))
		for i, id := range g.ids {
			number[id] = int32(i)
		}
		for _, s := range g.stories.Stories(links) {
			var told Story
			for _, m := range s {
				g.sets.Join(number[s[0].Article], number[m.Article])
				head := g.heads[number[m.Article]]
				head.Likeness = m.Likeness
				told.Members = append(told.Members, head)
			}
			stories = append(stories, told)
		}
	}
	out := make(map[annotate.ID]string, len(g.ids))
	for _, members := range g.sets.Members() {
		name := g.names[members[0]]
		for _, m := range members {
			name = min(name, g.names[m])
		}
		for _, m := range members {
			out[g.ids[m]] = name
		}
	}
	return out, stories
}
