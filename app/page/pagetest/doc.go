// Package pagetest makes annotated articles for the tests of the article view.
package pagetest

import (
	"fmt"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
	"galley/assets"
)

// Schema is the schema that the documents are marked by: conflict-news.
func Schema() *annotate.Schema {
	data, err := assets.Schemas.ReadFile("schemas/conflict-news.json")
	if err != nil {
		panic(err)
	}
	schema, err := annotate.ParseSchema(data)
	if err != nil {
		panic(err)
	}
	return schema
}

// Doc is a document with a body and items made by Mention, Event and the like.
func Doc(title, body string, items ...func(body string, n int) annotate.Item) annotate.Document {
	list := []annotate.Item{&annotate.Head{State: annotate.Started}}
	for i, item := range items {
		list = append(list, item(body, i+1))
	}
	a := annotate.NewArticle(annotate.Article{ID: "a1", Key: "a1", Title: title, Outlet: "The Meridian", Published: "2016-05-02", Author: "L. Haddad", Language: "en"}, body)
	return annotate.Document{Article: a, Layer: annotate.NewLayer(annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}, list)}
}

// Item makes a part of a Doc from its body and its place in the list, from 1.
type Item = func(body string, n int) annotate.Item

// Mention marks the first place of each fragment in the body. Its id is "m" and its place in the list.
func Mention(label string, fragments ...string) Item {
	return func(body string, n int) annotate.Item {
		return &annotate.Mention{ID: annotate.ID(fmt.Sprintf("m%d", n)), Label: label, Spans: find(body, fragments)}
	}
}

// Unsure is a Mention that its annotator is not sure of.
func Unsure(label string, fragments ...string) Item {
	return func(body string, n int) annotate.Item {
		m := Mention(label, fragments...)(body, n).(*annotate.Mention)
		m.Unsure = true
		return m
	}
}

// Event is an event with its trigger; arguments are "Role=target id". Its id is "v" and its place in the list.
func Event(kind, trigger string, arguments ...string) Item {
	return func(body string, n int) annotate.Item {
		v := &annotate.Event{ID: annotate.ID(fmt.Sprintf("v%d", n)), Type: kind, Trigger: find(body, []string{trigger})}
		for _, a := range arguments {
			role, target, _ := strings.Cut(a, "=")
			v.Arguments = append(v.Arguments, annotate.Argument{Role: role, Target: annotate.ID(target)})
		}
		return v
	}
}

// Note is an open note on an item.
func Note(on annotate.ID, kind, text string) Item {
	return func(_ string, n int) annotate.Item {
		return &annotate.Note{ID: annotate.ID(fmt.Sprintf("n%d", n)), On: on, Type: kind, Text: text, State: annotate.NoteOpen}
	}
}

func find(body string, fragments []string) []span.Span {
	var out []span.Span
	from := 0
	for _, f := range fragments {
		at := strings.Index(body[from:], f)
		if at < 0 {
			panic("pagetest: no " + f)
		}
		out = append(out, span.Span{Start: from + at, End: from + at + len(f)})
		from += at + len(f)
	}
	return out
}
