package command

// Positions tells which character a US keyboard has at a physical key, by the
// scancode that the window system reports. On another layout the character that
// is typed goes first; the position serves for Arabic, Russian and other
// characters outside ASCII that no label uses.
type Positions map[int]rune

// usRows are the printable keys of a US keyboard, row by row.
const (
	usDigits = "1234567890-="
	usTop    = "qwertyuiop[]"
	usHome   = "asdfghjkl;'"
	usBottom = `zxcvbnm,./`
)

// Evdev returns the positions by Linux input event codes, which GLFW reports on
// Wayland.
func Evdev() Positions {
	p := Positions{41: '`', 43: '\\'}
	p.row(2, usDigits)
	p.row(16, usTop)
	p.row(30, usHome)
	p.row(44, usBottom)
	return p
}

// X11 returns the positions by X keycodes: those of Linux and 8 more.
func X11() Positions {
	p := make(Positions)
	for code, r := range Evdev() {
		p[code+8] = r
	}
	return p
}

// Windows returns the positions by Windows scancodes (set 1), of which Linux took
// its codes for these keys.
func Windows() Positions { return Evdev() }

// MacOS returns the positions by the virtual key codes of macOS, which have no
// order.
func MacOS() Positions {
	return Positions{
		0x12: '1', 0x13: '2', 0x14: '3', 0x15: '4', 0x17: '5', 0x16: '6', 0x1A: '7', 0x1C: '8', 0x19: '9', 0x1D: '0', 0x1B: '-', 0x18: '=',
		0x0C: 'q', 0x0D: 'w', 0x0E: 'e', 0x0F: 'r', 0x11: 't', 0x10: 'y', 0x20: 'u', 0x22: 'i', 0x1F: 'o', 0x23: 'p', 0x21: '[', 0x1E: ']',
		0x00: 'a', 0x01: 's', 0x02: 'd', 0x03: 'f', 0x05: 'g', 0x04: 'h', 0x26: 'j', 0x28: 'k', 0x25: 'l', 0x29: ';', 0x27: '\'', 0x2A: '\\',
		0x06: 'z', 0x07: 'x', 0x08: 'c', 0x09: 'v', 0x0B: 'b', 0x2D: 'n', 0x2E: 'm', 0x2B: ',', 0x2F: '.', 0x2C: '/', 0x32: '`',
	}
}

func (p Positions) row(from int, keys string) {
	for i, r := range keys {
		p[from+i] = r
	}
}

// at returns the character of a US keyboard at a scancode, 0 if there is none.
func (p Positions) at(scancode int, shift bool) rune {
	r := p[scancode]
	if shift {
		if up, ok := usShifted[r]; ok {
			return up
		}
	}
	return r
}

var usShifted = map[rune]rune{
	'`': '~', '1': '!', '2': '@', '3': '#', '4': '$', '5': '%', '6': '^', '7': '&', '8': '*', '9': '(', '0': ')',
	'-': '_', '=': '+', '[': '{', ']': '}', '\\': '|', ';': ':', '\'': '"', ',': '<', '.': '>', '/': '?',
}
