package assign

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"galley/annotate"
)

// Progress is how far a person is. Numbers are of articles.
type Progress struct {
	Person   annotate.Person
	Assigned int // to the person
	Started  int // begun and not done yet
	Done     int // done, in review or adjudicated
	Reviewed int // of those, adjudicated in the person's layer or in the article's gold
	Stale    int // adjudicated, and changed since
	// Active is the time of work, without pauses. Pace is that of one article
	// that is done: the mean over those whose time is known, 0 where none is.
	Active, Pace time.Duration
}

// Standing is how far a project is.
type Standing struct {
	People   []Progress // in the project's order
	Articles int
	Gold     map[annotate.State]int // articles by the state of their gold
}

// Look tells how far a project and everybody in it is.
func Look(ctx context.Context, src Source) (*Standing, error) {
	project, err := src.Project(ctx)
	if err != nil {
		return nil, err
	}
	refs, err := src.Find(ctx, annotate.Query{})
	if err != nil {
		return nil, err
	}
	assigned, err := Before(ctx, src)
	if err != nil {
		return nil, err
	}
	stints, err := src.Things(ctx, annotate.KindStint, "")
	if err != nil {
		return nil, err
	}
	out := &Standing{Articles: len(refs), Gold: map[annotate.State]int{}}
	for i, p := range project.People {
		rows, err := src.Rows(ctx, p.ID, refs)
		if err != nil {
			return nil, err
		}
		out.People = append(out.People, progressOf(p, rows, assigned, stints))
		if i > 0 {
			continue
		}
		for _, r := range rows { // which say the same of gold whoever asks
			out.Gold[r.Gold]++
		}
	}
	return out, nil
}

func progressOf(person annotate.Person, rows []annotate.Row, assigned []*annotate.Assignment, stints []annotate.Thing) Progress {
	p := Progress{Person: person}
	there, done := map[annotate.ID]bool{}, map[annotate.ID]bool{}
	for _, r := range rows {
		there[r.ID] = true
		switch r.State {
		case annotate.Started:
			p.Started++
		case annotate.Done, annotate.InReview, annotate.Adjudicated:
			if r.State == annotate.Adjudicated || r.Gold == annotate.Adjudicated {
				p.Reviewed++
			}
			p.Done++
			done[r.ID] = true
		case annotate.Stale:
			p.Stale++
		}
	}
	for _, a := range assigned {
		if a.Person == person.ID && there[a.Article] {
			p.Assigned++
		}
	}
	timed := map[annotate.ID]bool{}
	var onDone time.Duration
	for _, t := range stints {
		s := t.(*annotate.Stint)
		if s.Person != person.ID {
			continue
		}
		p.Active += s.Active
		if done[s.Article] {
			timed[s.Article] = true
			onDone += s.Active
		}
	}
	if len(timed) > 0 {
		p.Pace = onDone / time.Duration(len(timed))
	}
	return p
}

// LabelCount is how often a person used a label.
type LabelCount struct {
	Kind  annotate.Kind
	Label string
	Count int
}

// Labels counts what a person marked, by label, most used first.
func Labels(entries iter.Seq2[annotate.Entry, error], person annotate.ID) ([]LabelCount, error) {
	counts := map[LabelCount]int{}
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		for _, l := range e.Layers {
			if l.ID.Annotator != person || l.ID.Kind != annotate.Human {
				continue
			}
			l.Each(func(item annotate.Item) {
				switch kind := item.ItemKind(); kind {
				case annotate.KindMention, annotate.KindEvent, annotate.KindRelation, annotate.KindLabel:
					counts[LabelCount{Kind: kind, Label: annotate.LabelOf(item)}]++
				}
			})
		}
	}
	out := make([]LabelCount, 0, len(counts))
	for c, n := range counts {
		c.Count = n
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b LabelCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(string(a.Kind)+" "+a.Label, string(b.Kind)+" "+b.Label)
	})
	return out, nil
}
