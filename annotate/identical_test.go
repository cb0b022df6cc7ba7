package annotate_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

func TestOccurrences(t *testing.T) {
	d := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, "Sahl fell. Near Sahl road and in sahl, Sahli said."), Layer: annotate.Layer{ID: annotate.LayerID{Article: "a"}}}
	d = done(t, d, []annotate.Edit{
		d.Put(&annotate.Entity{ID: "e", Label: "LOC", Name: "Sahl"}),
		d.Put(&annotate.Mention{ID: "m", Label: "LOC", Spans: []span.Span{{Start: 0, End: 4}}, Entity: "e", Attributes: annotate.Attributes{"level": `"name"`}}),
		d.Put(&annotate.Mention{ID: "n", Label: "FAC", Spans: []span.Span{{Start: 16, End: 25}}}),
	})
	m, _ := d.Layer.Mentions.Get("m")
	model, ok := d.ModelOf(m, &annotate.Schema{})
	if !ok {
		t.Fatal("a mention is no model")
	}
	var got []string
	var places []span.Span
	for _, o := range d.Occurrences(model, text.Likeness{Words: true}) {
		taken := ""
		if o.Taken != nil {
			taken = annotate.LabelOf(o.Taken)
		}
		got = append(got, fmt.Sprint(o.Span, taken))
		places = append(places, o.Span)
	}
	if diff := cmp.Diff([]string{"{16 20}FAC", "{33 37}"}, got); diff != "" {
		t.Fatal(diff)
	}

	n := 0
	id := func() annotate.ID { n++; return annotate.ID(fmt.Sprint("new", n)) }
	after := done(t, d, d.Propagate(model, places[1:], id))
	made, _ := after.Layer.Mentions.Get("new1")
	want := &annotate.Mention{ID: "new1", Label: "LOC", Spans: places[1:], Entity: "e", Attributes: m.Attributes, Origin: annotate.Origin{Source: annotate.Propagated}}
	if !annotate.Equal(made, want) {
		t.Errorf("made %+v, want %+v", made, want)
	}

	// In another article the entity is the one of that name, and a value is not taken over.
	other := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "b"}, "Sahl"), Layer: annotate.Layer{ID: annotate.LayerID{Article: "b"}}}
	other = done(t, other, []annotate.Edit{other.Put(&annotate.Entity{ID: "f", Label: "LOC", Name: "Sahl"})})
	model.Value = true
	there := other.Propagate(model, []span.Span{{Start: 0, End: 4}}, id)[0].After.(*annotate.Mention)
	if there.Entity != "f" || there.Attributes != nil {
		t.Errorf("in another article it hangs on %q with %v", there.Entity, there.Attributes)
	}
}
