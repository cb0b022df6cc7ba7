package brat

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format/filename"
)

// settings are what the configuration of a folder says of the files in it.
type settings struct {
	folder    string // that of the configuration, or the one that is read
	ours      bool   // Galley wrote it: names and labels are to be read back
	annotator string
	kind      annotate.LayerKind
	splits    []string
	labels    map[string]string // name in the file -> real label
	roles     map[string]bool   // that annotation.conf declares
}

// settingsOf are the settings of a folder: those of the nearest annotation.conf at or above it.
func (r *reader) settingsOf(folder string) (*settings, error) {
	if s := r.settings[folder]; s != nil {
		return s, nil
	}
	s := &settings{folder: folder, kind: annotate.Human}
	conf, err := fs.ReadFile(r.in.FS, path.Join(folder, confFile))
	switch {
	case err == nil:
		s.readAnnotation(string(conf))
		if s.ours {
			visual, err := fs.ReadFile(r.in.FS, path.Join(folder, visualFile))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			s.readLabels(string(visual))
		} else {
			s.folder = r.root
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case folder != r.root:
		if s, err = r.settingsOf(path.Dir(folder)); err != nil {
			return nil, err
		}
	}
	r.settings[folder] = s
	return s, nil
}

// key is that of the article with a file name without extension.
func (s *settings) key(stem string) string {
	key := strings.TrimPrefix(strings.TrimPrefix(stem, s.folder), "/")
	if !s.ours {
		return key
	}
	if split, rest, ok := strings.Cut(key, "/"); ok && slices.Contains(s.splits, split) {
		key = rest
	}
	return filename.Key(key)
}

// label is the real label of a name in a file.
func (s *settings) label(name string) string {
	if real, ok := s.labels[name]; ok {
		return real
	}
	return name
}

// role is the role of an argument: without the number of a repeated one.
// others are the names of the event's arguments.
func (s *settings) role(name string, others []string) string {
	base := strings.TrimRight(name, "0123456789")
	if s.ours {
		return s.label(base)
	}
	if base != "" && !s.roles[name] && (s.roles[base] || slices.Contains(others, base)) {
		return base
	}
	return name
}

var (
	section  = regexp.MustCompile(`^\s*\[(.*)\]\s*$`)
	roleName = regexp.MustCompile(`([^\s,:?*+{}|<>]+)(?:\{[^}]*\}|[?*+])?:`)
)

func (s *settings) readAnnotation(conf string) {
	s.roles = map[string]bool{}
	in := ""
	for i, line := range strings.Split(conf, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if said, ok := strings.CutPrefix(line, markPrefix); ok && i == 0 {
			var m mark
			if json.Unmarshal([]byte(said), &m) == nil {
				s.ours, s.annotator, s.splits = true, m.Annotator, m.Splits
				if m.Kind != "" {
					s.kind = m.Kind
				}
			}
		}
		if m := section.FindStringSubmatch(line); m != nil {
			in = m[1]
			continue
		}
		if in == "events" && !strings.HasPrefix(strings.TrimSpace(line), "#") {
			for _, m := range roleName.FindAllStringSubmatch(line, -1) {
				s.roles[m[1]] = true
			}
		}
	}
}

func (s *settings) readLabels(visual string) {
	s.labels = map[string]string{}
	in := ""
	for line := range strings.SplitSeq(visual, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if m := section.FindStringSubmatch(line); m != nil {
			in = m[1]
			continue
		}
		if name, real, ok := strings.Cut(line, "|"); ok && in == "labels" {
			s.labels[strings.TrimSpace(name)] = strings.TrimSpace(real)
		}
	}
}
