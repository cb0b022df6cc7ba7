package xmi_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/xmi"
	"galley/annotate/span"
)

func TestLaws(t *testing.T) { formattest.Run(t, xmi.Format{}, true) }

func TestGolden(t *testing.T) { formattest.Golden(t, xmi.Format{}) }

// file is a file with elements and a text of 14 UTF-16 units.
func file(elements ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:n="http:///news.ecore" xmlns:c="http:///webanno/custom.ecore" xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:co="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" xmlns:l="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore" xmi:version="2.0">
` + strings.Join(elements, "\n") + "\n" + sofa + "\n</xmi:XMI>\n"
}

const (
	sofa   = `<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Lyon 😀 Sudan x"/>`
	lyon   = `<n:Span xmi:id="2" sofa="1" begin="0" end="4" label="LOC" uid="a" part="0"/>`
	sudan  = `<n:Span xmi:id="3" sofa="1" begin="8" end="13" label="LOC" uid="b" part="0"/>`
	types  = "x.xmi: no_types: there is no TypeSystem.xml beside it"
	record = `x "Lyon 😀 Sudan x"`
)

func TestRead(t *testing.T) {
	formattest.Cases(t, xmi.Format{}, "x.xmi", []formattest.Case{
		{
			Name:   "spans, a relation, an event",
			File:   file(lyon, sudan, `<n:Relation xmi:id="4" sofa="1" begin="8" end="13" label="in" uid="r" Governor="2" Dependent="3"/>`, `<n:Event xmi:id="5" sofa="1" begin="14" end="15" label="X" uid="v" arguments="6"/>`, `<n:EventArgumentsLink xmi:id="6" role="Who" target="3"/>`, `<cas:View sofa="1" members="2 3 4 5"/>`),
			Want:   []string{record, `a LOC "Lyon"`, `b LOC "Sudan"`, `v X "x" Who:b`, `r in a -> b`},
			Issues: []string{types},
		},
		{
			Name:   "fragments",
			File:   file(`<n:Span xmi:id="2" sofa="1" begin="8" end="13" label="LOC" uid="a" part="1"/>`, `<n:Span xmi:id="3" sofa="1" begin="0" end="4" label="LOC" uid="a" part="0"/>`),
			Want:   []string{record, `a LOC "Lyon Sudan"`},
			Issues: []string{types},
		},
		{
			Name: "outside, backwards, empty, inside a character, no number",
			File: file(`<n:Span xmi:id="2" sofa="1" begin="8" end="99" label="X"/>`, `<n:Span xmi:id="3" sofa="1" begin="4" end="2" label="X"/>`, `<n:Span xmi:id="4" sofa="1" begin="4" end="4" label="X"/>`,
				`<n:Span xmi:id="5" sofa="1" begin="6" end="9" label="X"/>`, `<n:Span xmi:id="6" sofa="1" begin="x" end="9" label="X"/>`, strings.Replace(lyon, `"2"`, `"12"`, 1)),
			Want:   []string{record, `a LOC "Lyon"`},
			Issues: []string{types, `x.xmi, line 7, Span 6: wrong_type`, `x.xmi, line 3, Span 2: span_outside`, `x.xmi, line 4, Span 3: span_outside: span 4-2 holds no text`, `x.xmi, line 5, Span 4: span_outside`, `x.xmi, line 6, Span 5: span_outside`},
		},
		{
			Name: "ids twice, unknown references",
			File: file(lyon, lyon, `<n:Span xmi:id="4" sofa="1" begin="0" end="4" label="LOC" uid="a" part="0"/>`, `<n:Relation xmi:id="5" sofa="1" begin="0" end="4" label="in" Governor="2" Dependent="99"/>`,
				`<n:Event xmi:id="6" sofa="1" begin="0" end="4" label="X" uid="v" arguments="7 8"/>`, `<n:EventArgumentsLink xmi:id="7" role="Who" target="98"/>`, `<n:Relation xmi:id="9" sofa="1" begin="0" end="4" Governor="2"/>`, `<cas:View sofa="1" members="2 97"/>`),
			Want: []string{record, `a LOC "Lyon"`, `v X "Lyon"`},
			Issues: []string{types, `x.xmi, line 4, Span 2: duplicate_id: its id is that of Span 2 before it`, `x.xmi, line 10, View: unknown_reference: its member 97`,
				`x.xmi, line 7, Event 6: unknown_reference: its arguments 8 is not there`, `x.xmi, line 8, EventArgumentsLink 7: unknown_reference: its target 98 is not there`,
				`x.xmi, line 6, Relation 5: unknown_reference: its Dependent 99 is not there`, `x.xmi, line 9, Relation 9: missing: it has no Dependent`, `x.xmi, line 5, mention a: duplicate_id`},
		},
		{
			Name:   "named entities of DKPro Core",
			File:   file(`<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="4" value="LOC" identifier="Q456"/>`, `<ner:Location xmi:id="3" sofa="1" begin="8" end="13"/>`, `<l:POS xmi:id="4" sofa="1" begin="8" end="13" PosValue="NNP"/>`, `<tcas:DocumentAnnotation xmi:id="5" sofa="1" begin="0" end="15" language="fr"/>`),
			Want:   []string{record, `m2 LOC "Lyon"`, `m3 Location "Sudan"`, `e2 LOC`},
			Issues: []string{types, `x.xmi: passed_over: 1 of type POS`},
		},
		{
			Name:   "layers of INCEpTION",
			File:   file(`<c:Actor xmi:id="2" sofa="1" begin="0" end="4" kind="city"/>`, `<c:Actor xmi:id="3" sofa="1" begin="8" end="13"/>`, `<c:Link xmi:id="4" sofa="1" begin="0" end="4" Governor="2" Dependent="3" value="in"/>`),
			Want:   []string{record, `m2 Actor "Lyon" (kind: city)`, `m3 Actor "Sudan"`, `r4 in m2 -> m3`},
			Issues: []string{types},
		},
		{
			Name:   "a chain of coreference, and one that goes round",
			File:   file(`<co:CoreferenceChain xmi:id="2" first="3"/>`, `<co:CoreferenceLink xmi:id="3" sofa="1" begin="0" end="4" next="4" referenceType="name"/>`, `<co:CoreferenceLink xmi:id="4" sofa="1" begin="8" end="13" next="3"/>`),
			Want:   []string{record, `m3 name "Lyon"`, `m4 Coreference "Sudan"`, `e2 Coreference`},
			Issues: []string{types},
		},
		{
			Name:   "another text",
			File:   file(lyon, `<n:Span xmi:id="3" sofa="9" begin="0" end="4" label="LOC" uid="b" part="0"/>`, `<cas:Sofa xmi:id="9" sofaNum="2" sofaID="other" sofaString="Rome"/>`),
			Want:   []string{record, `a LOC "Lyon"`},
			Issues: []string{types, "x.xmi: passed_over: the text of the view \"other\" was not read", `x.xmi: passed_over: 1 of annotations of another text`},
		},
		{
			Name:   "cut off before the text",
			File:   strings.TrimSuffix(file(lyon), sofa+"\n</xmi:XMI>\n"),
			Issues: []string{types, `x.xmi, line 4: bad_xml: it is cut off: the XML ends in the middle`},
		},
		{
			Name:   "cut off behind the text",
			File:   strings.TrimSuffix(file(lyon), "</xmi:XMI>\n") + `<n:Span xmi:id="3" sof`,
			Want:   []string{record, `a LOC "Lyon"`},
			Issues: []string{types, `x.xmi, line 5, the rest: bad_xml`},
		},
		{
			Name:   "XML 1.1",
			File:   strings.Replace(file(lyon), `version="1.0"`, `version="1.1"`, 1),
			Want:   []string{record, `a LOC "Lyon"`},
			Issues: []string{types},
		},
		{Name: "no text", File: strings.Replace(file(lyon), ` sofaString="Lyon 😀 Sudan x"`, "", 1), Issues: []string{types, `x.xmi: missing: it has no text`}},
		{Name: "other XML", File: "<html></html>", Issues: []string{types, `x.xmi, line 1: bad_syntax: it is no XMI`}},
		{Name: "nothing", Issues: []string{types, `x.xmi, line 1: bad_syntax: it holds no element`}},
	})
}

