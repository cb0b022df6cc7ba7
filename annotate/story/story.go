// Package story finds articles that tell one story in much the same words:
// reports of an agency that several outlets print, cut, extended or edited. A
// model that was trained on one of them has seen the others, so no data set may
// have them on two sides of a split.
//
// Copies are found by MinHash (Broder 1997) over runs of words, with banded
// locality-sensitive hashing (Leskovec, Rajaraman, Ullman, Mining of Massive
// Datasets, 3.4) so that not every pair of articles is compared. What is found
// is corrected by hand with annotate.StoryLink.
package story

import (
	"cmp"
	"slices"

	"galley/annotate"
	"galley/annotate/internal/disjoint"
)

// Threshold is the least share of runs of words that copies have in common: the
// Jaccard index of their sets. A copy cut to its first half has about 0.5, and
// one with a tenth of its words replaced about 0.4.
const Threshold = 0.3

// Bands of Rows values each: two articles are compared where all values of a
// band are equal. At the threshold that happens in 1-(1-0.3^2)^64 = 99.8% of cases.
const (
	rows  = 2
	bands = values / rows
)

// Finder finds copies among the articles that it is given, one after the other.
// It keeps 512 bytes of each, and no text.
type Finder struct {
	Memory     *Memory // of texts that were looked at before, if any
	signer     signer
	ids        []annotate.ID
	signatures []signature
}

// Add looks at an article. It needs no text where Memory knows it.
func (f *Finder) Add(a *annotate.Article) {
	sig, known := f.Memory.find(a.Digest)
	if !known {
		sig = f.signer.sign(a.Text)
		f.Memory.keep(a.Digest, sig)
	}
	f.ids = append(f.ids, a.ID)
	f.signatures = append(f.signatures, sig)
}

// Story is articles that tell the same, in the order in which they were added; two at least.
type Story []Member

// Member is an article in a story.
type Member struct {
	Article annotate.ID
	// Likeness is the share of runs of words that it has in common with the
	// member that is likest to it, as far as can be told: give or take 0.05.
	Likeness float64
}

// Stories are the stories among the articles that were added, in the order of
// their first articles. Articles that links join are in one story; articles that
// links part are in two, with what is likest to each, unless other links join them.
func (f *Finder) Stories(links []*annotate.StoryLink) []Story {
	s := new(disjoint.Sets)
	for range f.ids {
		s.Add()
	}
	f.findCopies(s)
	f.correct(s, links)
	var out []Story
	for _, members := range s.Members() {
		if len(members) > 1 {
			out = append(out, f.story(members))
		}
	}
	return out
}

// mostCompared is how many members of a story are compared to tell their likeness.
const mostCompared = 200

func (f *Finder) story(members []int32) Story {
	out := make(Story, len(members))
	for i, m := range members {
		out[i].Article = f.ids[m]
	}
	for i := range members {
		for j := range min(i, mostCompared) {
			like := f.likeness(members[i], members[j])
			out[i].Likeness, out[j].Likeness = max(out[i].Likeness, like), max(out[j].Likeness, like)
		}
	}
	return out
}

func (f *Finder) likeness(a, b int32) float64 {
	return f.signatures[a].likeness(&f.signatures[b])
}

// findCopies joins articles that are copies of each other.
func (f *Finder) findCopies(s *disjoint.Sets) {
	type entry struct {
		key     uint64
		article int32
	}
	order := make([]entry, 0, len(f.ids))
	for band := range bands {
		order = order[:0]
		for i := range f.signatures {
			if sig := &f.signatures[i]; !sig.empty() {
				order = append(order, entry{uint64(sig[rows*band])<<32 | uint64(sig[rows*band+1]), int32(i)})
			}
		}
		slices.SortFunc(order, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.article, b.article)) })
		for start := 0; start < len(order); {
			end := start + 1
			for end < len(order) && order[end].key == order[start].key {
				end++
			}
			var parts [][]int32 // of the run, by story
			for _, e := range order[start:end] {
				parts = f.place(s, parts, e.article)
			}
			start = end
		}
	}
}

// place puts an article to those of a run that it is a copy of. With what is
// known to be in its story it is not compared.
func (f *Finder) place(s *disjoint.Sets, parts [][]int32, article int32) [][]int32 {
	in := -1
	for i, part := range parts {
		if len(part) == 0 || !s.Same(part[0], article) && !slices.ContainsFunc(part, func(other int32) bool { return f.likeness(other, article) >= Threshold }) {
			continue
		}
		s.Join(part[0], article)
		if in < 0 {
			in, parts[i] = i, append(part, article)
		} else {
			parts[in], parts[i] = append(parts[in], part...), nil
		}
	}
	if in < 0 {
		parts = append(parts, []int32{article})
	}
	return parts
}
