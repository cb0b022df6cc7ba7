// Command bench prints what benchmarks measured beside what they may cost:
//
//	go test -bench . ./... | go run .ci/bench.go .ci/budgets.tsv
//
// It fails when a benchmark failed, not when one is over its budget: a busy
// machine is no error.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -bench . ./... | go run .ci/bench.go BUDGETS.tsv")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run reads the budgets from a file and Go's benchmark output from in. It copies
// each line to progress as it comes, since a run takes minutes, and the table to
// out in the end.
func run(budgetFile string, in io.Reader, out, progress io.Writer) error {
	f, err := os.Open(budgetFile)
	if err != nil {
		return fmt.Errorf("reading the budgets: %w", err)
	}
	defer f.Close()
	budgets, err := readBudgets(f)
	if err != nil {
		return fmt.Errorf("reading the budgets: %s: %w", budgetFile, err)
	}
	results, failed, err := readResults(io.TeeReader(in, progress))
	if err != nil {
		return fmt.Errorf("reading the benchmarks: %w", err)
	}
	if err := printTable(out, budgets, results); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, "; "))
	}
	if len(results) == 0 {
		return errors.New("no benchmark ran")
	}
	return nil
}

// A key names one figure of one benchmark: its package below the module, its
// name without "Benchmark" and the number of processors, and Go's unit, such as
// ns/op.
type key struct{ pkg, name, unit string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.pkg, other.pkg), cmp.Compare(k.name, other.name), cmp.Compare(k.unit, other.unit))
}

// A budget is what a figure may be at most, or at least, in the unit of its key.
type budget struct {
	key
	atLeast bool
	limit   float64
}

// readBudgets reads a line for each budget: package, benchmark, unit and limit,
// parted by tabs. A limit is "<=" or ">=" and a number, or a duration where the
// unit is ns/op. Empty lines and those that begin with # are left out.
func readBudgets(r io.Reader) ([]budget, error) {
	var budgets []budget
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 4 {
			return nil, fmt.Errorf("line %d: %d fields where 4 are expected", n, len(fields))
		}
		b := budget{key: key{fields[0], strings.TrimPrefix(fields[1], "Benchmark"), fields[2]}}
		text, ok := strings.CutPrefix(fields[3], "<=")
		if !ok {
			text, b.atLeast = strings.CutPrefix(fields[3], ">=")
		}
		if !ok && !b.atLeast {
			return nil, fmt.Errorf("line %d: limit %q does not begin with <= or >=", n, fields[3])
		}
		var err error
		if b.limit, err = readLimit(text, b.unit); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		budgets = append(budgets, b)
	}
	return budgets, lines.Err()
}

func readLimit(text, unit string) (float64, error) {
	if unit == "ns/op" {
		d, err := time.ParseDuration(text)
		return float64(d.Nanoseconds()), err
	}
	return strconv.ParseFloat(text, 64)
}

var processors = regexp.MustCompile(`-\d+$`)

// readResults takes the figures from Go's benchmark output, and the lines that
// tell of a failure. The format is that of
// https://go.googlesource.com/proposal/+/master/design/14313-benchmark-format.md.
func readResults(r io.Reader) (results map[key]float64, failed []string, err error) {
	results = map[key]float64{}
	pkg := ""
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if rest, ok := strings.CutPrefix(line, "pkg: "); ok {
			pkg = strings.TrimPrefix(rest, "galley/")
		}
		if strings.HasPrefix(line, "FAIL\t") || strings.HasPrefix(line, "--- FAIL") || strings.HasPrefix(line, "panic:") {
			failed = append(failed, strings.ReplaceAll(line, "\t", " "))
		}
		fields := strings.Fields(line)
		name, ok := strings.CutPrefix(line, "Benchmark")
		if !ok || len(fields) < 4 {
			continue
		}
		name = processors.ReplaceAllString(strings.Fields(name)[0], "")
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				break // a line that a benchmark printed itself
			}
			results[key{pkg, name, fields[i+1]}] = value
		}
	}
	return results, failed, lines.Err()
}

// printTable prints the budgets in their order, then the times of benchmarks
// without one. The last column is the part of the budget that is used: above 1
// the benchmark is over it.
func printTable(w io.Writer, budgets []budget, results map[key]float64) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\npackage\tbenchmark\tmeasured\tbudget\tused")
	budgeted := map[key]bool{}
	for _, b := range budgets {
		budgeted[b.key] = true
		sign := "<= "
		if b.atLeast {
			sign = ">= "
		}
		limit := sign + format(b.limit, b.unit)
		value, ok := results[b.key]
		if !ok {
			fmt.Fprintf(t, "%s\t%s\tnot measured\t%s\t\n", b.pkg, b.name, limit)
			continue
		}
		used := value / b.limit
		if b.atLeast {
			used = b.limit / value
		}
		verdict := ""
		if used > 1 {
			verdict = "  over"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.2f%s\n", b.pkg, b.name, format(value, b.unit), limit, used, verdict)
	}
	var others []key
	for k := range results {
		if k.unit == "ns/op" && !budgeted[k] {
			others = append(others, k)
		}
	}
	slices.SortFunc(others, key.compare)
	for _, k := range others {
		fmt.Fprintf(t, "%s\t%s\t%s\t\t\n", k.pkg, k.name, format(results[k], k.unit))
	}
	return t.Flush()
}

// format gives a figure at least three digits and its unit; ns/op becomes a
// duration.
func format(value float64, unit string) string {
	if unit != "ns/op" {
		if value >= 100 {
			return fmt.Sprintf("%.0f %s", value, unit)
		}
		return fmt.Sprintf("%.3g %s", value, unit)
	}
	for _, u := range []struct {
		name string
		ns   float64
	}{{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}} {
		if value >= u.ns {
			return fmt.Sprintf("%.3g %s", value/u.ns, u.name)
		}
	}
	return fmt.Sprintf("%.3g ns", value)
}
