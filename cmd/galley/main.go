// Galley is the desktop program: galley [PROJECT] [--article ID-OR-KEY]
// [--annotator NAME] [--trace FILE].
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"galley/app"
	_ "galley/cmd/galley/internal/locale"
)

// appID is the program's name in the folders that the system gives it.
const appID = "org.galley.Galley"

func main() {
	begun := time.Now().Add(-processAge())
	args, err := parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, "galley:", err)
		os.Exit(2)
	}
	if err := run(args, begun); err != nil {
		fmt.Fprintln(os.Stderr, "galley:", err)
		os.Exit(1)
	}
}

// arguments are the command line.
type arguments struct {
	start app.Start
	trace string
}

// parse reads the command line; options may stand before and after the project.
func parse(args []string, out io.Writer) (arguments, error) {
	var a arguments
	flags := flag.NewFlagSet("galley", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&a.start.Article, "article", "", "open the article with this `id or key`")
	flags.StringVar(&a.start.Annotator, "annotator", "", "annotate as `NAME`")
	flags.StringVar(&a.trace, "trace", "", "write a JSON line for each mark of time to `FILE`")
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: galley [PROJECT] [--article ID-OR-KEY] [--annotator NAME] [--trace FILE]")
		flags.PrintDefaults()
	}
	for {
		if err := flags.Parse(args); err != nil {
			return a, err
		}
		if flags.NArg() == 0 {
			break
		}
		if a.start.Project != "" {
			return a, fmt.Errorf("one project at a time, not also %s", flags.Arg(0))
		}
		a.start.Project, args = flags.Arg(0), flags.Args()[1:]
	}
	if a.start.Project != "" {
		abs, err := filepath.Abs(a.start.Project)
		if err != nil {
			return a, err
		}
		a.start.Project = abs
	} else if a.start.Article != "" {
		return a, errors.New("--article needs a project")
	}
	return a, nil
}

func run(args arguments, begun time.Time) error {
	trace, err := newTrace(args.trace, begun)
	if err != nil {
		return err
	}
	defer trace.Close()
	quietToolkit(os.Stderr)
	cache, err := os.UserCacheDir()
	if err == nil {
		// The toolkit makes its own folder there, but not this one. Where it cannot be made, it says so.
		_ = os.MkdirAll(cache, 0o700)
		cache = filepath.Join(cache, "galley")
	}
	toolkit := fyneapp.NewWithID(appID)
	ids := newIDs()
	galley := app.New(app.Config{
		Toolkit: toolkit,
		Post:    fyne.Do,
		Now:     time.Now,
		After: func(d time.Duration, f func()) func() {
			t := time.AfterFunc(d, f)
			return func() { t.Stop() }
		},
		IDs:      ids,
		Projects: projects{ids},
		Trace:    trace,
		Start:    args.start,

		FontIndex: cache,
	})
	galley.ShowAndRun()
	return nil
}
