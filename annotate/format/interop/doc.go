// Package interop holds the tests in which other programs read what Galley
// wrote. They need Python and a package registry once; setup.sh brings what
// they read with. They have a build tag of their own, "readers".
package interop
