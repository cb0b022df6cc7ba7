package cas

import (
	"slices"
	"strings"
)

// Type is a type of feature structures.
type Type struct {
	Name     string
	Super    string
	Features []FeatureType
}

// FeatureType is a feature that the structures of a type have.
type FeatureType struct {
	Name    string
	Range   string
	Element string // of an array, the type of what is in it
}

// Types is a type system.
type Types struct {
	List  []Type
	index map[string]int
}

// NewTypes is a type system of list.
func NewTypes(list []Type) *Types {
	t := &Types{index: map[string]int{}}
	for _, x := range list {
		t.Merge(x)
	}
	return t
}

// Merge adds a type, or the features that a type of that name lacks.
func (t *Types) Merge(x Type) {
	i, ok := t.index[x.Name]
	if !ok {
		x.Features = slices.Clone(x.Features)
		t.index[x.Name] = len(t.List)
		t.List = append(t.List, x)
		return
	}
	for _, f := range x.Features {
		if !slices.ContainsFunc(t.List[i].Features, func(g FeatureType) bool { return g.Name == f.Name }) {
			t.List[i].Features = append(t.List[i].Features, f)
		}
	}
}

// Feature is a feature of a type or of one above it.
func (t *Types) Feature(typ, name string) (FeatureType, bool) {
	for depth := 0; depth <= len(t.List); depth++ { // a type may be above itself in a broken file
		i, ok := t.index[typ]
		if !ok {
			break
		}
		for _, f := range t.List[i].Features {
			if f.Name == name {
				return f, true
			}
		}
		typ = t.List[i].Super
	}
	return FeatureType{}, false
}

// isA tells whether a type is another or below it.
func (t *Types) isA(typ, above string) bool {
	for depth := 0; depth <= len(t.List); depth++ {
		if typ == above {
			return true
		}
		i, ok := t.index[typ]
		if !ok {
			return false
		}
		typ = t.List[i].Super
	}
	return false
}

// KindOf is the kind of values that a feature of a type has.
func (t *Types) KindOf(typ, name string) Kind {
	f, ok := t.Feature(typ, name)
	if !ok {
		return Untyped
	}
	switch f.Range {
	case stringRange:
		return Text
	case booleanRange:
		return Boolean
	case integerRange, "uima.cas.Byte", "uima.cas.Short", "uima.cas.Long", "uima.cas.Float", "uima.cas.Double":
		return Number
	case Array, "uima.cas.FSList":
		return References
	case "uima.cas.StringArray", "uima.cas.BooleanArray", "uima.cas.ByteArray", "uima.cas.ShortArray", "uima.cas.IntegerArray", "uima.cas.LongArray",
		"uima.cas.FloatArray", "uima.cas.DoubleArray", "uima.cas.StringList", "uima.cas.IntegerList", "uima.cas.FloatList":
		return Texts
	}
	switch {
	case strings.HasSuffix(f.Range, "[]"):
		return References
	case t.isA(f.Range, stringRange): // a list of allowed texts
		return Text
	}
	return Reference
}

// element is the type of what is in an array.
func (f FeatureType) element() string {
	if e, ok := strings.CutSuffix(f.Range, "[]"); ok {
		return e
	}
	return f.Element
}

// The types of Galley's own. Those of spans, relations, events and their links
// have other names in the variant for INCEpTION.
const (
	spanType     = "news.Span"
	relationType = "news.Relation"
	eventType    = "news.Event"
	linkType     = "news.EventArgumentsLink"
	articleType  = "news.Article"
	entityType   = "news.Entity"
	labelType    = "news.DocumentLabel"
	noteType     = "news.Note"
	// wholeType is an event of the article as a whole, which has no place.
	wholeType = "news.DocumentEvent"
	// fillerType is an argument that no span fills: a value, another event, an entity without a mention.
	fillerType = "news.Argument"
	// tieType is a relation that does not join two spans.
	tieType = "news.OtherRelation"
	// fragmentType is a further fragment of a trigger, or one of evidence or of a note.
	fragmentType = "news.Fragment"
	// saidType is an attribute that is no feature, since its name or its value is not such as features have.
	saidType = "news.Attribute"
)

// ownTypes are those types.
func ownTypes() []Type {
	text := func(name string) FeatureType { return FeatureType{Name: name, Range: stringRange} }
	flag := func(name string) FeatureType { return FeatureType{Name: name, Range: booleanRange} }
	number := func(name string) FeatureType { return FeatureType{Name: name, Range: integerRange} }
	one := func(name, of string) FeatureType { return FeatureType{Name: name, Range: of} }
	list := func(name, of string) FeatureType { return FeatureType{Name: name, Range: Array, Element: of} }
	features := func(list ...FeatureType) []FeatureType { return list }
	return []Type{
		{articleType, documentAnnotation, features(text("articleId"), text("key"), text("title"), text("published"), text("articleLanguage"), text("outlet"),
			text("author"), text("url"), list("meta", saidType), text("annotator"), text("layerKind"), text("layerState"))},
		{saidType, top, features(text("name"), text("json"))},
		{entityType, top, features(text("label"), text("uid"), text("name"), text("kb"), flag("unsure"), list("attributes", saidType))},
		{spanType, annotation, features(text("label"), text("uid"), number("part"), one("entity", entityType), flag("unsure"), list("attributes", saidType))},
		{fragmentType, annotation, features(text("uid"), number("part"), text("of"))},
		{relationType, annotation, features(text("label"), text("uid"), one("Governor", spanType), one("Dependent", spanType),
			one("governorEntity", entityType), one("dependentEntity", entityType), flag("unsure"), list("attributes", saidType))},
		{tieType, top, features(text("label"), text("uid"), one("head", top), one("tail", top), flag("unsure"), list("attributes", saidType))},
		{linkType, top, features(text("role"), one("target", spanType), one("entity", entityType), text("json"), number("place"))},
		{fillerType, top, features(text("role"), one("target", top), text("json"), number("place"))},
		{eventType, annotation, features(text("label"), text("uid"), list("arguments", linkType), list("otherArguments", fillerType), flag("unsure"), list("attributes", saidType))},
		{wholeType, top, features(text("label"), text("uid"), list("arguments", linkType), list("otherArguments", fillerType), flag("unsure"), list("attributes", saidType))},
		{labelType, top, features(text("label"), text("uid"), text("json"), flag("unsure"))},
		{noteType, top, features(text("uid"), text("on"), text("text"), text("state"), text("about"), flag("unsure"))},
	}
}
