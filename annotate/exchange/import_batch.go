package exchange

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/galley"
	"galley/annotate/source"
)

// A batch is committed when it holds so many articles, bytes of text or edits.
// It is kept in memory whole, and takes the disk about 50 ms.
const (
	batchArticles = 256
	batchBytes    = 8 << 20
	batchEdits    = 20_000
)

// importer puts records into a project.
type importer struct {
	target Target
	opt    ImportOptions
	report *ImportReport

	people   map[string]annotate.ID // by name
	extender *annotate.Extender
	stored   *annotate.Schema // as it is in the project
	trial    *knownSet        // in a dry run: articles that would be there

	job     *job             // the file at hand
	schema  *annotate.Schema // that travels with it
	keyless int              // records of it that had neither id nor key
	unnamed bool             // it was warned of for naming no annotator
	batch   batch
}

// batch is what the next transaction will hold.
type batch struct {
	pending []pending
	bytes   int
	edits   int
}

type pending struct {
	format.Record
	root   string           // the path given under which it was found
	schema *annotate.Schema // that travels with it
}

func newImporter(target Target, project annotate.Project, opt ImportOptions) *importer {
	in := &importer{
		target: target, opt: opt, people: map[string]annotate.ID{}, stored: project.Schema,
		report: &ImportReport{Warnings: []format.Issue{}, Refused: []format.Issue{}},
		trial:  newKnownSet(nil),
	}
	for _, p := range project.People {
		if _, twice := in.people[p.Name]; !twice {
			in.people[p.Name] = p.ID
		}
	}
	schema := project.Schema
	if schema == nil {
		schema = &annotate.Schema{}
	}
	in.extender = annotate.NewExtender(schema)
	return in
}

func (in *importer) warn(issue format.Issue) {
	in.report.Warnings = append(in.report.Warnings, issue)
}

// refuse notes something refused; article tells whether it is a whole article.
func (in *importer) refuse(issue format.Issue, article bool) {
	in.report.Refused = append(in.report.Refused, issue)
	if article {
		in.report.Articles.Refused++
	}
}

// take puts a record into the batch, and commits the batch when it is full.
func (in *importer) take(ctx context.Context, rec format.Record) error {
	b := &in.batch
	if a := rec.Article; a.ID == "" && a.Key == "" {
		named := *a
		named.Key = in.key()
		rec.Article = &named
	}
	for i := range rec.Layers {
		in.name(&rec.Layers[i])
		in.unloop(rec.Where, &rec.Layers[i])
		l := &rec.Layers[i].Layer
		b.edits += l.Mentions.Len() + l.Entities.Len() + l.Events.Len() + l.Relations.Len() + l.Labels.Len() + l.Notes.Len()
	}
	b.pending = append(b.pending, pending{rec, in.job.root, in.schema})
	b.bytes += rec.Article.Text.Len()
	b.edits++
	if len(b.pending) < batchArticles && b.bytes < batchBytes && b.edits < batchEdits {
		return nil
	}
	return in.flush(ctx)
}

// unloop refuses arguments by which events of a file from elsewhere would contain
// themselves. Galley's own file holds what people did, and that is shown as a problem.
func (in *importer) unloop(where string, l *format.Layer) {
	if _, own := in.job.reader.(galley.Format); own {
		return
	}
	open, loops := l.Unloop()
	for _, x := range loops {
		in.refuse(format.Issue{Item: fmt.Sprintf("%s, layer of %s, event %s", where, l.Annotator, clip(string(x.Event.ID))), Code: "cyclic_event",
			Message: fmt.Sprintf("by its argument %s it would contain itself", clip(x.Event.Arguments[x.Argument].Role))}, false)
	}
	l.Layer = open
}

// key is the key of an article to which the file gives neither id nor key: the
// path of the file, with a number from the second one on.
func (in *importer) key() string {
	key := source.Stem(in.job.in.Name)
	if in.job.in.Name == "." {
		key = filepath.Base(in.job.root)
	}
	if in.keyless++; in.keyless > 1 {
		key = fmt.Sprintf("%s#%d", key, in.keyless)
	}
	return key
}

