// Package locale gives the process a locale that the toolkit can read, before
// the toolkit asks: it logs an error for LANG=C while its packages are
// initialised, earlier than main runs.
//
// Packages are initialised in the order of their import paths as far as their
// imports allow, and this one imports only os.
package locale

import "os"

func init() {
	for _, name := range []string{"LC_ALL", "LANG"} {
		switch os.Getenv(name) {
		case "C", "POSIX", "C.UTF-8", "C.utf8":
			os.Setenv(name, "en_US.UTF-8")
		}
	}
	if os.Getenv("LC_ALL") == "" && os.Getenv("LANG") == "" {
		os.Setenv("LANG", "en_US.UTF-8")
	}
}
