package labelstudio

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format/formattest"
)

const labelling = `<View>
  <Labels name="label" toName="text">
    <Label value="Person" alias="PER" background="#ffccaa" hint="A human being"/>
    <Label value="Place" background="green"/>
  </Labels>
  <Labels name="trigger" toName="text"><Label value="Attack"/></Labels>
  <Relations><Relation value="near"/><Relation value="_fragment"/></Relations>
  <Choices name="level" toName="text" perRegion="true" whenTagName="label" whenLabelValue="PER"><Choice value="name"/><Choice value="pronoun"/></Choices>
  <Choices name="sure" toName="text" perRegion="true" choice="multiple" required="true"><Choice value="a"/></Choices>
  <Choices name="topic" toName="text"><Choice value="war"/><Choice value="war"/></Choices>
  <TextArea name="document.remark" toName="text"/>
  <Text name="text" value="$text"/>
</View>`

func TestReadSchema(t *testing.T) {
	s, err := ReadSchema("own", []byte(labelling))
	if err != nil {
		t.Fatal(err)
	}
	sure := annotate.AttributeType{Name: "sure", Type: "multi", Options: []string{"a"}, Required: true}
	level := annotate.AttributeType{Name: "level", Type: "choice", Options: []string{"name", "pronoun"}}
	want := &annotate.Schema{
		Format: annotate.SchemaFormat, FileVersion: 1, ID: "own", Name: "own", Nesting: true, Overlap: true,
		Entities: []annotate.EntityType{
			{Type: annotate.Type{Label: "PER", Display: "Person", Colour: "#ffccaa", Description: "A human being", Attributes: []annotate.AttributeType{level, sure}}},
			{Type: annotate.Type{Label: "Place", Attributes: []annotate.AttributeType{sure}}}},
		Events:          []annotate.EventType{{Type: annotate.Type{Label: "Attack"}, Roles: []annotate.Role{}}},
		Relations:       []annotate.RelationType{{Label: "near", From: []string{"*"}, To: []string{"*"}}},
		EventAttributes: []annotate.AttributeType{sure},
		DocumentAttributes: []annotate.AttributeType{
			{Name: "topic", Type: "choice", Options: []string{"war"}}, {Name: "remark", Type: "text"}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadSchemaNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, config, want string }{
		{"label twice", "<View><Labels name=\"l\">\n<Label value=\"A\"/>\n<Label value=\"A\"/></Labels></View>", `line 3: the label "A" is used twice`},
		{"label of nothing", "<View><Labels name=\"l\">\n<Label/></Labels></View>", "line 2: a Label has no value"},
		{"control without a name", "<View>\n<Choices><Choice value=\"a\"/></Choices></View>", "line 2: Choices has no name"},
		{"relation twice", "<View><Relations><Relation value=\"r\"/>\n<Relation value=\"r\"/></Relations></View>", `line 2: the relation "r" stands twice`},
		{"no label", "<View>\n<Text name=\"text\" value=\"$text\"/></View>", "there is no Label in it"},
		{"not closed", "<View>\n<Labels name=\"l\">", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ReadSchema("x", []byte(c.config))
			var at *annotate.SchemaError
			if s != nil || !errors.As(err, &at) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// The labels that Galley writes for Label Studio come back.
func TestSchemaComesBack(t *testing.T) {
	was := formattest.Schema()
	var b bytes.Buffer
	if err := newConfig(was).write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := ReadSchema("made-up", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range was.Entities {
		if got := s.Entity(e.Label); got == nil || got.Colour != e.Colour {
			t.Errorf("%s came back as %+v", e.Label, got)
		}
	}
	for _, e := range was.Events {
		if s.Event(e.Label) == nil {
			t.Errorf("%s did not come back", e.Label)
		}
	}
}

func FuzzReadSchema(f *testing.F) {
	f.Add([]byte(labelling))
	f.Fuzz(func(t *testing.T, config []byte) {
		s, err := ReadSchema("x", config)
		if (s == nil) == (err == nil) {
			t.Fatalf("%v and %v", s, err)
		}
		if s != nil {
			if again, err := annotate.ParseSchema(s.Encode()); err != nil || !annotate.Equal(again, s) {
				t.Fatalf("the schema is not sound: %v", err)
			}
		}
	})
}
