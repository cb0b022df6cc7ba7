// Package interop holds the tests in which other programs read what Galley
// wrote. They need Python and Java, and package registries once; the setup.sh
// here and in uima bring what they read with. They have a build tag of their own, "readers".
package interop
