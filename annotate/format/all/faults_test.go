package all_test

import (
	"slices"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

// twoNames is an article with a mention that no fault below touches, one that
// they do, and a relation from the one to the other.
func twoNames() format.Record {
	at := func(start, end int) []span.Span { return []span.Span{{Start: start, End: end}} }
	return format.Record{
		Article: annotate.NewArticle(annotate.Article{Key: "k", ID: "a1"}, "Lyon met Nice."),
		Layers: []format.Layer{{Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, []annotate.Item{
			&annotate.Mention{ID: "m1", Label: "A", Spans: at(0, 4)}, &annotate.Mention{ID: "m2", Label: "B", Spans: at(9, 13)},
			&annotate.Relation{ID: "r1", Label: "R", From: "m1", To: "m2"},
		})}},
	}
}

// TestFaults puts the faults of foreign files into what each format writes: each
// is refused by its place and reason, and the rest comes in.
func TestFaults(t *testing.T) {
	const outside, twice, unknown, differs = format.CodeSpan, format.CodeDuplicateID, format.CodeReference, format.CodeText
	tests := []struct{ format, fault, old, new, code string }{
		{"galley", "a span outside the text", `[[9,13]]`, `[[9,99]]`, outside},
		{"galley", "an end before its start", `[[9,13]]`, `[[13,9]]`, outside},
		{"galley", "an unknown reference", `"to":"m2"`, `"to":"m7"`, unknown},
		{"galley", "an id used twice", `{"id":"m2"`, `{"id":"m1"`, twice},
		{"galley", "another text", `"text":"Nice"`, `"text":"Rome"`, differs},
		{"brat", "a span outside the text", "B 9 13", "B 9 99", outside},
		{"brat", "an end before its start", "B 9 13", "B 13 9", outside},
		{"brat", "an unknown reference", "Arg2:T2", "Arg2:T7", unknown},
		{"brat", "an id used twice", "T2\tB", "T1\tB", twice},
		{"brat", "another text", "\tNice", "\tRome", differs},
		{"hf-jsonl", "a span outside the text", `"end":13`, `"end":99`, outside},
		{"hf-jsonl", "an end before its start", `"start":9,"end":13`, `"start":13,"end":9`, outside},
		{"hf-jsonl", "an unknown reference", `"tail":"m2"`, `"tail":"m7"`, unknown},
		{"hf-jsonl", "an id used twice", `{"id":"m2"`, `{"id":"m1"`, twice},
		{"hf-jsonl", "another text", `"text":"Nice"`, `"text":"Rome"`, differs},
		{"labelstudio", "a span outside the text", `"end":13`, `"end":99`, outside},
		{"labelstudio", "an end before its start", `"start":9,"end":13`, `"start":13,"end":9`, outside},
		{"labelstudio", "an unknown reference", `"to_id":"m2"`, `"to_id":"m7"`, unknown},
		{"labelstudio", "another text", `"text":"Nice"`, `"text":"Rome"`, differs},
		{"doccano", "a span outside the text", `"end_offset":13`, `"end_offset":99`, outside},
		{"doccano", "an end before its start", `"start_offset":9,"end_offset":13`, `"start_offset":13,"end_offset":9`, outside},
		{"doccano", "an unknown reference", `"to_id":2`, `"to_id":7`, unknown},
		{"doccano", "an id used twice", `{"id":2,"label"`, `{"id":1,"label"`, twice},
		{"doccano", "another text", `"text":"Nice"`, `"text":"Rome"`, differs},
		{"prodigy", "a span outside the text", `{"start":9,"end":13,"token_start":2`, `{"start":9,"end":99,"token_start":2`, outside},
		{"prodigy", "an unknown reference", `"label":"B","id":"m2"}`, `"label":"B","id":"m7"}`, unknown},
		{"prodigy", "an id used twice", `"text":"Nice","id":"m2"`, `"text":"Nice","id":"m1"`, twice},
		{"webanno-tsv", "a span outside the text", "9-13\tNice", "9-99\tNice", outside},
		{"webanno-tsv", "an end before its start", "9-13\tNice", "13-9\tNice", outside},
		{"webanno-tsv", "an unknown reference", "1-1[1_2]", "1-7[1_2]", unknown},
		{"webanno-tsv", "another text", "9-13\tNice", "9-13\tRome", differs},
		{"dygie", "a span outside the text", `[2,2,"B"]`, `[2,9,"B"]`, outside},
		{"dygie", "an end before its start", `[2,2,"B"]`, `[2,1,"B"]`, outside},
		{"wikievents", "a span outside the text", `"start":2,"end":3`, `"start":2,"end":9`, outside},
		{"wikievents", "an unknown reference", `{"entity_id":"k-m2"`, `{"entity_id":"k-m7"`, unknown},
		{"wikievents", "an id used twice", `{"id":"k-m2"`, `{"id":"k-m1"`, twice},
		{"oneie", "a span outside the text", `"start":2,"end":3`, `"start":2,"end":9`, outside},
		{"oneie", "an unknown reference", `{"entity_id":"k-m2"`, `{"entity_id":"k-m7"`, unknown},
		{"gliner", "a span outside the text", `[2,2,"B"]`, `[2,9,"B"]`, outside},
		{"gliner", "an unknown reference", `[0,1,"R"]`, `[0,7,"R"]`, unknown},
	}
	for _, tt := range tests {
		t.Run(tt.format+"/"+tt.fault, func(t *testing.T) {
			f := all.Find(tt.format)
			out, err := formattest.Write(f, format.Set{}, []format.Record{f.Fit(twoNames(), nil)})
			if err != nil {
				t.Fatal(err)
			}
			in := format.Input{FS: out.FS, Name: ".", Path: "out"}
			if extension := f.Info().Extension; extension != "" {
				in.Name = "articles" + extension
			}
			put := false
			for _, file := range out.FS {
				if data := strings.Replace(string(file.Data), tt.old, tt.new, 1); data != string(file.Data) {
					file.Data, put = []byte(data), true
				}
			}
			if !put {
				t.Fatalf("%s writes no %s", tt.format, tt.old)
			}
			records, issues, _, err := formattest.Read(f, in)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(issues, func(i format.Issue) bool { return i.Code == tt.code && i.Item != "" && i.Message != "" }) {
				t.Errorf("the issues are %v, none of them %s", issues, tt.code)
			}
			if len(records) != 1 || len(records[0].Layers) != 1 || !slices.ContainsFunc(records[0].Layers[0].Mentions.All(), func(m *annotate.Mention) bool {
				return m.Label == "A" && strings.TrimSpace(records[0].Article.Quote(m.Spans)) == "Lyon"
			}) {
				t.Errorf("the sound mention did not come in: %v", records)
			}
		})
	}
}
