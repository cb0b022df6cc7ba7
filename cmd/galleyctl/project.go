package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/source/decode"
	"galley/assets"
	"galley/store"
	"galley/store/open"
)

// defaultSchema is the template of a new project unless another is chosen.
const defaultSchema = "conflict-news"

func newIDs() *annotate.IDs { return annotate.NewIDs(time.Now, rand.Reader) }

// withProject opens a project, does something with it and closes it.
func withProject(ctx context.Context, path string, readOnly bool, do func(store.Store) error) error {
	s, err := open.Project(ctx, path, store.Options{ReadOnly: readOnly, Program: "galleyctl"})
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no project %s; galleyctl new makes one", path)
	}
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

func newCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	schemaName := flags.String("schema", defaultSchema, "")
	name := flags.String("name", "", "")
	guideline := flags.String("guideline", "", "")
	return func(ctx context.Context, out *output, args []string) error {
		path := args[0]
		schema, err := findSchema(*schemaName)
		if err != nil {
			return err
		}
		edits := []annotate.Edit{{After: schema}}
		if *guideline != "" {
			g, err := readGuideline(*guideline)
			if err != nil {
				return err
			}
			edits = append(edits, annotate.Edit{After: g})
		}
		if *name == "" {
			*name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		ids := newIDs()
		id := ids.Next()
		err = open.Create(ctx, path, id, *name, annotate.Transaction{
			ID: ids.Next(), At: time.Now().UTC(), Title: "new project " + *name, Edits: edits,
		})
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s is there already", path)
		}
		if err != nil {
			return err
		}
		answer := struct {
			Project string `json:"project"`
			ID      string `json:"id"`
			Name    string `json:"name"`
			Schema  string `json:"schema"`
		}{path, string(id), *name, string(schema.ID)}
		return out.answer(answer, func() { out.printf("made %s with the schema %s", path, schema.Name) })
	}
}

// readGuideline reads a Markdown file.
func readGuideline(path string) (*annotate.Guideline, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the guideline: %w", err)
	}
	text, _, err := decode.Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("reading the guideline from %s: %w", path, err)
	}
	return &annotate.Guideline{Text: text, Name: filepath.Base(path)}, nil
}

// findSchema is a shipped template by its id, else what a file holds.
func findSchema(name string) (*annotate.Schema, error) {
	shipped, err := templates()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(shipped, func(s *annotate.Schema) bool { return string(s.ID) == name })
	if i >= 0 {
		return shipped[i], nil
	}
	schema, err := exchange.ReadSchema(name)
	if errors.Is(err, fs.ErrNotExist) {
		ids := make([]string, len(shipped))
		for i, s := range shipped {
			ids[i] = string(s.ID)
		}
		return nil, usagef("there is neither a template nor a file %q; the templates are %s", name, strings.Join(ids, ", "))
	}
	return schema, err
}

// templates are the shipped schemas by id.
func templates() ([]*annotate.Schema, error) {
	folder, err := fs.Sub(assets.Schemas, "schemas")
	if err != nil {
		return nil, err
	}
	return annotate.ParseSchemas(folder)
}

func doctorCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	repair := flags.Bool("repair", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		return withProject(ctx, args[0], !*repair, func(s store.Store) error { return doctor(ctx, out, s, *repair) })
	}
}

type diagnosis struct {
	Findings []finding `json:"findings"` // that are still there
	Repaired bool      `json:"repaired"`
	Copy     string    `json:"copy"` // of the project as it was before the repair
}

type finding struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// doctor examines a project, and rebuilds it if something was found and that is wanted.
func doctor(ctx context.Context, out *output, s store.Store, repair bool) error {
	findings, err := s.Check(ctx, out.progress("examining"))
	if err != nil {
		return err
	}
	d := diagnosis{}
	if len(findings) > 0 && repair {
		if d.Copy, err = s.Rebuild(ctx, out.progress("rebuilding")); err != nil {
			return err
		}
		d.Repaired = true
		if findings, err = s.Check(ctx, out.progress("examining again")); err != nil {
			return err
		}
	}
	d.Findings = make([]finding, len(findings))
	for i, f := range findings {
		d.Findings[i] = finding{f.Code, f.Message}
	}
	err = out.answer(d, func() {
		for _, f := range d.Findings {
			out.printf("%s (%s)", f.Message, f.Code)
		}
		switch {
		case d.Repaired:
			out.printf("the project was rebuilt from its log; as it was before it lies in %s", d.Copy)
		case len(d.Findings) == 0:
			out.printf("nothing is wrong")
		}
	})
	if err == nil && len(d.Findings) > 0 {
		return &codeError{code: exitFailed}
	}
	return err
}

func versionCommand(*flag.FlagSet) func(context.Context, *output, []string) error {
	return func(_ context.Context, out *output, _ []string) error {
		answer := struct {
			Version  string `json:"version"`
			Revision string `json:"revision"`
			Go       string `json:"go"`
		}{Version: "unknown"}
		if info, ok := debug.ReadBuildInfo(); ok {
			answer.Version, answer.Go = info.Main.Version, info.GoVersion
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					answer.Revision = s.Value
				}
			}
		}
		return out.answer(answer, func() { out.printf("galleyctl %s %s", answer.Version, answer.Revision) })
	}
}
