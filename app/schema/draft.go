package schema

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/reschema"
)

// draft is a schema as it is being typed: what is in force, and what was done to
// it that is not in force yet. All names of the one in force stay in it, since
// annotations bear them.
type draft struct {
	base    *annotate.Schema // in force
	now     *annotate.Schema
	touched map[string]bool // what was changed
}

func newDraft(s *annotate.Schema) *draft {
	return &draft{base: s, now: s, touched: map[string]bool{}}
}

// kept is a draft as it is kept between sessions.
type kept struct {
	Revision int              `json:"revision"` // of the schema that it changes
	Touched  []string         `json:"touched"`
	Schema   *annotate.Schema `json:"schema"`
}

// encode is the draft in the form that restored reads; empty where nothing was changed.
func (d *draft) encode() string {
	if d.unsaved() == 0 {
		return ""
	}
	data, err := json.Marshal(kept{d.base.Revision, slices.Sorted(maps.Keys(d.touched)), d.now})
	if err != nil {
		panic("schema: " + err.Error()) // a schema is strings and numbers
	}
	return string(data)
}

// restored is the draft that was kept. One that changes another schema than the
// one in force is out of date and as good as none.
func restored(s *annotate.Schema, encoded string) *draft {
	d := newDraft(s)
	var k kept
	if json.Unmarshal([]byte(encoded), &k) != nil || k.Schema == nil || k.Revision != s.Revision {
		return d
	}
	for _, n := range reschema.Names(s) {
		if !n.Exists(k.Schema) {
			return d
		}
	}
	d.now = k.Schema
	for _, what := range k.Touched {
		d.touched[what] = true
	}
	return d
}

// unsaved is how many things were changed.
func (d *draft) unsaved() int { return len(d.touched) }

// edit changes the schema by what does not touch annotations. what names the thing that changes.
func (d *draft) edit(what string, change func(*annotate.Schema)) {
	next := d.now.Clone()
	change(next)
	if !annotate.Equal(next, d.now) {
		d.now = next
		d.touched[what] = true
	}
}

// plan is what was changed, with further changes that annotations follow. A
// draft that is not sound gives an error.
func (d *draft) plan(more ...reschema.Change) (*reschema.Plan, error) {
	if d.unsaved() == 0 {
		return reschema.New(d.base, more...)
	}
	what := "the schema"
	if len(d.touched) == 1 {
		for only := range d.touched {
			what = only
		}
	}
	return reschema.New(d.base, append([]reschema.Change{reschema.Define{Schema: d.now, Name: what}}, more...)...)
}

// isNew tells whether a thing is in the draft only.
func (d *draft) isNew(n reschema.Name) bool { return !n.Exists(d.base) }

// rework changes a thing that is in the draft only.
func (d *draft) rework(c reschema.Change) error {
	p, err := reschema.New(d.now, c)
	if err != nil {
		return err
	}
	next := p.After.Clone()
	next.Revision = d.base.Revision
	d.now = next
	d.touched[c.Title()] = true
	return nil
}

// problem is something that is not sound, where it is.
type problem struct {
	place string // as annotate.SchemaError has it
	text  string
}

// problems are what is not sound in the draft.
func (d *draft) problems() []problem {
	err := d.now.Check()
	if err == nil {
		return nil
	}
	var out []problem
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, e := range list {
		var at *annotate.SchemaError
		if errors.As(e, &at) {
			out = append(out, problem{at.Place, at.Msg})
		}
	}
	return out
}

// fresh is a name that does not stand in a list yet: NEW, NEW 2.
func fresh(base string, taken func(string) bool) string {
	name := base
	for i := '2'; taken(name); i++ {
		name = base + " " + string(i)
	}
	return name
}

// lines are the lines of a field, without empty ones; nil for none.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
