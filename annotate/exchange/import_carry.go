package exchange

import (
	"context"
	"errors"
	"fmt"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/format"
)

// corrected is the article that has the corrected text of one; nil where its text was not corrected.
func (m *maker) corrected(ctx context.Context, id annotate.ID) (*annotate.Article, error) {
	var now *annotate.Article
	for {
		a, err := m.target.Article(ctx, id)
		if errors.Is(err, annotate.ErrNotFound) {
			return nil, nil // in a dry run nothing is there yet
		}
		if err != nil {
			return nil, err
		}
		next := annotate.ID(a.Extra[annotate.ReplacedBy].Text())
		if next == "" || !a.Deleted {
			return now, nil
		}
		if now, err = m.target.Article(ctx, next); err != nil {
			return nil, err
		}
		id = next
	}
}

// carry takes in annotations of a text that was corrected since: they go to the
// corrected one. What has no place there is refused.
func (m *maker) carry(ctx context.Context, p pending, now *annotate.Article) error {
	m.warn(format.Issue{Item: p.Where, Code: "text_corrected", Message: fmt.Sprintf("the text of %q was corrected since; the annotations are carried over", clip(now.Key))})
	change := anchor.Between(p.Article.Text, now.Text)
	layers := make([]format.Layer, len(p.Layers))
	for i, l := range p.Layers {
		var items []annotate.Item
		if l.Head != nil {
			items = append(items, l.Head)
		}
		for _, x := range change.Carry(l.Layer) {
			if x.Now != nil {
				items = append(items, x.Now)
				continue
			}
			words := clip(p.Article.Quote(annotate.SpansOf(x.Was)))
			m.refuse(format.Issue{Item: p.Where, Code: "text_corrected", Message: fmt.Sprintf("%s %s %q: %s in the corrected text", x.Was.ItemKind(), x.Was.ItemID(), words, x.Reason)}, false)
		}
		layers[i] = format.Layer{Annotator: l.Annotator, Layer: annotate.NewLayer(l.ID, items)}
	}
	p.Layers = layers
	a := *now
	return m.annotations(ctx, p, &a, false)
}
