package formattest

import (
	"fmt"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// body is a made-up report with what shifts offsets in careless programs:
// curly quotes, an emoji outside the basic plane, Arabic with a mark,
// combining accents, CRLF.
const body = "“Free Dawn” rebels struck the El Obeid hospital on Monday 😀, killing Jose\u0301 Marti\u0301n.\r\n" +
	"قال متحدث باسم الجيش في الخرطوم إن الهجوم وقع فجراً.\r\n" +
	"Ministry of Defence and Interior officials denied it.\r\n"

// Document is a made-up article with one layer that holds everything that can
// be said: nested, crossing and discontinuous mentions, an entity with two
// mentions, relations, an event across sentences, one without a trigger, values.
func Document() format.Record {
	a := annotate.NewArticle(annotate.Article{
		ID: "01900000-0000-7000-8000-000000000001", Key: "news-1", Title: "“Free Dawn” rebels strike", Published: "2016-05-02",
		Language: "en", Outlet: "The Courier", Author: "A. Reporter", URL: "https://example.org/1?a=1&b=<2>",
		Meta: annotate.Fields{"desk": `"world"`},
	}, body)
	m := func(id, label string, parts ...string) *annotate.Mention {
		return &annotate.Mention{ID: annotate.ID(id), Label: label, Spans: find(parts...)}
	}
	hospital := m("m2", "FAC", "El Obeid hospital")
	hospital.Entity = "e1"
	officials := m("m9", "ORG", "Ministry of Defence")
	officials.Entity = "e2"
	interior := m("m10", "ORG", "Ministry of ", "Interior")
	interior.Spans[0].End--
	interior.Entity = "e2"
	interior.Unsure = true
	jose := m("m6", "PER", "Jose\u0301 Marti\u0301n")
	jose.Attributes = annotate.Attributes{"mention": `"name"`}
	layer := annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, []annotate.Item{
		&annotate.Head{State: annotate.Done},
		m("m1", "ORG", "Free Dawn"), hospital, m("m3", "LOC", "El Obeid"), m("m4", "MISC", "hospital on Monday"),
		m("m5", "DATE", "Monday"), jose, m("m7", "ORG", "الجيش"), m("m8", "LOC", "الخرطوم"), officials, interior,
		&annotate.Entity{ID: "e1", Label: "FAC", Name: "El Obeid hospital", KB: "Q1963"},
		&annotate.Entity{ID: "e2", Label: "ORG", Name: "the ministries"},
		&annotate.Event{ID: "v1", Type: "ATTACK", Trigger: find("struck"), Arguments: []annotate.Argument{
			{Role: "Attacker", Target: "m1"}, {Role: "Target", Target: "m2"}, {Role: "Target", Target: "m6"},
			{Role: "Killed", Value: `{"low":1,"high":null,"approx":false}`},
		}, Attributes: annotate.Attributes{"realis": `"actual"`}},
		&annotate.Event{ID: "v2", Type: "STATEMENT", Trigger: find("denied"), Arguments: []annotate.Argument{
			{Role: "Speaker", Target: "e2"}, {Role: "About", Target: "v1"}, {Role: "Place", Target: "m8"},
		}},
		&annotate.Event{ID: "v3", Type: "CONFLICT", Evidence: find("rebels", "الهجوم"), Arguments: []annotate.Argument{{Role: "Part", Target: "v1"}}},
		&annotate.Relation{ID: "r1", Label: "located_in", From: "m2", To: "m3"},
		&annotate.Relation{ID: "r2", Label: "part_of", From: "m10", To: "m9"},
		&annotate.Label{ID: "l1", Label: "topic", Value: `"conflict"`},
		&annotate.Note{ID: "n1", On: "m6", Text: "a name with combining accents", State: annotate.NoteOpen, Type: "question"},
	})
	return format.Record{Article: a, Layers: []format.Layer{{Annotator: "ada", Layer: layer}}}
}

// find are the spans of the first places of parts in the body.
func find(parts ...string) []span.Span {
	var out []span.Span
	for _, p := range parts {
		i := strings.Index(body, p)
		if i < 0 {
			panic(fmt.Sprintf("formattest: %q is not in the document", p))
		}
		out = append(out, span.Span{Start: i, End: i + len(p)})
	}
	return out
}

// Schema is a schema for Document.
func Schema() *annotate.Schema {
	s, err := annotate.ParseSchema([]byte(schema))
	if err != nil {
		panic("formattest: " + err.Error())
	}
	return s
}

const schema = `{"format":"news-schema","version":1,"id":"made-up","name":"Made up","nesting":true,"overlap":true,
"entities":[{"label":"ORG"},{"label":"FAC"},{"label":"LOC"},{"label":"MISC"},{"label":"DATE","kind":"value"},
 {"label":"PER","display":"Person","colour":"#336699","attributes":[{"name":"mention","type":"choice","options":["name","pronoun"],"required":false}]},
 {"label":"Aid worker / vehicle"},{"label":"كيان"}],
"events":[
 {"label":"ATTACK","display":"Attack","roles":[{"name":"Attacker","fillers":["ORG","PER"],"min":1,"max":1},{"name":"Target","fillers":["*"],"min":1,"max":null},
  {"name":"Killed","fillers":["DATE"],"min":0,"max":1}],"attributes":[{"name":"realis","type":"choice","options":["actual","generic","other"],"required":true}]},
 {"label":"STATEMENT","roles":[{"name":"Speaker","fillers":["ORG","PER"],"min":0,"max":null},{"name":"About","fillers":["event:*"],"min":0,"max":1},{"name":"Place","fillers":["LOC"],"min":0,"max":1}]},
 {"label":"CONFLICT","roles":[{"name":"Part","fillers":["event:ATTACK"],"min":0,"max":null}]}],
"relations":[{"label":"located_in","from":["FAC"],"to":["LOC"]},{"label":"part_of","from":["ORG"],"to":["ORG"]},{"label":"allied with","from":["*"],"to":["*"],"symmetric":true}],
"event_attributes":[{"name":"negated","type":"bool","required":false}],
"document_attributes":[{"name":"topic","type":"choice","options":["conflict","sport"],"required":false}]}`
