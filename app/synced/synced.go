// Package synced tells whether a file lies in a folder that a service
// synchronises with other computers. Two programs that write one database
// through such a folder damage it.
package synced

import (
	"os"
	"path/filepath"
	"strings"
)

// folders are how the services call their folders: a name, or how it begins.
var folders = []struct{ begins, service string }{
	{"Dropbox", "Dropbox"},
	{"OneDrive", "OneDrive"},
	{"Google Drive", "Google Drive"}, {"GoogleDrive", "Google Drive"}, {"My Drive", "Google Drive"},
	{"iCloud Drive", "iCloud"}, {"iCloudDrive", "iCloud"}, {"com~apple~CloudDocs", "iCloud"}, {"Mobile Documents", "iCloud"},
	{"Nextcloud", "Nextcloud"}, {"ownCloud", "ownCloud"}, {"Syncthing", "Syncthing"}, {"Box Sync", "Box"}, {"pCloud", "pCloud"},
}

// marks are files by which the services know their folders, as patterns.
var marks = []struct{ pattern, service string }{
	{".dropbox", "Dropbox"}, {".dropbox.cache", "Dropbox"},
	{".stfolder", "Syncthing"},
	{".nextcloudsync.log", "Nextcloud"}, {".owncloudsync.log", "ownCloud"}, {".sync_*.db", "Nextcloud"}, {"._sync_*.db", "Nextcloud"},
	{".tmp.drivedownload", "Google Drive"}, {".tmp.driveupload", "Google Drive"},
	{".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"},
}

// Service is the name of the service that synchronises the folder of a file, or
// empty. It looks at the names of the folders above the file and at what lies in them.
func Service(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(real, filepath.Base(abs))
	}
	for folder := filepath.Dir(abs); ; folder = filepath.Dir(folder) {
		if service := of(folder); service != "" {
			return service
		}
		if filepath.Dir(folder) == folder {
			return ""
		}
	}
}

// of tells what service a folder is of.
func of(folder string) string {
	name := filepath.Base(folder)
	for _, f := range folders {
		rest, ok := strings.CutPrefix(name, f.begins)
		// "OneDrive - University", "GoogleDrive-ada@example.org", not "Dropboxes"
		if ok && (rest == "" || strings.ContainsAny(rest[:1], " -_(.")) {
			return f.service
		}
	}
	for _, m := range marks {
		found, err := filepath.Glob(filepath.Join(escape(folder), m.pattern))
		if err == nil && len(found) > 0 {
			return m.service
		}
	}
	return ""
}

// escape takes their meaning from the signs of a pattern. Where the system has
// no escapes (Windows) a folder with such signs is looked at as it is.
func escape(folder string) string {
	if os.PathSeparator == '\\' {
		return folder
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(folder)
}
