package main

import (
	"fmt"
	"strings"

	"galley/annotate"
)

// annotated is an annotation in a list: whose it is and what it says.
type annotated struct {
	Annotator string             `json:"annotator"` // name
	Layer     annotate.LayerKind `json:"layer"`
	Kind      annotate.Kind      `json:"kind"`
	ID        annotate.ID        `json:"id"`
	Label     string             `json:"label"` // in the schema; empty where it has none
	Text      string             `json:"text"`  // that it covers
}

func newAnnotated(article *annotate.Article, annotator string, layer annotate.LayerID, item annotate.Item) annotated {
	return annotated{annotator, layer.Kind, item.ItemKind(), item.ItemID(), annotate.LabelOf(item), article.Quote(annotate.SpansOf(item))}
}

// String names the annotation, as in: LOC "Elmira", mention m3 of ada.
func (a annotated) String() string {
	var b strings.Builder
	if a.Label != "" {
		fmt.Fprintf(&b, "%s ", a.Label)
	}
	if a.Text != "" {
		fmt.Fprintf(&b, "%q ", a.Text)
	}
	said := strings.TrimSuffix(b.String(), " ")
	if said != "" {
		said += ", "
	}
	return said + fmt.Sprintf("%s %s of %s", a.Kind, a.ID, ofLayer(a.Annotator, a.Layer))
}

// ofLayer names a layer, such as "ada" or "ben (gold)": a person's own by the
// person alone, and none by nothing.
func ofLayer(annotator string, kind annotate.LayerKind) string {
	if kind == annotate.Human || kind == "" {
		return annotator
	}
	return strings.TrimSpace(annotator + " (" + string(kind) + ")")
}
