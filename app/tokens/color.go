package tokens

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// Color is an sRGB colour, alpha not premultiplied. It reads "#RRGGBB" and
// "#RRGGBBAA".
type Color color.NRGBA

// RGBA implements color.Color.
func (c Color) RGBA() (r, g, b, a uint32) { return color.NRGBA(c).RGBA() }

// String returns "#RRGGBB", with the alpha appended when it is not full.
func (c Color) String() string {
	s := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
	if c.A != 0xff {
		s += fmt.Sprintf("%02X", c.A)
	}
	return s
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *Color) UnmarshalText(text []byte) error {
	parsed, err := ParseColor(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// ParseColor reads "#RRGGBB" or "#RRGGBBAA", in capitals or not.
func ParseColor(s string) (Color, error) {
	if (len(s) != 7 && len(s) != 9) || s[0] != '#' {
		return Color{}, fmt.Errorf("%q is not a colour of the form #RRGGBB", s)
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return Color{}, fmt.Errorf("%q is not a colour of the form #RRGGBB", s)
	}
	if len(s) == 7 {
		v = v<<8 | 0xff
	}
	return Color{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}, nil
}

// linear returns the channels as linear light, 0 to 1 (IEC 61966-2-1).
func (c Color) linear() (r, g, b float64) {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return f(c.R), f(c.G), f(c.B)
}

// Contrast returns the contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2
// defines it.
func Contrast(a, b Color) float64 {
	luminance := func(c Color) float64 {
		r, g, b := c.linear()
		return 0.2126*r + 0.7152*g + 0.0722*b
	}
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// oklch returns chroma (0 to about 0.4) and hue (radians) in Ottosson's Oklab,
// whose hues look even to the eye.
func (c Color) oklch() (chroma, hue float64) {
	r, g, b := c.linear()
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return math.Hypot(a, bb), math.Atan2(bb, a)
}