// name gives a layer its annotator where the file names none.
func (in *importer) name(l *format.Layer) {
	if l.Annotator != "" {
		return
	}
	if l.Annotator = in.opt.Annotator; l.Annotator != "" {
		return
	}
	l.Annotator = Unnamed
	if !in.unnamed {
		in.unnamed = true
		in.warn(format.Issue{Item: in.job.in.Path, Code: "no_annotator",
			Message: fmt.Sprintf("the file does not say whose annotations it holds; they are under the name %q (--annotator gives another)", Unnamed)})
	}
}

// flush commits the batch.
func (in *importer) flush(ctx context.Context) error {
	b := in.batch
	in.batch = batch{}
	if len(b.pending) == 0 {
		return nil
	}
	known, err := in.known(ctx, b.pending)
	if err != nil {
		return err
	}
	m := &maker{importer: in, known: known}
	before := *in.report
	for _, p := range b.pending {
		if err := m.record(ctx, p); err != nil {
			return err
		}
	}
	edits := m.all()
	if len(edits) == 0 || in.opt.DryRun {
		return nil
	}
	tx := annotate.Transaction{ID: in.opt.IDs.Next(), Author: in.opt.Author, At: in.opt.Now().UTC(), Edits: edits}
	tx.Title = b.title(len(tx.Articles()))
	if err := in.target.Commit(ctx, tx); err != nil {
		in.report.Articles.New, in.report.Articles.Same = before.Articles.New, before.Articles.Same
		in.report.Annotations = before.Annotations
		return err
	}
	return nil
}

// known is what the project has under the ids and keys of records, in one query.
func (in *importer) known(ctx context.Context, records []pending) (*knownSet, error) {
	var ids []annotate.ID
	var keys []string
	for _, p := range records {
		if p.Article.ID != "" {
			ids = append(ids, p.Article.ID)
		}
		keys = append(keys, p.Article.Key)
	}
	list, err := in.target.Known(ctx, ids, keys)
	if err != nil {
		return nil, err
	}
	known := newKnownSet(list)
	if in.opt.DryRun {
		known.more = in.trial
	}
	return known, nil
}

// knownSet finds articles by id and by key.
type knownSet struct {
	byID  map[annotate.ID]annotate.Known
	byKey map[string][]annotate.Known
	more  *knownSet // looked into besides, and added to
}

func newKnownSet(list []annotate.Known) *knownSet {
	s := &knownSet{byID: map[annotate.ID]annotate.Known{}, byKey: map[string][]annotate.Known{}}
	for _, k := range list {
		s.add(k)
	}
	return s
}

func (s *knownSet) add(k annotate.Known) {
	s.byID[k.ID] = k
	s.byKey[k.Key] = append(s.byKey[k.Key], k)
	if s.more != nil {
		s.more.add(k)
	}
}

// conflict says why an article cannot come in.
type conflict struct{ code, msg string }

// find is the article of the project that a is: the one with its id, else with
// its key, if the text is the same. ok is false if there is none. A conflict
// is an article of that id or key with another text.
func (s *knownSet) find(a *annotate.Article) (k annotate.Known, ok bool, c *conflict) {
	if a.ID != "" {
		k, ok = s.byID[a.ID]
		if !ok && s.more != nil {
			k, ok = s.more.byID[a.ID]
		}
		if ok && k.Digest == a.Digest {
			return k, true, nil
		}
		if ok {
			return k, false, &conflict{"id_taken", fmt.Sprintf("an article with the id %q and another text is there already%s", clip(string(a.ID)), instead(k))}
		}
	}
	same := s.byKey[a.Key]
	if len(same) == 0 && s.more != nil {
		same = s.more.byKey[a.Key]
	}
	for _, k := range same {
		if k.Digest == a.Digest {
			return k, true, nil
		}
	}
	if len(same) > 0 {
		return same[0], false, &conflict{"key_taken", fmt.Sprintf("an article with the key %q and another text is there already%s", clip(a.Key), instead(same[0]))}
	}
	return annotate.Known{}, false, nil
}

// instead says where an article is, and how it gets the other text.
func instead(k annotate.Known) string {
	if k.Deleted {
		return ", among the deleted ones"
	}
	return "; galleyctl correct, or Correct the text... in the window, gives it this one"
}

// clip shortens what a file says for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return strings.TrimSpace(string(r[:80])) + "…"
	}
	return s
}
