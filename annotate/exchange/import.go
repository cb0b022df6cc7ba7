package exchange

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"

	"galley/annotate"
	"galley/annotate/format"
	formats "galley/annotate/format/all"
	sources "galley/annotate/source/all"
	"galley/annotate/source/decode"
	"galley/annotate/source/fields"
)

// Target is what an import needs of a project.
type Target interface {
	Project(ctx context.Context) (annotate.Project, error)
	// Known tells of each article that has one of the ids or one of the keys, deleted ones too.
	Known(ctx context.Context, ids []annotate.ID, keys []string) ([]annotate.Known, error)
	// Article is an article with its body, also a deleted one.
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	// Layers are the layers of an article that hold or held something.
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	// Commit writes transactions, all of them or none.
	Commit(ctx context.Context, txs ...annotate.Transaction) error
}

// Unnamed is the annotator of layers for which neither the file nor the
// options name one.
const Unnamed = "imported"

// ImportOptions say what is imported, and how.
type ImportOptions struct {
	Format    string            // id; empty or "auto": told by the files
	Variant   string            // of the files' format, which a file need not say: see format.Named; empty: as each file says or shows
	Annotator string            // of the layers whose file names none
	Columns   map[string]string // column or field, or "#N" for the Nth column -> property of the article
	Strict    bool              // nothing is imported if anything is refused
	DryRun    bool              // nothing is imported; the report tells what would be

	Author annotate.ID // Person.ID of who imports, if somebody
	Now    func() time.Time
	IDs    *annotate.IDs
	// Progress, if any, is told after each piece how many bytes of all files were read.
	Progress func(done, total int64)
}

// ImportReport tells what was imported.
type ImportReport struct {
	Articles struct {
		New     int `json:"new"`
		Same    int `json:"same"` // already there, or earlier in the files
		Refused int `json:"refused"`
	} `json:"articles"`
	Annotations Counts         `json:"annotations"` // that came into the project
	Warnings    []format.Issue `json:"warnings"`
	Refused     []format.Issue `json:"refused"`
}

// Changed tells whether anything came into the project.
func (r *ImportReport) Changed() bool { return r.Articles.New > 0 || r.Annotations != Counts{} }

// StrictError says that a strict import was refused; the report lists why. Nothing was changed.
type StrictError struct {
	First   format.Issue // that was refused
	Refused int
}

func (e *StrictError) Error() string {
	more := ""
	if e.Refused > 1 {
		more = fmt.Sprintf(", and %d more were refused", e.Refused-1)
	}
	return fmt.Sprintf("nothing was imported, since the import is strict: %s: %s%s", e.First.Item, e.First.Message, more)
}

// Readers are all that can be imported, articles and annotations.
func Readers() []format.Reader {
	out := slices.Clone(sources.Sources)
	for _, f := range formats.Formats {
		out = append(out, f)
	}
	return out
}

// Import takes the files and folders at paths into a project, some hundred
// articles at a time, each of these a transaction. What cannot be read is
// refused and named, and the rest comes in.
//
// The report is given with an error too: what was written before it stays. A
// *UsageError says that the options do not fit.
func Import(ctx context.Context, target Target, paths []string, opt ImportOptions) (*ImportReport, error) {
	report := &ImportReport{Warnings: []format.Issue{}, Refused: []format.Issue{}}
	for column, field := range opt.Columns {
		if _, err := fields.Parse(field); err != nil {
			return report, &UsageError{fmt.Sprintf("column %q: %v", column, err)}
		}
	}
	w := &walk{columns: opt.Columns}
	defer w.close()
	if err := w.find(ctx, paths, opt); err != nil {
		return report, err
	}
	if opt.Strict && !opt.DryRun {
		trial := opt
		trial.DryRun = true
		trial.Progress = nil
		if report, err := run(ctx, target, w, trial); err != nil {
			return report, err
		} else if n := len(report.Refused); n > 0 {
			report.Articles.New, report.Articles.Same, report.Annotations = 0, 0, Counts{}
			return report, &StrictError{report.Refused[0], n}
		}
	}
	return run(ctx, target, w, opt)
}

