package reliability

import (
	"cmp"
	"maps"
	"slices"

	"galley/annotate"
)

// terms are the labels and attributes that occur in a study, in order of name.
type terms struct {
	labels     []string        // of mentions
	types      []string        // of events
	relations  []string        // labels of relations
	symmetric  map[string]bool // of these, those that may stand either way
	documents  []string        // names of document labels
	sorts      []key           // what is tallied per label
	attributes []key           // of what coders have in common; without a name of a measure
	scales     []scale         // of attributes, by all that anybody said
	number     map[key]int32
}

func (s *Study) terms() *terms {
	t := &terms{number: map[key]int32{}, symmetric: map[string]bool{}}
	seen, values := map[key]bool{}, map[key]map[annotate.Value]bool{}
	note := func(of, name string, list *[]string) {
		if k := (key{of: of, label: name}); !seen[k] {
			seen[k] = true
			*list = append(*list, name)
		}
	}
	attribute := func(of string, a annotate.Attributes) {
		for name, v := range a {
			k := key{of: of, label: name}
			if values[k] == nil {
				values[k] = map[annotate.Value]bool{}
				t.attributes = append(t.attributes, k)
			}
			values[k][v] = true
		}
	}
	for i := range s.articles {
		for _, w := range s.articles[i].work {
			for n, u := range w.units {
				note(Mentions, u.Label, &t.labels)
				attribute(MentionAttributes, w.mentions[n])
			}
			for n := range w.events {
				note(Events, w.events[n].Type, &t.types)
				attribute(EventAttributes, w.events[n].values)
			}
			for n := range w.relations {
				note(Relations, w.relations[n].Type, &t.relations)
			}
			for _, l := range w.labels {
				note(Labels, l.name, &t.documents)
			}
		}
	}
	slices.Sort(t.labels)
	slices.Sort(t.types)
	slices.Sort(t.relations)
	slices.Sort(t.documents)
	slices.SortFunc(t.attributes, func(a, b key) int { return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.label, b.label)) })
	for _, label := range t.labels {
		t.sorts = append(t.sorts, key{Mentions, label, "strict_f1"}, key{Mentions, label, "partial_f1"})
	}
	for _, kind := range t.types {
		t.sorts = append(t.sorts, key{Events, kind, "trigger_cls_f1"}, key{Events, kind, "arg_cls_attached_f1"})
	}
	for _, label := range t.relations {
		t.sorts = append(t.sorts, key{Relations, label, "rel_f1"})
		if r := s.schema.Relation(label); r != nil && r.Symmetric {
			t.symmetric[label] = true
		}
	}
	for i, k := range t.sorts {
		t.number[k] = int32(i)
	}
	types := attributeTypes(s.schema)
	for i, k := range t.attributes {
		t.number[k] = int32(i)
		t.scales = append(t.scales, scaleOf(types, k.label, slices.Collect(maps.Keys(values[k]))))
	}
	return t
}

// attributeTypes are the types of all attributes of mentions and events.
func attributeTypes(s *annotate.Schema) []annotate.AttributeType {
	types := slices.Clone(s.EventAttributes)
	for _, v := range s.Events {
		types = append(types, v.Attributes...)
	}
	for _, e := range s.Entities {
		types = append(types, e.Attributes...)
	}
	return types
}
