package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/datasheet"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/textless"
	"galley/annotate/source"
)

// lineExtension is that of the files whose texts can be taken out.
const lineExtension = ".jsonl"

// withhold takes the texts out of what was written. Each line is joined with its
// text again and compared, so that nobody is left with half a data set.
func (e *export) withhold(out *output, set format.Set) error {
	layout := textless.Of(e.format.Info().ID)
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	replaced := map[string]string{} // checksums
	for _, split := range splits {
		name := set.DataName(split, e.format.Info().Extension)
		before, after, err := rewrite(out, name, func(line []byte) ([]byte, error) { return stripped(layout, line) })
		if err != nil {
			return fmt.Errorf("taking the texts out of %s: %w", name, err)
		}
		replaced[before] = after
	}
	return resum(out, croissantFile, replaced)
}

// stripped is a line without its text, from which it can be made again.
func stripped(layout *textless.Layout, line []byte) ([]byte, error) {
	bare, err := layout.Strip(line)
	if err != nil {
		return nil, err
	}
	var whole struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(line, &whole); err != nil {
		return nil, err
	}
	back, err := layout.Join(bare, whole.Text)
	if err == nil && !bytes.Equal(back, line) {
		err = errors.New("a line could not be made again of its text")
	}
	return bare, err
}

// rewrite changes each line of a file and tells its checksums before and after.
func rewrite(out *output, name string, change func(line []byte) ([]byte, error)) (before, after string, err error) {
	full := filepath.Join(out.dir, filepath.FromSlash(name))
	in, err := os.Open(full)
	if err != nil {
		return "", "", err
	}
	defer in.Close()
	to, err := out.Create(name + ".part")
	if err != nil {
		return "", "", err
	}
	old, sum := sha256.New(), sha256.New()
	w := bufio.NewWriterSize(io.MultiWriter(to, sum), 256<<10)
	err = eachLine(io.TeeReader(in, old), func(line []byte) error {
		changed, err := change(line)
		if err == nil {
			_, err = w.Write(append(changed, '\n'))
		}
		return err
	})
	if err := errors.Join(err, w.Flush(), to.Close(), in.Close()); err != nil {
		return "", "", err
	}
	if err := os.Rename(full+".part", full); err != nil {
		return "", "", err
	}
	return hex.EncodeToString(old.Sum(nil)), hex.EncodeToString(sum.Sum(nil)), nil
}

// eachLine gives the lines of a data set that Galley wrote.
func eachLine(r io.Reader, do func(line []byte) error) error {
	for line, err := range format.Lines(r) {
		switch {
		case err != nil:
			return err
		case line.TooLong:
			return fmt.Errorf("line %d is too long", line.Number)
		case len(line.Text) == 0:
			continue
		}
		if err := do(line.Text); err != nil {
			return fmt.Errorf("line %d: %w", line.Number, err)
		}
	}
	return nil
}

// resum puts other checksums into a file that is there.
func resum(out *output, name string, replaced map[string]string) error {
	full := filepath.Join(out.dir, filepath.FromSlash(name))
	data, err := os.ReadFile(full)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for before, after := range replaced {
		data = bytes.ReplaceAll(data, []byte(before), []byte(after))
	}
	return os.WriteFile(full, data, 0o666)
}

// JoinReport tells what was joined.
type JoinReport struct {
	Files    []string `json:"files"`
	Articles int      `json:"articles"`
}

// Join makes of an export without texts, a file or a folder, and of files with
// the texts, in any format that is imported, the export as it would be with
// texts. Texts are told by their SHA-256. Where one is missing or another than
// the one that was annotated the error names the article, and nothing is written.
func Join(ctx context.Context, export string, texts []string, to string, force bool) (*JoinReport, error) {
	j := &joining{need: map[string]bool{}, bodies: map[string]string{annotate.NewArticle(annotate.Article{}, "").Digest: ""}, other: map[string]string{}}
	info, err := os.Stat(export)
	if err != nil {
		return nil, fmt.Errorf("joining: %w", err)
	}
	j.folder, j.single = export, ""
	if !info.IsDir() {
		j.folder, j.single = filepath.Dir(export), filepath.Base(export)
	}
	if err := j.survey(); err != nil {
		return nil, err
	}
	if err := j.gather(ctx, texts); err != nil {
		return nil, err
	}
	if err := j.complete(); err != nil {
		return nil, err
	}
	out, err := newOutput(to, j.single != "", force)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	if err := j.write(ctx, out); err != nil {
		return nil, fmt.Errorf("joining to %s: %w", to, err)
	}
	files, err := out.publish()
	if err != nil {
		return nil, err
	}
	return &JoinReport{files, len(j.lines)}, nil
}

// joining is a Join under way.
type joining struct {
	folder string
	single string // name of the one file, if it is one
	files  []string
	lines  []textless.Line
	need   map[string]bool   // digests
	bodies map[string]string // by digest
	other  map[string]string // by id and key the digest of the text that was found
}

