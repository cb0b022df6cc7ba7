package exchange

import (
	"context"

	"galley/annotate"
)

// storyLinks are what people said about which articles tell one story.
func storyLinks(ctx context.Context, corpus Corpus) ([]*annotate.StoryLink, error) {
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
