package cas

import (
	"maps"
	"regexp"
	"slices"

	"galley/annotate"
)

// names are what types and their features are called in a variant, where that
// is not what Galley calls them.
type names struct {
	types    map[string]string
	features map[string]map[string]string // by Galley's name of the type
	more     []Type                       // that the variant has besides
	segments bool                         // sentences and tokens are written
}

const (
	sentenceType = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
	tokenType    = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
	metaType     = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
	namedType    = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
)

// variants are the sets of names by the name of the variant.
var variants = map[string]*names{
	"": {},
	INCEpTION: {
		types: map[string]string{
			spanType: namedType, articleType: metaType, relationType: "webanno.custom.Relation",
			eventType: "webanno.custom.Event", linkType: "webanno.custom.EventArgumentsLink",
		},
		features: map[string]map[string]string{
			spanType:    {"label": "value"},
			articleType: {"key": "documentId", "title": "documentTitle", "url": "documentUri"},
		},
		more: []Type{
			{namedType, annotation, []FeatureType{{Name: "identifier", Range: stringRange}}},
			{sentenceType, annotation, nil}, {tokenType, annotation, nil},
		},
		segments: true,
	},
}

func (n *names) typ(own string) string {
	if name, ok := n.types[own]; ok {
		return name
	}
	return own
}

func (n *names) feature(typ, own string) string {
	if name, ok := n.features[typ][own]; ok {
		return name
	}
	return own
}

// system are the types of a variant.
func (n *names) system() *Types {
	t := NewTypes(nil)
	for _, x := range ownTypes() {
		own := x.Name
		x.Name = n.typ(own)
		for i, f := range x.Features {
			x.Features[i] = FeatureType{n.feature(own, f.Name), n.typ(f.Range), n.typ(f.Element)}
		}
		t.Merge(x)
	}
	for _, x := range n.more {
		t.Merge(x)
	}
	return t
}

// canonical is Galley's name of a type, whatever the variant.
var canonical = func() map[string]string {
	out := map[string]string{}
	for _, n := range variants {
		for own, name := range n.types {
			out[name] = own
		}
	}
	return out
}()

func ownName(typ string) string {
	if own, ok := canonical[typ]; ok {
		return own
	}
	return typ
}

// attributeRanges are the ranges of features that attributes become, for a
// schema: by Galley's type and by name. Those that it does not name are texts.
type attributeRanges map[string]map[string]string

func rangesOf(s *annotate.Schema) attributeRanges {
	r := attributeRanges{}
	if s == nil {
		return r
	}
	for _, e := range s.Entities {
		r.add(e.Attributes, spanType, entityType)
	}
	for _, e := range s.Events {
		r.add(e.Attributes, eventType, wholeType)
	}
	r.add(s.EventAttributes, eventType, wholeType)
	for _, x := range s.Relations {
		r.add(x.Attributes, relationType, tieType)
	}
	return r
}

// add declares attributes; one that is a flag here and a text there is a text.
func (r attributeRanges) add(list []annotate.AttributeType, types ...string) {
	for _, a := range list {
		if !isFeature(a.Name) {
			continue
		}
		rng := stringRange
		if a.Type == "bool" {
			rng = booleanRange
		}
		for _, typ := range types {
			if r[typ] == nil {
				r[typ] = map[string]string{}
			}
			if before, ok := r[typ][a.Name]; ok && before != rng {
				rng = stringRange
			}
			r[typ][a.Name] = rng
		}
	}
}

// of is the range of the feature for an attribute.
func (r attributeRanges) of(typ, name string) string {
	if rng, ok := r[typ][name]; ok {
		return rng
	}
	return stringRange
}

// featureName is what UIMA allows for names that every reader takes.
var featureName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,99}$`)

// isFeature tells whether an attribute can be a feature of its own name: one
// that means nothing else to Galley or to another reader.
func isFeature(name string) bool {
	return featureName.MatchString(name) && !slices.Contains(reservedFeatures, name) && !slices.Contains(pythonKeywords, name)
}

var reservedFeatures = []string{
	"sofa", "begin", "end", "label", "value", "uid", "part", "of", "entity", "unsure", "attributes", "identifier", "name", "kb", "json",
	"Governor", "Dependent", "governorEntity", "dependentEntity", "head", "tail", "role", "target", "arguments", "otherArguments",
	"first", "next", "referenceType", "id", "self", "type", "xmiID", "elements",
}

// pythonKeywords cannot be features: the reader in Python makes classes with
// fields of these names (https://docs.python.org/3/reference/lexical_analysis.html#keywords).
var pythonKeywords = []string{
	"False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
	"for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
}

// KnownTypes are the types of all variants, for a file without a type system.
func KnownTypes() *Types {
	t := NewTypes(nil)
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		for _, x := range variants[name].system().List {
			t.Merge(x)
		}
	}
	return t
}