// survey finds the files of the export and what texts they lack.
func (j *joining) survey() error {
	if j.single != "" {
		j.files = []string{j.single}
		if schema := strings.TrimSuffix(j.single, path.Ext(j.single)) + ".schema.json"; exists(filepath.Join(j.folder, schema)) {
			j.files = append(j.files, schema)
		}
	} else if err := fs.WalkDir(os.DirFS(j.folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			j.files = append(j.files, name)
		}
		return err
	}); err != nil {
		return err
	}
	for _, name := range j.data() {
		f, err := os.Open(filepath.Join(j.folder, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		err = eachLine(f, func(line []byte) error {
			about, err := textless.About(line)
			j.lines = append(j.lines, about)
			j.need[about.SHA256] = true
			return err
		})
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s is no export without texts: %w", filepath.Join(j.folder, name), err)
		}
	}
	if len(j.data()) == 0 {
		return &UsageError{fmt.Sprintf("%s holds no export without texts", j.folder)}
	}
	return nil
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// data are the files that lack texts.
func (j *joining) data() []string {
	return slices.DeleteFunc(slices.Clone(j.files), func(name string) bool { return path.Ext(name) != lineExtension })
}

// gather reads the texts.
func (j *joining) gather(ctx context.Context, paths []string) error {
	w := &walk{}
	defer w.close()
	if err := w.choose("auto"); err != nil {
		return err
	}
	if err := w.all(ctx, paths); err != nil {
		return err
	}
	for _, job := range w.jobs {
		for result, err := range job.reader.Read(ctx, job.in, format.Options{}) {
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if result.Record == nil {
				continue
			}
			a := result.Record.Article
			if j.need[a.Digest] {
				j.bodies[a.Digest] = a.Text.String()
			}
			for _, name := range []string{string(a.ID), cmp.Or(a.Key, source.Stem(job.in.Name))} {
				if name != "" {
					j.other[name] = a.Digest
				}
			}
		}
	}
	return nil
}

// complete tells which articles have no text, or another than the one that was annotated.
func (j *joining) complete() error {
	const most = 20
	var list []string
	n := 0
	for _, l := range j.lines {
		if _, ok := j.bodies[l.SHA256]; ok {
			continue
		}
		if n++; n > most {
			continue
		}
		found := j.other[l.ID]
		if found == "" || l.ID == "" {
			found = j.other[l.Key]
		}
		if found != "" {
			list = append(list, fmt.Sprintf("%s: the text that is there for it is another (its SHA-256 is %s, not %s)", l.Key, found, l.SHA256))
		} else {
			list = append(list, l.Key+": its text is not there")
		}
	}
	if n > most {
		list = append(list, fmt.Sprintf("and %d more", n-most))
	}
	if n > 0 {
		return fmt.Errorf("%d of %d articles cannot be joined\n%s", n, len(j.lines), strings.Join(list, "\n"))
	}
	return nil
}

// write copies the export and puts the texts into it.
func (j *joining) write(ctx context.Context, out *output) error {
	replaced := map[string]string{}
	for _, name := range j.files {
		base := path.Base(name)
		if base == readmeFile || base == sheetFile {
			continue
		}
		to := name
		if j.single != "" { // which may get another name, and so the schema beside it
			to = strings.TrimSuffix(filepath.Base(out.path), filepath.Ext(out.path)) + strings.TrimPrefix(name, strings.TrimSuffix(j.single, path.Ext(j.single)))
		}
		if err := copyFile(filepath.Join(j.folder, filepath.FromSlash(name)), out, to); err != nil {
			return err
		}
		if path.Ext(name) != lineExtension {
			continue
		}
		before, after, err := rewrite(out, to, func(line []byte) ([]byte, error) {
			about, err := textless.About(line)
			if err = errors.Join(err, ctx.Err()); err != nil {
				return nil, err
			}
			layout := textless.Detect(line)
			if layout == nil {
				return nil, errors.New("it is of no known format")
			}
			return layout.Join(line, j.bodies[about.SHA256])
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		replaced[before] = after
	}
	for _, name := range j.files {
		switch path.Base(name) {
		case croissantFile:
			if err := resum(out, name, replaced); err != nil {
				return err
			}
		case sheetFile:
			if err := j.sheet(out.below(path.Dir(name)), name, replaced); err != nil {
				return err
			}
		}
	}
	return nil
}

// sheet writes the datasheet of what was joined.
func (j *joining) sheet(out *output, name string, replaced map[string]string) error {
	data, err := os.ReadFile(filepath.Join(j.folder, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	var s datasheet.Sheet
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.WithoutTexts, s.Recipe.WithoutTexts = false, false
	for i, f := range s.Files {
		if after := replaced[f.SHA256]; after != "" {
			s.Files[i].SHA256 = after
		}
	}
	f := all.Find(s.Format)
	if f == nil {
		return fmt.Errorf("%s is of the unknown format %q", name, s.Format)
	}
	set := format.Set{Stem: f.Info().Stem}
	for _, x := range s.Splits {
		set.Splits = append(set.Splits, x.Name)
	}
	return writeSheet(out, &s, f, set)
}

func copyFile(from string, out *output, name string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	to, err := out.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, in)
	return errors.Join(err, to.Close())
}
