package tokens

import (
	"strconv"
	"strings"
	"unicode"
)

// maxShort is the length of the longest short name in letters.
const maxShort = 5

// Label is what a short name is made from.
type Label struct {
	Name  string
	Short string // as the schema gives it; empty asks for one
}

// ShortNames returns the name that each label bears on its chip, parallel to
// labels: the schema's own, or else one of two to five letters and digits, in
// capitals, that no other label of the list bears. (A label with a name of one
// letter keeps it.) From "Life.Be-Born" it tries the last part's initials, BB;
// from a word the whole when that is short, else as few of its first letters,
// three or more, as tell it apart from the other labels.
//
// A schema keeps the names once they are made: with another list the same label
// may get another name.
func ShortNames(labels []Label) []string {
	names := make([]string, len(labels))
	taken := make(map[string]bool)
	options := make([]candidates, len(labels))
	for i, l := range labels {
		if l.Short != "" {
			names[i], taken[l.Short] = l.Short, true
			continue
		}
		options[i] = shortCandidates(l.Name)
	}
	for round := range len(candidates{}) {
		wanted := make(map[string]int)
		each := func(do func(i int, name string)) {
			for i := range labels {
				if names[i] == "" && options[i][round] != "" {
					do(i, options[i][round])
				}
			}
		}
		each(func(_ int, name string) { wanted[name]++ })
		each(func(i int, name string) {
			// What two labels would both be called tells neither from the other.
			if wanted[name] == 1 && !taken[name] {
				names[i], taken[name] = name, true
			}
		})
	}
	for i, l := range labels {
		if names[i] == "" {
			names[i] = numbered(l.Name, taken)
			taken[names[i]] = true
		}
	}
	return names
}

// candidates are names for one label, best first; those that cannot be had are
// empty.
type candidates [5]string

// shortCandidates lists names for a label, best first: the whole word or the
// initials, the first three, four and five letters, the initials of all parts.
// Each has its own place, so that a label's whole name goes before another's
// first letters.
func shortCandidates(label string) (list candidates) {
	whole := words(label)
	last := words(label[strings.LastIndexAny(label, ".:")+1:])
	if len(last) == 0 {
		last = whole
	}
	letters := join(last)
	names := [][]rune{letters}
	if len(last) > 1 {
		names[0] = initials(last)
	}
	for n := 3; n <= maxShort; n++ {
		names = append(names, letters[:min(n, len(letters))])
	}
	names = append(names, initials(whole))
	single := len(join(whole)) == 1

	for i, name := range names {
		if len(name) >= 2 && len(name) <= maxShort || single {
			list[i] = string(name)
		}
	}
	return list
}

// numbered returns the label's first letters and a number that makes them unique.
func numbered(label string, taken map[string]bool) string {
	letters := join(words(label))
	for n := 2; ; n++ {
		digits := strconv.Itoa(n)
		keep := min(len(letters), max(0, maxShort-len(digits)), 3)
		if name := string(letters[:keep]) + digits; !taken[name] {
			return name
		}
	}
}

// words splits a name at everything that is no letter or digit and where a
// small letter meets a capital, and returns the words in capitals.
func words(name string) [][]rune {
	var list [][]rune
	var before rune
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			before = 0
			continue
		}
		if before == 0 || unicode.IsUpper(r) && unicode.IsLower(before) {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], unicode.ToUpper(r))
		before = r
	}
	return list
}

func join(words [][]rune) []rune {
	var all []rune
	for _, w := range words {
		all = append(all, w...)
	}
	return all
}

func initials(words [][]rune) []rune {
	var all []rune
	for _, w := range words {
		all = append(all, w[0])
	}
	return all
}
