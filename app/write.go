package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// writeNew writes a file that is not there yet.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; choose another place", path)
	}
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(path)) // no half of a file stays
		}
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// written says that a file was written, and offers to open it.
func (a *App) written(path, text string) {
	a.toasts.Say(text, "Open", func() {
		if err := a.cfg.Toolkit.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
			a.say("It could not be opened: " + err.Error() + ".")
		}
	})
}

// freePath is a path that nothing has: the one given, or one with a number.
func freePath(path string) string {
	ext := filepath.Ext(path)
	free := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s %d%s", strings.TrimSuffix(path, ext), n, ext)
	}
}
