// Package page draws an annotated article. What is drawn follows from a State
// and a viewport alone: they give a List of things to draw, and a list becomes
// pixels (Screen, List.Paint) or SVG (List.SVG). The package knows no window
// and no toolkit, so that figures can be made without one.
//
// A Page remembers what it has laid out, which changes how fast the next list
// comes and nothing else. Paragraphs are broken into lines when they come into
// view, or in the background by LayoutSome; until then their height is
// estimated, and what is on screen stays where it is when the estimate gives
// way to the truth.
//
// Lengths are in dp unless said otherwise, y grows downwards, offsets are bytes
// into the article's text. A Page is not safe for concurrent use.
package page
