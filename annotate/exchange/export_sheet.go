package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"galley/annotate/datasheet"
	"galley/annotate/format"
)

// The files that say what a data set is.
const (
	sheetFile     = "datasheet.json"
	readmeFile    = "README.md"
	croissantFile = "croissant.json"
	lossesFile    = "losses.json"
)

// splits are the names of the splits.
func (e *export) splits() []string {
	var out []string
	for _, s := range e.opt.Splits {
		out = append(out, s.Name)
	}
	return out
}

// beginSheets finds out what the datasheets of all views have in common. A
// single file has none.
func (e *export) beginSheets(ctx context.Context) (err error) {
	if e.single != "" {
		return nil
	}
	if e.newest, err = e.corpus.Newest(ctx); err != nil {
		return err
	}
	e.agreement, err = e.agreed(ctx)
	return err
}

// described is the datasheet of a view, but for its files.
func (e *export) described() *datasheet.Sheet {
	s := e.sheet.Sheet()
	s.Project, s.Format, s.Recipe, s.Agreement, s.Losses = e.project.Name, e.format.Info().ID, e.opt.Recipe, e.agreement, e.lost.List()
	if s.WithoutTexts = e.opt.WithoutTexts; s.WithoutTexts {
		lost := e.lost.WithoutExamples()
		s.Losses = lost.List()
	}
	if schema := e.project.Schema; schema != nil {
		sum := sha256.Sum256(schema.Encode())
		s.Schema = &datasheet.Schema{ID: string(schema.ID), Name: schema.Name, Revision: schema.Revision, SHA256: hex.EncodeToString(sum[:])}
	}
	return s
}

// PreviewSheet is the README.md that Export would write for the first data set,
// in Markdown, without the list of files. opt.Out need not be set.
func PreviewSheet(ctx context.Context, corpus Corpus, opt ExportOptions) (string, error) {
	f, err := formatOf(opt)
	if err != nil {
		return "", err
	}
	e, err := plan(ctx, corpus, f, opt)
	if err != nil {
		return "", err
	}
	if err := e.beginSheets(ctx); err != nil {
		return "", err
	}
	e.sheet = datasheet.NewBuilder(e.splits())
	for _, err := range e.parts(ctx, e.views[0], nil) {
		if err != nil {
			return "", err
		}
	}
	set := format.Set{Schema: e.project.Schema, Layer: e.views[0].layer, Splits: e.splits()}
	return string(e.described().Readme(format.CardOf(f, set))), nil
}

// describe writes the datasheet of a view, whose files are there, and README.md.
func (e *export) describe(out *output, set format.Set) error {
	s := e.described()
	var err error
	if s.Files, err = sums(out.fs()); err != nil {
		return err
	}
	return writeSheet(out, s, e.format, set)
}

// writeSheet writes what follows from a datasheet.
func writeSheet(out *output, s *datasheet.Sheet, f format.Format, set format.Set) error {
	if err := out.json(sheetFile, s); err != nil {
		return err
	}
	file, err := out.Create(readmeFile)
	if err != nil {
		return err
	}
	_, err = file.Write(s.Readme(format.CardOf(f, set)))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", readmeFile, err)
	}
	return nil
}

// sums are the files of a folder by name, with their checksums; those that say
// what the others are do not count.
func sums(fsys fs.FS) ([]datasheet.File, error) {
	var out []datasheet.File
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || slices.Contains([]string{sheetFile, readmeFile, croissantFile}, path.Base(name)) {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		sum := sha256.New()
		_, err = io.Copy(sum, f)
		out = append(out, datasheet.File{Name: name, SHA256: hex.EncodeToString(sum.Sum(nil))})
		return errors.Join(err, f.Close())
	})
	return out, err
}
