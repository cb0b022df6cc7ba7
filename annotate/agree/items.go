package agree

const (
	noPair   = "no item has values of two coders"
	oneValue = "only one value occurs, so that chance leaves no room to disagree"
)

// Percent is the mean over items of the share of pairs of coders that agree;
// items with fewer than two values are left out. It is not corrected for
// chance and should not stand alone.
func Percent[V any](t Table[V]) Value {
	sum, n := 0.0, 0
	for i := range t.Items() {
		if m := values(t.Row(i)); m >= 2 {
			sum += agreeing(t.Row(i), m)
			n++
		}
	}
	if n == 0 {
		return undefined(noPair)
	}
	return number(sum/float64(n), n)
}

// CohenKappa is the kappa of two coders of the table, by number from 0, over
// the items that both coded: chance is taken from each coder's own margins.
// Cohen 1960, Educational and Psychological Measurement 20(1):37-46.
func CohenKappa[V any](t Table[V], a, b int) Value {
	var marginA, marginB = make([]int, len(t.Book)), make([]int, len(t.Book))
	n, same := 0, 0
	for i := range t.Items() {
		x, y := t.Row(i)[a], t.Row(i)[b]
		if x == Missing || y == Missing {
			continue
		}
		n++
		marginA[x]++
		marginB[y]++
		if x == y {
			same++
		}
	}
	if n == 0 {
		return undefined("no item was coded by both coders")
	}
	chance := 0 // of n*n, so that a chance of 1 is found exactly
	for c := range t.Book {
		chance += marginA[c] * marginB[c]
	}
	return corrected(float64(same)/float64(n), chance, n*n, n)
}

// corrected is (Po-Pe)/(1-Pe), where Pe is chance of all.
func corrected(observed float64, chance, all, n int) Value {
	if chance == all {
		return undefined(oneValue)
	}
	expected := float64(chance) / float64(all)
	return number((observed-expected)/(1-expected), n)
}

// MeanCohenKappa is the mean of CohenKappa over all pairs of coders for whom it
// is defined; N is the number of those pairs. Light 1971, Psychological
// Bulletin 76(5):365-377.
func MeanCohenKappa[V any](t Table[V]) Value {
	if t.Coders < 2 {
		return undefined("there are fewer than two coders")
	}
	var pairs []Value
	for a := range t.Coders {
		for b := a + 1; b < t.Coders; b++ {
			pairs = append(pairs, CohenKappa(t, a, b))
		}
	}
	return Mean(pairs...)
}

// ScottPi is the agreement of two coders over the items that both coded, with
// chance from the margins of both together. Scott 1955, Public Opinion
// Quarterly 19(3):321-325.
func ScottPi[V any](t Table[V]) Value {
	if t.Coders != 2 {
		return undefined("Scott's pi is for two coders, not %d", t.Coders)
	}
	return FleissKappa(t)
}

// FleissKappa is the agreement of all coders over the items that all of them
// coded, with chance from the pooled margins. Fleiss 1971, Psychological
// Bulletin 76(5):378-382.
func FleissKappa[V any](t Table[V]) Value {
	if t.Coders < 2 {
		return undefined("there are fewer than two coders")
	}
	complete := func(row []int32) bool { return values(row) == t.Coders }
	sum, n := 0.0, 0
	for i := range t.Items() {
		if complete(t.Row(i)) {
			sum += agreeing(t.Row(i), t.Coders)
			n++
		}
	}
	if n == 0 {
		return undefined("no item was coded by all coders")
	}
	perCode, total := t.counts(complete)
	chance := 0
	for _, count := range perCode {
		chance += count * count
	}
	return corrected(sum/float64(n), chance, total*total, n)
}

// GwetAC1 is the agreement of all coders with chance from the share of items
// that are hard to tell, for labels so skewed that kappa falls though coders
// agree. Items with one value count for chance but not for agreement. Gwet
// 2008, British Journal of Mathematical and Statistical Psychology 61(1):29-48.
func GwetAC1[V any](t Table[V]) Value {
	observed := Percent(t)
	if !observed.Defined() {
		return observed
	}
	share := make([]float64, len(t.Book)) // summed over items
	items := 0
	for i := range t.Items() {
		row := t.Row(i)
		m := values(row)
		if m == 0 {
			continue
		}
		items++
		for _, c := range row {
			if c != Missing {
				share[c] += 1 / float64(m)
			}
		}
	}
	perCode, _ := t.counts(func([]int32) bool { return true })
	q := used(perCode)
	if q < 2 {
		return undefined(oneValue)
	}
	expected := 0.0
	for _, s := range share {
		p := s / float64(items)
		expected += p * (1 - p)
	}
	expected /= float64(q - 1)
	return number((observed.Number-expected)/(1-expected), observed.N)
}

// AgainstOthers is CohenKappa of one coder against what more than half of the
// others said, over the items that both decided. Ties is the number of items
// that the coder coded and the others did not decide.
func AgainstOthers[V any](t Table[V], coder int) (kappa Value, items, ties int) {
	pair := Table[V]{Book: t.Book, Coders: 2}
	votes := make([]int, len(t.Book))
	for i := range t.Items() {
		row := t.Row(i)
		if row[coder] == Missing {
			continue
		}
		if winner := majority(row, coder, votes); winner != Missing {
			pair.Codes = append(pair.Codes, row[coder], winner)
		} else {
			ties++
		}
	}
	return CohenKappa(pair, 0, 1), pair.Items(), ties
}

// majority is the code that more than half of the values of a row have, those
// of one coder left out. Votes is all zero, before and after.
func majority(row []int32, but int, votes []int) int32 {
	n := values(row)
	if row[but] != Missing {
		n--
	}
	winner := int32(Missing)
	for i, c := range row {
		if i == but || c == Missing {
			continue
		}
		if votes[c]++; 2*votes[c] > n {
			winner = c
		}
	}
	for _, c := range row {
		if c != Missing {
			votes[c] = 0
		}
	}
	return winner
}
