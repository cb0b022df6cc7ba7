package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const output = `goos: linux
pkg: galley/app/editor
cpu: some
BenchmarkOpen/3KB-2         	     100	  12500000 ns/op	    2048 B/op	      17 allocs/op
BenchmarkOpen/1MB-2         	      10	  90000000 ns/op
BenchmarkHit/3KB-2          	 1000000	       812.5 ns/op
PASS
ok  	galley/app/editor	3.2s
pkg: galley/cmd/galleyctl
BenchmarkImport/articles 	       1	2000000000 ns/op	         0.4000 of-insert
BenchmarkStart/100000 	       1	         1203.6 ms-opened
PASS
`

const budgetLines = `# package, benchmark, unit, limit

app/editor	BenchmarkOpen/3KB	ns/op	<=25ms
app/editor	BenchmarkOpen/1MB	ns/op	<=60ms
app/editor	BenchmarkOpen/5MB	ns/op	<=200ms
cmd/galleyctl	BenchmarkImport/articles	of-insert	>=0.5
cmd/galleyctl	BenchmarkStart/100000	ms-opened	<=1500
`

const table = `
package        benchmark        measured        budget             used
app/editor     Open/3KB         12.5 ms         <= 25 ms           0.50
app/editor     Open/1MB         90 ms           <= 60 ms           1.50  over
app/editor     Open/5MB         not measured    <= 200 ms
cmd/galleyctl  Import/articles  0.4 of-insert   >= 0.5 of-insert   1.25  over
cmd/galleyctl  Start/100000     1204 ms-opened  <= 1500 ms-opened  0.80
app/editor     Hit/3KB          812 ns
cmd/galleyctl  Import/articles  2 s
`

func TestRun(t *testing.T) {
	tests := []struct {
		name, budgets, output string
		want, err             string
	}{
		{"table", budgetLines, output, table, ""},
		{"failed benchmark", "", "pkg: galley/store\n--- FAIL: BenchmarkPut\nFAIL\nexit status 1\nFAIL\tgalley/store\t0.1s\n", "",
			"failed: --- FAIL: BenchmarkPut; FAIL galley/store 0.1s"},
		{"nothing ran", budgetLines, "", "", "no benchmark ran"},
		{"ragged budget", "app\tBenchmarkOpen\tns/op\n", output, "", "line 1: 3 fields where 4 are expected"},
		{"budget without a sign", "app\tBenchmarkOpen\tns/op\t25ms\n", output, "", `line 1: limit "25ms" does not begin with <= or >=`},
		{"budget without a unit", "app\tBenchmarkOpen\tns/op\t<=25\n", output, "", "line 1: time: missing unit in duration"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "budgets.tsv")
			if err := os.WriteFile(file, []byte(test.budgets), 0o666); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			err := run(file, strings.NewReader(test.output), &out, io.Discard)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error is %v, want one with %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := trimLines(out.String()); got != test.want {
				t.Errorf("table is\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// trimLines takes off the blanks that pad the last column.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// The budgets that are shipped can be read.
func TestBudgets(t *testing.T) {
	f, err := os.Open("budgets.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	budgets, err := readBudgets(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[key]bool{}
	for _, b := range budgets {
		if seen[b.key] {
			t.Errorf("%v has two budgets", b.key)
		}
		seen[b.key] = true
	}
}
