package typeset

// openBrackets are the characters of Bidi_Paired_Bracket_Type Open (UCD
// 15.0 to 17.0, BidiBrackets.txt). The one that closes follows each in the
// code charts, but for the few in oddBrackets.
const openBrackets = "([{༺༼᚛⁅⁽₍⌈⌊\u2329❨❪❬❮❰❲❴⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼⸢⸤⸦⸨⹕⹗⹙⹛\u3008《「『【〔〖〘〚﹙﹛﹝（［｛｟｢"

// oddBrackets are pairs whose closing bracket does not follow the opening one.
var oddBrackets = map[rune]rune{'[': ']', '{': '}', '⦍': '⦐', '⦏': '⦎', '［': '］', '｛': '｝'}

// bracketOpposite maps each bracket to its opposite in the canonical form in
// which pairs are compared; bracketOpen tells which are opening ones.
var bracketOpposite, bracketOpen = func() (map[rune]rune, map[rune]bool) {
	opposite, open := map[rune]rune{}, map[rune]bool{}
	for _, r := range openBrackets {
		closing, ok := oddBrackets[r]
		if !ok {
			closing = r + 1
		}
		opposite[r], opposite[closing], open[r] = canonicalBracket(closing), r, true
	}
	return opposite, open
}()

// canonicalBracket gives U+2329 and U+232A the brackets they are canonically
// equivalent to (BD16).
func canonicalBracket(r rune) rune {
	switch r {
	case '\u2329':
		return '\u3008'
	case '\u232A':
		return '\u3009'
	}
	return r
}

// closingBracket gives the bracket that closes r, if r opens a pair.
func closingBracket(r rune) (rune, bool) {
	if !bracketOpen[r] {
		return 0, false
	}
	return bracketOpposite[r], true
}

// isClosingBracket reports whether r closes a pair.
func isClosingBracket(r rune) bool { return bracketOpposite[r] != 0 && !bracketOpen[r] }
