// Package theme turns the design tokens into the toolkit's theme, and gives the
// program's own widgets the tokens themselves.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"galley/app/tokens"
)

// Mode says which colours are used.
type Mode string

// The modes; their text is what settings store.
const (
	System Mode = "system" // as the desktop says
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// MaxScale is the largest text scale: 200%.
const MaxScale = 2

// Theme is the toolkit's theme made from the tokens. It does not change: to
// change the mode or scale, set a new one.
type Theme struct {
	tokens *tokens.Tokens
	mode   Mode
	scale  float32
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme of a mode with text scaled by a factor, which is kept
// between 1 and MaxScale.
func New(mode Mode, scale float32) *Theme {
	return &Theme{tokens.Default(), mode, max(1, min(scale, MaxScale))}
}

// dark reports whether the theme is dark when the desktop asks for a variant.
func (t *Theme) dark(v fyne.ThemeVariant) bool {
	return t.mode == Dark || t.mode != Light && v == theme.VariantDark
}

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	c := t.tokens.Colors(t.dark(v))
	switch name {
	case theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameButton,
		theme.ColorNameDisabledButton, theme.ColorNameScrollBarBackground:
		return c.Background
	case theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return c.Raised
	case theme.ColorNameForeground:
		return c.Text
	case theme.ColorNamePlaceHolder:
		return c.TextMuted
	case theme.ColorNameDisabled:
		return c.TextDisabled
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return c.Accent
	case theme.ColorNameForegroundOnPrimary:
		return c.OnAccent
	case theme.ColorNameError:
		return c.Danger
	case theme.ColorNameForegroundOnError:
		return c.OnDanger
	case theme.ColorNameWarning:
		return c.Warning
	case theme.ColorNameForegroundOnWarning:
		return c.OnWarning
	case theme.ColorNameSuccess:
		return c.Success
	case theme.ColorNameForegroundOnSuccess:
		return c.OnSuccess
	case theme.ColorNameSelection, theme.ColorNameFocus:
		// The toolkit fills the ground of menu items and choices in focus with
		// the colour of the focus and leaves the text as it is: the ring's own
		// colour would hide it. Our components draw the ring themselves.
		return c.Selection
	case theme.ColorNameHover:
		return c.Hover
	case theme.ColorNamePressed:
		return c.Pressed
	case theme.ColorNameShadow:
		return c.Shadow
	case theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return c.BorderStrong
	case theme.ColorNameSeparator, theme.ColorNameInnerWindowBorder, theme.ColorNameInnerWindowBorderInactive:
		return c.Border
	}
	return theme.DefaultTheme().Color(name, v)
}

// Size implements fyne.Theme. Text and what must grow with it is scaled, the
// space between is not.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	tok := t.tokens
	switch name {
	case theme.SizeNameText:
		return tok.Type.UI.Text * t.scale
	case theme.SizeNameCaptionText:
		return tok.Type.UI.Caption * t.scale
	case theme.SizeNameHeadingText:
		return tok.Type.UI.Heading * t.scale
	case theme.SizeNameSubHeadingText:
		return tok.Type.UI.Subheading * t.scale
	case theme.SizeNameInlineIcon:
		return tok.Size.IconInline * t.scale
	case theme.SizeNamePadding, theme.SizeNameScrollBarSmall, theme.SizeNameLineSpacing, theme.SizeNameSplitThickness:
		return tok.Space.Unit
	case theme.SizeNameInnerPadding:
		return tok.Space.Unit + tok.Space.XS
	case theme.SizeNameScrollBar:
		return tok.Space.M + tok.Space.XS
	case theme.SizeNameSeparatorThickness:
		return tok.Stroke.Separator
	case theme.SizeNameInputBorder:
		return tok.Stroke.Hairline
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameMenuRadius:
		return tok.Radius.Control
	case theme.SizeNameSelectionRadius, theme.SizeNameScrollBarRadius:
		return tok.Radius.Chip
	case theme.SizeNameCardRadius:
		return tok.Radius.Card
	case theme.SizeNamePopupRadius:
		return tok.Radius.Popup
	case theme.SizeNameDialogRadius:
		return tok.Radius.Dialog
	case theme.SizeNameModalBlurRadius:
		return 0
	}
	return theme.DefaultTheme().Size(name)
}

// Icon implements fyne.Theme with the toolkit's icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Look is what a widget of the program draws with.
type Look struct {
	*tokens.Tokens
	Color *tokens.Colors
	Dark  bool
	// Scale is the text scale, 1 to MaxScale. Text sizes and the heights of
	// rows and controls that hold text are multiplied by it.
	Scale float32
}

// Of returns the look under the application's theme. Under another theme than
// this package's it is the unscaled look that comes nearest.
func Of() Look {
	settings := fyne.CurrentApp().Settings()
	t, ok := settings.Theme().(*Theme)
	if !ok {
		t = New(System, 1)
	}
	dark := t.dark(settings.ThemeVariant())
	return Look{t.tokens, t.tokens.Colors(dark), dark, t.scale}
}

// Ink returns the colours of a palette entry.
func (l Look) Ink(id int) tokens.Ink { return l.Entry(id).Ink(l.Dark) }
