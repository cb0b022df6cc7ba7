package annotate

// Project is what a study has besides its articles and layers.
type Project struct {
	ID     ID
	Name   string
	Schema *Schema
	People []Person // in order of name, then id
}

// Person is the person with an id, or nil.
func (p *Project) Person(id ID) *Person {
	for i := range p.People {
		if p.People[i].ID == id {
			return &p.People[i]
		}
	}
	return nil
}

// NameOf is the name of the person with an id; the id where they are not known.
func (p *Project) NameOf(id ID) string {
	if person := p.Person(id); person != nil {
		return person.Name
	}
	return string(id)
}

// PersonNamed is the first person with a name, or nil.
func (p *Project) PersonNamed(name string) *Person {
	for i := range p.People {
		if p.People[i].Name == name {
			return &p.People[i]
		}
	}
	return nil
}
