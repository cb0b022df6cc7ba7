package agree

import "fmt"

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
