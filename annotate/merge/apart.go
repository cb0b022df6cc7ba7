package merge

import (
	"galley/annotate"
	"galley/annotate/anchor"
)

// Apart is an annotation that cannot be compared with what is in the project.
type Apart struct {
	Article   *annotate.Article // on whose text it stands
	Annotator string            // name of whose it is
	Layer     annotate.LayerID
	Item      annotate.Item
	Reason    string // in words
}

// Reasons for which annotations are not comparable, besides those of package anchor.
const (
	otherText = "the article has another text here"
	absent    = "the article is not here"
)

// setApart notes an annotation that cannot be compared with what is here.
func (r *Report) setApart(a Apart) {
	r.Apart++
	r.NotCompared = append(r.NotCompared, a)
}

// allApart notes all annotations of an article.
func (r *Report) allApart(project *annotate.Project, entry annotate.Entry, reason string) {
	for _, l := range entry.Layers {
		l.Each(func(item annotate.Item) {
			if item.ItemKind() != annotate.KindHead {
				r.setApart(Apart{entry.Article, project.NameOf(l.ID.Annotator), l.ID, item, reason})
			}
		})
	}
}

// lost notes an annotation that has no place in a corrected text.
func (p *Plan) lost(old *annotate.Article, layer annotate.LayerID, x anchor.Carried) {
	layer.Article = old.ID
	p.Report.setApart(Apart{old, p.project.NameOf(layer.Annotator), layer, x.Was, x.Reason})
}
