package agree

import (
	"cmp"
	"fmt"
	"slices"
)

// TokenTable makes tokens into items, so that CohenKappa and Percent can be had
// of spans: of all tokens, where those that nobody marked inflate a kappa, and
// of the tokens that somebody marked, where it is deflated. Neither is the
// agreement on spans; both are extras. Tokens are numbers of tokens per
// article, units count in tokens, and a token outside of all units has the
// label "". Units that overlap within a coder, or lie outside of the article,
// are an error.
func TokenTable(tokens []int, a, b [][]Unit) (all, marked Table[string], err error) {
	labels := append([]string{""}, Labels(append(append([][]Unit{}, a...), b...)...)...)
	number := map[string]int32{}
	for i, label := range labels {
		number[label] = int32(i)
	}
	all = Table[string]{Book: labels, Coders: 2}
	for i, n := range tokens {
		start := len(all.Codes)
		all.Codes = append(all.Codes, make([]int32, 2*n)...)
		for coder, units := range [][]Unit{a[i], b[i]} {
			for _, u := range units {
				if u.Start < 0 || u.End > n {
					return Table[string]{}, Table[string]{}, fmt.Errorf("article %d: unit %d-%d is outside of the %d tokens", i, u.Start, u.End, n)
				}
				for k := u.Start; k < u.End; k++ {
					cell := &all.Codes[start+2*k+coder]
					if *cell != 0 {
						return Table[string]{}, Table[string]{}, fmt.Errorf("article %d: two units of one coder overlap at token %d", i, k)
					}
					*cell = number[u.Label]
				}
			}
		}
	}
	var somebody []int
	for i := range all.Items() {
		if row := all.Row(i); row[0] != 0 || row[1] != 0 {
			somebody = append(somebody, i)
		}
	}
	return all, all.Pick(somebody), nil
}

// TokensOf are the kappa over all tokens, that over the tokens that somebody
// marked, and the percentage over all, of any sample of articles, for resampling:
// what TokenTable, CohenKappa and Percent give. Picks are numbers of articles, as
// often as they are drawn. How often one coder gave one label where the other
// gave another adds up over articles. Errors are those of TokenTable.
func TokensOf(tokens []int, a, b [][]Unit) (func(picks []int) (all, marked, percent Value), error) {
	table, _, err := TokenTable(tokens, a, b)
	if err != nil {
		return nil, err
	}
	labels := len(table.Book)
	perArticle := make([][]tokenCell, len(tokens))
	first := 0
	for i, n := range tokens {
		perArticle[i] = tokenCells(table, first, n)
		first += n
	}
	return func(picks []int) (all, marked, percent Value) {
		counts := make([]int, labels*labels)
		for _, i := range picks {
			for _, c := range perArticle[i] {
				counts[int(c.a)*labels+int(c.b)] += c.count
			}
		}
		all, percent = kappaOf(counts, labels)
		counts[0] = 0 // what neither marked
		marked, _ = kappaOf(counts, labels)
		return all, marked, percent
	}, nil
}

// tokenCell is how often coder A gave one label where B gave another, by code.
type tokenCell struct {
	a, b  int32
	count int
}

// tokenCells are the cells of so many tokens from the first on.
func tokenCells(t Table[string], first, tokens int) []tokenCell {
	counts := map[[2]int32]int{}
	for i := first; i < first+tokens; i++ {
		row := t.Row(i)
		counts[[2]int32{row[0], row[1]}]++
	}
	var cells []tokenCell
	for labels, n := range counts {
		cells = append(cells, tokenCell{labels[0], labels[1], n})
	}
	slices.SortFunc(cells, func(x, y tokenCell) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return cells
}

// kappaOf is Cohen's kappa of a square of counts, and how many of all are on its diagonal.
func kappaOf(counts []int, labels int) (kappa, percent Value) {
	rows, columns := make([]int, labels), make([]int, labels)
	n, same := 0, 0
	for k, count := range counts {
		a, b := k/labels, k%labels
		rows[a] += count
		columns[b] += count
		n += count
		if a == b {
			same += count
		}
	}
	if n == 0 {
		return undefined("no item was coded by both coders"), undefined(noPair)
	}
	chance := 0
	for c := range labels {
		chance += rows[c] * columns[c]
	}
	share := float64(same) / float64(n)
	return corrected(share, chance, n*n, n), number(share, n)
}
