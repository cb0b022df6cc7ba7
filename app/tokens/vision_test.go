package tokens

import "math"

// This file has the measures of colour that the palette was chosen by. They are
// needed to check it, not to draw with it.

// rgb is a colour as linear light.
type rgb [3]float64

func linearRGB(c Color) rgb {
	r, g, b := c.linear()
	return rgb{r, g, b}
}

// vision is what a kind of colour vision makes of a colour.
type vision func(Color) rgb

// visions are the kinds of colour vision the palette is measured under, by their
// names in the token file.
var visions = map[string]vision{
	"normal":            linearRGB,
	"protanopia":        machado([3]rgb{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}),
	"deuteranopia":      machado([3]rgb{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}),
	"tritanopia":        machado([3]rgb{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}),
	"tritanopiaBrettel": brettelTritan,
}

// machado simulates by a matrix of Machado, Oliveira and Fernandes (2009) at
// severity 1, applied to linear light.
func machado(m [3]rgb) vision {
	return func(c Color) rgb { return mul(m, linearRGB(c)).clip() }
}

// brettelTritan simulates after Brettel, Vienot and Mollon (1997) with two half
// planes, put into linear sRGB as DaltonLens does (Smith and Pokorny 1975 cones,
// anchors at 485 and 660 nm).
func brettelTritan(c Color) rgb {
	in := linearRGB(c)
	m := [3]rgb{{1.01354, 0.14268, -0.15622}, {-0.01181, 0.87561, 0.13619}, {0.07707, 0.81208, 0.11085}}
	if in[0]*0.03960+in[1]*-0.02831+in[2]*-0.01129 < 0 {
		m = [3]rgb{{0.93337, 0.19999, -0.13336}, {0.05809, 0.82565, 0.11626}, {-0.37923, 1.13825, 0.24098}}
	}
	return mul(m, in).clip()
}

func mul(m [3]rgb, v rgb) (out rgb) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func (c rgb) clip() rgb {
	for i, v := range c {
		c[i] = math.Min(1, math.Max(0, v))
	}
	return c
}

// lab converts linear sRGB to CIE 1976 L*a*b* for D65.
func (c rgb) lab() (l, a, b float64) {
	xyz := mul([3]rgb{
		{0.4124564, 0.3575761, 0.1804375},
		{0.2126729, 0.7151522, 0.0721750},
		{0.0193339, 0.1191920, 0.9503041},
	}, c)
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return 116*y - 16, 500 * (x - y), 200 * (y - z)
}

// ciede2000 returns the colour difference of CIE 142-2001, as Sharma, Wu and
// Dalal (2005) write it out.
func ciede2000(c1, c2 rgb) float64 {
	l1, a1, b1 := c1.lab()
	l2, a2, b2 := c2.lab()
	return deltaE(l1, a1, b1, l2, a2, b2)
}

func deltaE(l1, a1, b1, l2, a2, b2 float64) float64 {
	cMean := (math.Hypot(a1, b1) + math.Hypot(a2, b2)) / 2
	g := 0.5 * (1 - math.Sqrt(pow7(cMean)/(pow7(cMean)+pow7(25))))
	a1, a2 = a1*(1+g), a2*(1+g)
	ch1, ch2 := math.Hypot(a1, b1), math.Hypot(a2, b2)
	h1, h2 := hueDegrees(b1, a1), hueDegrees(b2, a2)

	dh := 0.0
	hMean := h1 + h2
	if ch1*ch2 != 0 {
		dh = math.Remainder(h2-h1, 360)
		hMean = (h1 + h2) / 2
		if math.Abs(h1-h2) > 180 {
			hMean = math.Mod(hMean+180, 360)
		}
	}
	lMean, chMean := (l1+l2)/2, (ch1+ch2)/2
	t := 1 - 0.17*cosd(hMean-30) + 0.24*cosd(2*hMean) + 0.32*cosd(3*hMean+6) - 0.20*cosd(4*hMean-63)
	sl := 1 + 0.015*(lMean-50)*(lMean-50)/math.Sqrt(20+(lMean-50)*(lMean-50))
	sc := 1 + 0.045*chMean
	sh := 1 + 0.015*chMean*t
	theta := 30 * math.Exp(-((hMean-275)/25)*((hMean-275)/25))
	rt := -2 * math.Sqrt(pow7(chMean)/(pow7(chMean)+pow7(25))) * math.Sin(2*theta*math.Pi/180)

	dl, dc := (l2-l1)/sl, (ch2-ch1)/sc
	dH := 2 * math.Sqrt(ch1*ch2) * math.Sin(dh/2*math.Pi/180) / sh
	return math.Sqrt(dl*dl + dc*dc + dH*dH + rt*dc*dH)
}

func pow7(x float64) float64 { return math.Pow(x, 7) }

func cosd(deg float64) float64 { return math.Cos(deg * math.Pi / 180) }

func hueDegrees(b, a float64) float64 {
	if a == 0 && b == 0 {
		return 0
	}
	return math.Mod(math.Atan2(b, a)*180/math.Pi+360, 360)
}
