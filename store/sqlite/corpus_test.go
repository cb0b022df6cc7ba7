package sqlite

import (
	"cmp"
	"os"
	"strconv"

	"galley/annotate"
	"galley/store/storetest"
)

// corpusSize is how many articles benchmarks and measurements work on. What
// counts is 10,000; fewer show the same in less time.
func corpusSize() int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("GALLEY_BENCH_ARTICLES"), "1000"))
	if err != nil {
		panic(err)
	}
	return n
}

func imports(entries []annotate.Entry, layers bool) []annotate.Transaction {
	return storetest.Imports(entries, layers)
}

func makeCorpus(n int) []annotate.Entry { return storetest.Corpus(n) }

var setUp = annotate.Transaction{ID: "setup", Edits: []annotate.Edit{{After: &annotate.Person{ID: "ada", Name: "Ada"}}}}