// The types say what features hold: of an unknown layer, references are no texts.
func TestTypeSystem(t *testing.T) {
	system := `<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>webanno.custom.Attack</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>deaths</name><rangeTypeName>uima.cas.Integer</rangeTypeName></featureDescription>
<featureDescription><name>sure</name><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription>
<featureDescription><name>words</name><rangeTypeName>uima.cas.StringArray</rangeTypeName></featureDescription>
<featureDescription><name>who</name><rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>webanno.custom.AttackWhoLink</elementType></featureDescription>
</features></typeDescription>
<typeDescription><name>webanno.custom.AttackWhoLink</name><supertypeName>uima.cas.TOP</supertypeName><features>
<featureDescription><name>role</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>target</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>
</features></typeDescription></types></typeSystemDescription>`
	body := file(lyon, `<c:Attack xmi:id="3" sofa="1" begin="8" end="13" deaths="12" sure="true" who="4"><words>a b</words><words>c</words></c:Attack>`,
		`<c:AttackWhoLink xmi:id="4" role="By" target="2"/>`, `<c:Attack xmi:id="5" sofa="1" begin="14" end="15"/>`)
	fsys := fstest.MapFS{"TypeSystem.xml": {Data: []byte(system)}, "deep/x.xmi": {Data: []byte(body)}}
	records, issues, _, err := formattest.Read(xmi.Format{}, format.Input{FS: fsys, Name: ".", Path: "in"})
	if err != nil || len(issues) > 0 || len(records) != 1 {
		t.Fatalf("%v, %v, %d records", err, issues, len(records))
	}
	want := []string{`deep/x "Lyon 😀 Sudan x"`, `a LOC "Lyon"`, `v3 Attack "Sudan" By:a (deaths: 12; sure: true; words: a b, c)`, `v5 Attack "x"`}
	if diff := cmp.Diff(want, formattest.Describe(records[0])); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What XML cannot hold is counted, and blanks stand for it in the text.
func TestControls(t *testing.T) {
	a := annotate.NewArticle(annotate.Article{Key: "k\x01", Title: "T\uFFFF"}, "a\x0cb\ufffec")
	layer := annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, []annotate.Item{
		&annotate.Mention{ID: "m\x01", Label: "X", Spans: []span.Span{{Start: 2, End: 7}}},
		&annotate.Mention{ID: "m ", Label: "X", Spans: []span.Span{{Start: 0, End: 1}}},
		&annotate.Relation{ID: "r", Label: "to\x02", From: "m\x01", To: "m "},
	})
	var lost format.Losses
	fit := xmi.Format{}.Fit(format.Record{Article: a, Layers: []format.Layer{{Layer: layer}}}, &lost)
	want := []string{`k  "a b   c"`, `m  X "a"`, `m ~2 X "b   c"`, `r to  m ~2 -> m `}
	if diff := cmp.Diff(want, formattest.Describe(fit)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, what := range []string{"control characters of texts, for which blanks stand", "control characters in keys, titles and other metadata", "control characters in annotations"} {
		found := false
		for _, l := range lost.List() {
			found = found || l.What == what
		}
		if !found {
			t.Errorf("%q is not in the report: %v", what, lost.List())
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(formattest.Seed(f, xmi.Format{}, "news-1.xmi"), formattest.Seed(f, xmi.Format{}, "TypeSystem.xml"))
	f.Add([]byte(file(lyon, sudan, `<n:Event xmi:id="5" sofa="1" begin="14" end="15" label="X" uid="v" arguments="6" otherArguments="7"/>`, `<n:EventArgumentsLink xmi:id="6" role="Who" target="3" entity="8"/>`,
		`<n:Argument xmi:id="7" role="n" json="5"/>`, `<n:Entity xmi:id="8" label="P" uid="e"/>`, `<n:Fragment xmi:id="9" sofa="1" begin="0" end="1" uid="v" part="0" of="evidence"/>`)), []byte("<typeSystemDescription/>"))
	f.Add([]byte(file(lyon, sudan, `<co:CoreferenceChain xmi:id="4" first="2"/>`)), []byte("<x/>"))
	f.Fuzz(func(t *testing.T, data, system []byte) {
		fsys := fstest.MapFS{"x.xmi": {Data: data}, "TypeSystem.xml": {Data: system}}
		formattest.Sound(t, xmi.Format{}, format.Input{FS: fsys, Name: "x.xmi", Path: "x.xmi"})
	})
}