// run imports what the walk found.
func run(ctx context.Context, target Target, w *walk, opt ImportOptions) (*ImportReport, error) {
	project, err := target.Project(ctx)
	if err != nil {
		return &ImportReport{Warnings: []format.Issue{}, Refused: []format.Issue{}}, err
	}
	in := newImporter(target, project, opt)
	for _, issue := range w.refused {
		in.refuse(issue, true)
	}
	in.report.Warnings = append(in.report.Warnings, w.warnings...)
	for step := range w.read(ctx, opt.Columns) {
		if err := in.step(ctx, step); err != nil {
			return in.report, in.stopped(err)
		}
		if opt.Progress != nil {
			opt.Progress(min(step.done, w.total), w.total)
		}
	}
	if err := ctx.Err(); err != nil {
		return in.report, in.stopped(err)
	}
	if err := in.flush(ctx); err != nil {
		return in.report, in.stopped(err)
	}
	return in.report, nil
}

// stopped says what is in the project where an import ends early.
func (in *importer) stopped(err error) error {
	if !in.report.Changed() || in.opt.DryRun {
		return err
	}
	return fmt.Errorf("the import stopped after %d articles, which are in the project: %w", in.report.Articles.New, err)
}

// step is one step of reading the files.
type step struct {
	*job
	result format.Result
	err    error
	done   int64 // bytes read of all files
	size   int64 // bytes read for this step, aheadBytes at most
}

// How far reading runs ahead: a transaction's articles and more, so that it
// need not wait while one is written, but not many long ones.
const (
	aheadSteps = 4 * batchArticles
	aheadBytes = 16 << 20
)

// read reads all files in another goroutine, some steps ahead: reading takes
// about as much time as writing does. It ends early when ctx ends.
func (w *walk) read(ctx context.Context, columns map[string]string) iter.Seq[step] {
	return func(yield func(step) bool) {
		ctx, stop := context.WithCancel(ctx)
		steps := make(chan step, aheadSteps)
		room := semaphore.NewWeighted(aheadBytes)
		go func() {
			defer close(steps)
			var before, last int64
			for i := range w.jobs {
				j := &w.jobs[i]
				for result, err := range j.reader.Read(ctx, j.in, format.Options{Columns: columns}) {
					s := step{j, result, err, before + result.Bytes, 0}
					s.size = min(max(s.done-last, 0), aheadBytes)
					last = max(last, s.done)
					if room.Acquire(ctx, s.size) != nil {
						return
					}
					select {
					case steps <- s:
					case <-ctx.Done():
						return
					}
				}
				before += j.size
			}
		}()
		defer func() {
			stop()
			for range steps { // until the goroutine has ended
			}
		}()
		for s := range steps {
			room.Release(s.size)
			if ctx.Err() != nil || !yield(s) {
				return
			}
		}
	}
}

// step takes one step. Records are kept until there are enough for a transaction.
func (in *importer) step(ctx context.Context, s step) error {
	if s.job != in.job {
		in.job, in.schema, in.keyless, in.unnamed = s.job, nil, 0, false
	}
	r := s.result
	switch {
	case s.err != nil && ctx.Err() != nil:
		return ctx.Err()
	case s.err != nil:
		in.refuse(format.Issue{Item: s.in.Path, Code: "unreadable", Message: plainError(s.err)}, true)
	case r.Refused != nil:
		in.refuse(*r.Refused, !r.Part)
	case r.Warning != nil:
		in.warn(*r.Warning)
	case r.Schema != nil:
		in.schema = r.Schema
	case r.Record != nil:
		return in.take(ctx, *r.Record)
	}
	return nil
}

// plainError is what an error says of the machine, without what was being done to which file.
func plainError(err error) string {
	var known *decode.Error
	if errors.As(err, &known) {
		return known.Msg
	}
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return "it is damaged: its checksum in the archive is another"
	case errors.Is(err, zip.ErrFormat):
		return "it is damaged, or longer than the archive says"
	}
	return "it cannot be read: " + cause(err).Error()
}

// cause is the innermost error of a chain.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// title is what the history shows for the batch, in which so many articles change.
func (b *batch) title(articles int) string {
	name := filepath.Base(b.pending[0].root)
	for _, p := range b.pending {
		if p.root != b.pending[0].root {
			name += " and others"
			break
		}
	}
	if articles == 1 {
		return fmt.Sprintf("import %s (1 article)", name)
	}
	return fmt.Sprintf("import %s (%d articles)", name, articles)
}
