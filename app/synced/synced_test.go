package synced_test

import (
	"os"
	"path/filepath"
	"testing"

	"galley/app/synced"
)

func TestService(t *testing.T) {
	for name, tt := range map[string]struct {
		folder, mark string // below a folder of its own
		want         string
	}{
		"nothing":             {folder: "work", want: ""},
		"Dropbox":             {folder: "Dropbox/news", want: "Dropbox"},
		"of a company":        {folder: "OneDrive - University/news", want: "OneDrive"},
		"on a Mac":            {folder: "Library/CloudStorage/GoogleDrive-ada@example.org/My Drive", want: "Google Drive"},
		"iCloud":              {folder: "Library/Mobile Documents/com~apple~CloudDocs", want: "iCloud"},
		"named like one":      {folder: "Dropboxes", want: ""},
		"Syncthing by a mark": {folder: "sync/news", mark: "sync/.stfolder", want: "Syncthing"},
		"Nextcloud by a mark": {folder: "a [b]*/news", mark: "a [b]*/.sync_1234.db", want: "Nextcloud"},
		"a mark elsewhere":    {folder: "work", mark: "other/.stfolder", want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			for _, folder := range []string{tt.folder, tt.mark} {
				if err := os.MkdirAll(filepath.Join(home, filepath.FromSlash(folder)), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if got := synced.Service(filepath.Join(home, filepath.FromSlash(tt.folder), "p.galley")); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
