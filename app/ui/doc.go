// Package ui holds the components that every page is built from: chips, cards,
// lists, finders, sheets, the status line. They know no project and no command;
// pages give them data and callbacks.
//
// # Keys
//
// A component in focus uses the keys it needs and hands every other key and
// character to the canvas's own handlers, Canvas.OnTypedKey and OnTypedRune.
// These are also called when nothing has the focus, so a window sets its keys in
// one place with Canvas.SetOnTypedKey and SetOnTypedRune, and a list or a button
// never swallows F6 or a label's letter. An Entry hands on function keys and Esc.
// While a Sheet is open it takes the place of these handlers.
//
// # Looks
//
// Colours and sizes are read from the tokens each time a component is drawn, so
// that a new theme or text scale shows at once. Sizes in fields are dp at 100%.
package ui
