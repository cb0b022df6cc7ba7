package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"galley/annotate/agree"
)

func agreeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	cases := flags.String("cases", "", "")
	return func(_ context.Context, out *output, args []string) error {
		switch {
		case *cases != "" && len(args) > 0:
			return usagef("agree: --cases measures a file, and takes no project")
		case *cases == "":
			return usagef("agree: name a file of coded data with --cases")
		}
		return agreeOnCases(out, *cases)
	}
}

// agreeOnCases measures the cases of a file.
func agreeOnCases(out *output, path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s", path)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	cases, err := agree.ReadCases(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	answer := struct {
		Cases []agree.Case `json:"cases"`
	}{cases}
	return out.answer(answer, func() {
		for _, c := range cases {
			out.printf("%s (%s)", c.ID, c.Kind)
			tellCase(out, c)
		}
	})
}

// tellCase writes what the measures of a case come to, one a line.
func tellCase(out *output, c agree.Case) {
	for _, name := range slices.Sorted(maps.Keys(c.Values)) {
		v := c.Values[name]
		if v == nil {
			out.printf("  %-28s -  %s", name, c.Undefined[name])
			continue
		}
		out.printf("  %-28s %.6f", name, *v)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Lists)) {
		var list []string
		for _, x := range c.Lists[name] {
			list = append(list, strconv.FormatFloat(x, 'f', 6, 64))
		}
		out.printf("  %-28s %s", name, strings.Join(list, " "))
	}
}
