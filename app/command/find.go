package command

import (
	"strings"
	"unicode"
)

// Score tells how well a text answers a search: every letter of the query must
// occur in it in order. Letters at word starts and letters in a row count more,
// and so does the start of the text; the higher the better. Capitals and spaces in
// the query do not matter. An empty query matches all texts with score 0.
//
// It serves every list that is searched by typing: commands, labels, entities,
// articles.
func Score(query, text string) (score int, ok bool) {
	want := []rune(strings.ToLower(strings.Join(strings.Fields(query), "")))
	if len(want) == 0 {
		return 0, true
	}
	have := []rune(text)
	low := []rune(strings.ToLower(text))
	if len(low) != len(have) {
		have = low // a letter whose small form is longer: lose the capitals
	}
	return scoreFrom(want, have, low)
}

const (
	wordStart = 8  // a letter at the start of a word
	inRow     = 10 // a letter right behind the one before
	apart     = -3 // a letter farther behind
	textStart = 4  // the first letter at the start of the text
)

// scoreFrom finds the best places of all letters: best[i] is the best score of
// the letters so far with the last of them at i.
func scoreFrom(want, have, low []rune) (int, bool) {
	const none = -1 << 30
	before := make([]int, len(low))
	for n, letter := range want {
		best := make([]int, len(low))
		reach := none // best score of the letters before, anywhere to the left
		for i := range low {
			best[i] = none
			if i > 0 && n > 0 {
				reach = max(reach, before[i-1])
			}
			if low[i] != letter || n > 0 && reach == none {
				continue
			}
			bonus := 1
			if startsWord(have, i) {
				bonus += wordStart
			}
			switch {
			case n == 0 && i == 0:
				best[i] = bonus + textStart
			case n == 0:
				best[i] = bonus
			case before[i-1] != none:
				best[i] = max(before[i-1]+inRow, reach+apart) + bonus
			default:
				best[i] = reach + apart + bonus
			}
		}
		before = best
	}
	top := none
	for _, s := range before {
		top = max(top, s)
	}
	return max(top, 0), top != none
}

func startsWord(text []rune, i int) bool {
	if i == 0 {
		return true
	}
	r, before := text[i], text[i-1]
	letter := unicode.IsLetter(r) || unicode.IsDigit(r)
	return letter && (!unicode.IsLetter(before) && !unicode.IsDigit(before) || unicode.IsUpper(r) && unicode.IsLower(before))
}
