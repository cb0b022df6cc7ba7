package cas

import (
	"strings"

	"galley/annotate"
)

// classes are structures by what they are here.
type classes struct {
	entities, relations, ties, events, labels, notes, chains []*Structure

	mentions  [][]*Structure // each with its fragments
	fragments map[fragmentOf][]*Structure
}

// fragmentOf names what a structure of type fragmentType is a piece of.
type fragmentOf struct{ uid, what string }

// ownLinks are the types of arguments that Galley writes.
func ownLinks() map[string]bool {
	out := map[string]bool{}
	for _, n := range variants {
		out[n.typ(linkType)], out[n.typ(fillerType)] = true, true
	}
	return out
}

// linguistic are the beginnings of types that describe language or a project,
// not what an article tells of. Of those that are true no word is lost.
var linguistic = []struct {
	prefix string
	silent bool
}{
	{"uima.", true},
	{"de.tudarmstadt.ukp.dkpro.core.api.segmentation.", true},
	{"de.tudarmstadt.ukp.dkpro.core.api.metadata.", true},
	{"de.tudarmstadt.ukp.clarin.webanno.api.", true},
	{"de.tudarmstadt.ukp.inception.", true},
	{"de.tudarmstadt.ukp.dkpro.core.api.lexmorph.", false},
	{"de.tudarmstadt.ukp.dkpro.core.api.syntax.", false},
	{"de.tudarmstadt.ukp.dkpro.core.api.anomaly.", false},
	{"de.tudarmstadt.ukp.dkpro.core.api.transform.", false},
	{"de.tudarmstadt.ukp.dkpro.core.api.structure.", false},
}

// sort puts structures in their classes.
func (r *reader) sort() *classes {
	c := &classes{fragments: map[fragmentOf][]*Structure{}}
	mentionOf := map[fragmentOf]int{}
	inChain := map[int]bool{}
	for _, s := range r.list {
		for _, link := range r.chain(s) {
			inChain[link.ID] = true
		}
	}
	for _, s := range r.list {
		switch ownName(s.Type) {
		case articleType, Sofa, saidType, linkType, fillerType:
			continue
		case entityType:
			c.entities = append(c.entities, s)
			continue
		case wholeType:
			c.events = append(c.events, s)
			continue
		case tieType:
			c.ties = append(c.ties, s)
			continue
		case labelType:
			c.labels = append(c.labels, s)
			continue
		case noteType:
			c.notes = append(c.notes, s)
			continue
		case fragmentType:
			of := fragmentOf{s.text("uid"), s.text("of")}
			c.fragments[of] = append(c.fragments[of], s)
			continue
		}
		switch {
		case s.Has("first"):
			c.chains = append(c.chains, s)
		case !s.Has("begin") && !s.Has("end") || inChain[s.ID] || r.links[s.Type]: // found by way of others
		case r.isLinguistic(s):
		case s.Has("Governor") || s.Has("Dependent") || r.declares(s.Type, "Governor"):
			c.relations = append(c.relations, s)
		case r.isEvent(s):
			c.events = append(c.events, s)
		default:
			c.mention(s, mentionOf)
		}
	}
	return c
}

func (r *reader) isLinguistic(s *Structure) bool {
	for _, l := range linguistic {
		if strings.HasPrefix(s.Type, l.prefix) {
			if !l.silent {
				r.passOver("type " + short(s.Type))
			}
			return true
		}
	}
	return false
}

func (r *reader) declares(typ, feature string) bool {
	_, ok := r.cas.Types.Feature(typ, feature)
	return ok
}

// isEvent tells whether s has a place for arguments.
func (r *reader) isEvent(s *Structure) bool {
	if ownName(s.Type) == eventType {
		return true
	}
	if arguments, ok := r.cas.Types.arrayOf(s.Type, r.links); ok && arguments != "" {
		return true
	}
	for _, f := range s.Features {
		if r.isArguments(f) {
			return true
		}
	}
	return false
}

// isArguments tells whether a feature holds arguments.
func (r *reader) isArguments(f Feature) bool {
	for _, id := range f.Refs {
		to := r.byID[id]
		if to == nil {
			continue
		}
		if to.isArray() {
			if elements, _ := to.Get("elements"); len(elements.Refs) > 0 {
				to = r.byID[elements.Refs[0]]
			}
		}
		if to != nil && r.links[to.Type] {
			return true
		}
	}
	return false
}

// arrayOf is a feature of a type that holds an array of one of some types.
func (t *Types) arrayOf(typ string, of map[string]bool) (feature string, ok bool) {
	for depth := 0; depth <= len(t.List); depth++ {
		i, known := t.index[typ]
		if !known {
			break
		}
		for _, f := range t.List[i].Features {
			if of[f.element()] {
				return f.Name, true
			}
		}
		typ = t.List[i].Super
	}
	return "", false
}

// mention adds s to the mention whose fragment it is, or as one of its own.
func (c *classes) mention(s *Structure, of map[fragmentOf]int) {
	uid := s.text("uid")
	if uid == "" || !s.Has("part") {
		c.mentions = append(c.mentions, []*Structure{s})
		return
	}
	key := fragmentOf{uid, s.Type}
	i, begun := of[key]
	if begun && !hasPart(c.mentions[i], s) {
		c.mentions[i] = append(c.mentions[i], s)
		return
	}
	if !begun {
		of[key] = len(c.mentions)
	}
	c.mentions = append(c.mentions, []*Structure{s})
}

func hasPart(parts []*Structure, s *Structure) bool {
	own, _ := s.Get("part")
	for _, p := range parts {
		if v, _ := p.Get("part"); v.Text == own.Text {
			return true
		}
	}
	return false
}

// chain are the links of a chain of coreference, each once.
func (r *reader) chain(s *Structure) []*Structure {
	if !s.Has("first") {
		return nil
	}
	var out []*Structure
	seen := map[int]bool{}
	for link := r.one(s, "first"); link != nil && !seen[link.ID]; link = r.one(link, "next") {
		seen[link.ID] = true
		out = append(out, link)
	}
	return out
}

// fresh is an id for a structure that has none of its own.
func (r *reader) fresh(id string, taken map[annotate.ID]bool) annotate.ID {
	for taken[annotate.ID(id)] {
		id += "_"
	}
	taken[annotate.ID(id)] = true
	return annotate.ID(id)
}
