package reschema_test

import (
	"slices"
	"testing"

	"galley/annotate"
	"galley/annotate/reschema"
)

func TestUnion(t *testing.T) {
	s, other := schema(t), schema(t)
	other.Name = "Other"
	other.Entities = other.Entities[1:]
	other.Entities[0].Description = "Newer"
	other.Entities[0].Attributes = nil
	other.Events[0].Roles = []annotate.Role{{Name: "Place", Fillers: []string{"ORG"}}}
	other.Relations = append(other.Relations, annotate.RelationType{Label: "near", From: []string{"*"}, To: []string{"*"}})
	u := reschema.Union(s, other)
	for _, n := range append(reschema.Names(s), reschema.Names(other)...) {
		if !n.Exists(u) {
			t.Errorf("%s is gone", n)
		}
	}
	var roles []string
	for _, r := range u.Event("ATTACK").Roles {
		roles = append(roles, r.Name)
	}
	if !slices.Equal(roles, []string{"Attacker", "Target", "Weapon", "Place"}) || u.Entity("ORG").Description != "Newer" || u.Name != "Other" || u.Revision != s.Revision {
		t.Errorf("the union has the roles %v, and %+v", roles, u.Entity("ORG"))
	}
	if s.Entity("ORG").Description == "Newer" {
		t.Error("the first schema was changed")
	}
}
