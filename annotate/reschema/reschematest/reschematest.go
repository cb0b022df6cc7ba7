// Package reschematest draws changes of schemas for tests.
package reschematest

import (
	"regexp"

	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/reschema"
)

var vowel = regexp.MustCompile("[aeiou]")

// Change draws a change of something in a schema. Not every one can be made:
// two attributes of unlike types cannot be merged.
func Change(t *rapid.T, s *annotate.Schema) reschema.Change {
	names := reschema.Names(s)
	n := rapid.SampledFrom(names).Draw(t, "name")
	switch rapid.IntRange(0, 4).Draw(t, "change") {
	case 0:
		return reschema.Rename{What: n, To: n.Label + " anew"}
	case 1:
		var others []string
		for _, o := range names {
			if o.Part == n.Part && o.Of == n.Of && o.In == n.In && o != n {
				others = append(others, o.Label)
			}
		}
		if len(others) > 0 {
			return reschema.Merge{What: n, Into: rapid.SampledFrom(others).Draw(t, "into")}
		}
	case 2:
		if n.Part != reschema.Attribute {
			return reschema.Split{What: n, Rules: []reschema.Rule{{To: n.Label + " cut", If: reschema.Matches(vowel)}}}
		}
	case 3:
		return reschema.Remove{What: n}
	}
	return reschema.Retire{What: n}
}

// Plan draws up to so many changes of a schema that can be made, and plans them.
func Plan(t *rapid.T, s *annotate.Schema, most int) *reschema.Plan {
	var changes []reschema.Change
	plan, err := reschema.New(s)
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(1, most).Draw(t, "changes") {
		if len(reschema.Names(plan.After)) == 0 {
			break
		}
		more := append(changes[:len(changes):len(changes)], Change(t, plan.After))
		if next, err := reschema.New(s, more...); err == nil {
			plan, changes = next, more
		}
	}
	return plan
}
