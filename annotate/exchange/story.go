package exchange

import (
	"context"

	"galley/annotate"
)

// Story is articles that are copies of each other.
type Story struct {
	Members []StoryMember // two at least, in order of key
	Split   string        // that they are in
}

// StoryMember is an article in a story.
type StoryMember struct {
	Article                       annotate.ID
	Key, Title, Outlet, Published string
	Likeness                      float64 // see package story
}

// StoryLinks are what people said about which articles tell one story.
func StoryLinks(ctx context.Context, corpus Corpus) ([]*annotate.StoryLink, error) {
	things, err := corpus.Things(ctx, annotate.KindStoryLink, "")
	if err != nil {
		return nil, err
	}
	out := make([]*annotate.StoryLink, len(things))
	for i, t := range things {
		out[i] = t.(*annotate.StoryLink)
	}
	return out, nil
}

// PartFromStory are the edits that say that an article is no copy of the others.
// links are those of the project.
func PartFromStory(links []*annotate.StoryLink, s Story, article annotate.ID) []annotate.Edit {
	var edits []annotate.Edit
	for _, m := range s.Members {
		if m.Article != article {
			edits = append(edits, LinkStory(links, article, m.Article, false))
		}
	}
	return edits
}

// LinkStory is the edit that says of two articles whether they are of one story.
func LinkStory(links []*annotate.StoryLink, a, b annotate.ID, same bool) annotate.Edit {
	now := annotate.NewStoryLink(a, b, same)
	e := annotate.Edit{After: now}
	for _, l := range links {
		if l.ItemID() == now.ItemID() {
			e.Before = l
		}
	}
	return e
}
