package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"galley/annotate/exchange"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // nothing was changed
	exitUsage  = 2
	exitPart   = 3 // done in part; what was refused is listed
)

// command is one of galleyctl's commands.
type command struct {
	name  string
	args  string // as the usage shows them
	does  string
	least int // positional arguments, at least
	most  int // at most; -1: any number
	// make declares the flags of a command and gives what it does with its
	// positional arguments.
	make func(*flag.FlagSet) func(ctx context.Context, out *output, args []string) error
}

var commands = []command{
	{"new", "PROJECT [--schema ID|FILE] [--name NAME] [--guideline FILE]", "make a project", 1, 1, newCommand},
	{"import", "PROJECT PATH... [--format auto|ID] [--variant NAME] [--annotator NAME] [--map COLUMN=FIELD]... [--dry-run] [--strict]", "take in articles and annotations", 2, -1, importCommand},
	{"export", "PROJECT OUT --format ID [--variant NAME] [--layers gold|all|majority|NAME,...] [--articles WORDS] [--search QUERY] [--outlet NAME] [--language CODE] [--from DATE] [--to DATE] [--state done,...] [--labels GOV=ORG,BOILER=] [--no-suggestions] [--no-unsure] [--fragments hull|parts|drop] [--borders snap|drop] [--nested outermost|innermost|drop] [--split train=0.8,dev=0.1,test=0.1] [--group story|cluster|outlet|date|none,...] [--seed N] [--recipe NAME] [--save-recipe NAME] [--without-texts] [--force]", "write a data set", 2, 2, exportCommand},
	{"join", "EXPORT TEXTS... OUT [--force]", "put the texts into an export without texts", 3, -1, joinCommand},
	{"correct", "PROJECT ARTICLE TEXT.txt [--dry-run] [--anyway]", "give an article a corrected text and carry its annotations over", 3, 3, correctCommand},
	{"list", "PROJECT articles|annotators|layers|formats|schemas|recipes [--articles WORDS] [--search QUERY] [--outlet NAME] [--language CODE] [--from DATE] [--to DATE]", "list what there is", 2, 2, listCommand},
	{"recipe", "PROJECT NAME --rename NAME|--delete", "give a recipe another name, or delete it", 2, 2, recipeCommand},
	{"search", "PROJECT QUERY [--limit N]", "find articles by their words", 2, 2, searchCommand},
	{"agree", "PROJECT [--annotators A,B,...] [--state done|any] [--report OUT.html] [--figures FOLDER] [--independent] [--seed N] [--force], or --cases FILE", "measure how far annotators agree, or coded data without a project", 0, 1, agreeCommand},
	{"assign", "PROJECT --annotators A,B,... --per-article N [--by none|outlet|story] [--articles QUERY] [--blind] [--seed N] [--dry-run]", "say who reads what", 1, 1, assignCommand},
	{"bundle", "PROJECT OUT.galley --annotator NAME [--articles QUERY]", "give a piece of the project to work on elsewhere", 2, 2, bundleCommand},
	{"merge", "PROJECT OTHER... [--dry-run]", "bring work back", 2, -1, mergeCommand},
	{"release", "PROJECT [--articles WORDS] [--withdraw] [--annotator NAME]", "let annotators see what became of their work", 1, 1, releaseCommand},
	{"corrections", "PROJECT OUT.html --annotator NAME [--force]", "write what became of somebody's work, with the reasons", 2, 2, correctionsCommand},
	{"settle", "PROJECT [--take NAME]", "list what can only be once and was changed on both sides, or take the other version", 1, 1, settleCommand},
	{"exchange", "PROJECT FOLDER [--dry-run]", "exchange work with others through a shared folder", 2, 2, exchangeCommand},
	{"register", "PROJECT [TABLE.csv...] [--out FILE.csv] [--force]", "take actors and places into the register, and write it", 1, -1, registerCommand},
	{"figure", "PROJECT ARTICLE OUT.svg|.png|.html [--annotator NAME] [--width N] [--dark] [--force]", "draw an annotated article", 3, 3, figureCommand},
	{"doctor", "PROJECT [--repair]", "examine a project, and rebuild it from its log", 1, 1, doctorCommand},
	{"version", "", "tell the version", 0, 0, versionCommand},
}

// usageError is a command line that cannot be understood.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// codeError ends with an exit code of its own. Without an error all was said before.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

// run runs a command line and gives the exit code.
func run(ctx context.Context, args []string, out *output) int {
	err := dispatch(ctx, args, out)
	out.progressDone()
	var coded *codeError
	var wrong *usageError
	var options *exchange.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &wrong), errors.As(err, &options):
		out.errorf("%v", err)
		return exitUsage
	case ctx.Err() != nil && !errors.As(err, &coded):
		out.errorf("it was stopped; nothing was changed")
		return exitFailed
	case errors.As(err, &coded):
		if coded.err != nil {
			out.errorf("%v", coded.err)
		}
		return coded.code
	}
	out.errorf("%v", err)
	return exitFailed
}

func dispatch(ctx context.Context, args []string, out *output) error {
	if len(args) == 0 {
		return usagef("no command is given\n%s", usage())
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		out.print(usage())
		return nil
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, out, args[1:])
		}
	}
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	return usagef("there is no command %q; there are %s", args[0], strings.Join(names, ", "))
}

func usage() string {
	var b strings.Builder
	b.WriteString("usage: galleyctl COMMAND ... [--json]\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %s\n      %s\n", strings.TrimSpace(c.name+" "+c.args), c.does)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (c command) run(ctx context.Context, out *output, args []string) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.BoolVar(&out.json, "json", false, "")
	do := c.make(flags)
	positional, err := parse(flags, args)
	line := strings.TrimSpace("galleyctl " + c.name + " " + c.args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		out.print(line + "\n    " + c.does)
		return nil
	case err != nil:
		return usagef("%s: %v; usage: %s", c.name, err, line)
	case len(positional) < c.least:
		return usagef("%s: too few arguments; usage: %s", c.name, line)
	case c.most >= 0 && len(positional) > c.most:
		return usagef("%s: %q is one argument too many; usage: %s", c.name, positional[c.most], line)
	}
	return do(ctx, out, positional)
}

// parse parses flags that may stand before, between and after the positional
// arguments, which it returns. What follows "--" is positional.
func parse(flags *flag.FlagSet, args []string) ([]string, error) {
	var positional []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		if len(rest) == 0 {
			return positional, nil
		}
		if used := len(args) - len(rest); used > 0 && args[used-1] == "--" {
			return append(positional, rest...), nil
		}
		positional = append(positional, rest[0])
		args = rest[1:]
	}
}
