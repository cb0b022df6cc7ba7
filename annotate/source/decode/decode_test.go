package decode

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	english = "Police in Lyon detained two suspects on Monday after the port strike, Reuters reported."
	french  = "Le préfet a confirmé samedi que la grève générale à Noël a été levée ; « c’est fini », a-t-il déclaré."
	german  = "Über 300 Menschen flohen am Dienstag aus der Stadt Görlitz; die Straße nach Süden blieb gesperrt."
	spanish = "¿Qué pasó? El señor Muñoz declaró que la situación económica mejoró © Reuters."
	russian = "Вчера в Москве прошли переговоры о перемирии, сообщил представитель министерства обороны."
	arabic  = "قال المتحدث باسم الحكومة إن القافلة وصلت إلى المدينة يوم الأحد وعلى متنها مساعدات غذائية"
	chinese = "星期一,警方在里昂逮捕了两名嫌疑人。\n一名官员说,罢工已经结束。"
	greek   = "Η αστυνομία συνέλαβε δύο υπόπτους στη Λυών τη Δευτέρα μετά την απεργία στο λιμάνι."
	hebrew  = "המשטרה עצרה שני חשודים בליון ביום שני לאחר השביתה בנמל כך דווח בסוכנות הידיעות"
	polish  = "Żołnierze wkroczyli do miasta, a władze ogłosiły że sąd wyższej instancji rozpatrzy tę sprawę."
	korean_ = "경찰은 월요일 리옹에서 항만 파업 이후 용의자 두 명을 체포했다고 통신이 보도했다."
	japan   = "警察は月曜日、港のストライキの後にリヨンで容疑者二人を拘束したと通信社が報じた。"
)

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBytesReads(t *testing.T) {
	le, be := unicode.LittleEndian, unicode.BigEndian
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, b) }
	cases := []struct {
		name string
		data []byte
		want string
		enc  string
	}{
		{"UTF-8", []byte(french), french, "UTF-8"},
		{"UTF-8 with mark", []byte("\uFEFF" + french), french, "UTF-8"},
		{"a mark inside stays", []byte("a\uFEFFb"), "a\uFEFFb", "UTF-8"},
		{"line ends stay", []byte("a\r\nb\rc\u2028d\u0085"), "a\r\nb\rc\u2028d\u0085", "UTF-8"},
		{"escapes and other controls stay", []byte("\x1b[31m\x01\x0b\x7f" + english), "\x1b[31m\x01\x0b\x7f" + english, "UTF-8"},
		{"UTF-16LE with mark", encode(t, utf16(le, unicode.UseBOM), french+" 😀"), french + " 😀", "UTF-16LE"},
		{"UTF-16BE with mark", encode(t, utf16(be, unicode.UseBOM), russian), russian, "UTF-16BE"},
		{"UTF-16LE without mark", encode(t, utf16(le, unicode.IgnoreBOM), english), english, "UTF-16LE"},
		{"UTF-16BE without mark", encode(t, utf16(be, unicode.IgnoreBOM), english), english, "UTF-16BE"},
		{"UTF-16LE without mark, Russian", encode(t, utf16(le, unicode.IgnoreBOM), russian), russian, "UTF-16LE"},
		{"UTF-16BE without mark, Arabic", encode(t, utf16(be, unicode.IgnoreBOM), arabic), arabic, "UTF-16BE"},
		{"UTF-16LE without mark, Chinese", encode(t, utf16(le, unicode.IgnoreBOM), chinese), chinese, "UTF-16LE"},
		{"UTF-16BE without mark, Chinese", encode(t, utf16(be, unicode.IgnoreBOM), chinese), chinese, "UTF-16BE"},
		{"windows-1252, French", encode(t, charmap.Windows1252, french), french, "windows-1252"},
		{"windows-1252, German", encode(t, charmap.Windows1252, german), german, "windows-1252"},
		{"windows-1252, Spanish", encode(t, charmap.Windows1252, spanish), spanish, "windows-1252"},
		{"windows-1252, one letter", []byte("caf\xe9 noir"), "café noir", "windows-1252"},
		{"windows-1252, only signs", []byte("\x93" + english + "\x94 \x96 5\x80"), "“" + english + "” – 5€", "windows-1252"},
		{"windows-1251, Russian", encode(t, charmap.Windows1251, russian), russian, "windows-1251"},
		{"windows-1251, among English", encode(t, charmap.Windows1251, english+" Москва"), english + " Москва", "windows-1251"},
		{"windows-1256, Arabic", encode(t, charmap.Windows1256, arabic), arabic, "windows-1256"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, charset, err := Bytes(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want || charset.Name != c.enc {
				t.Errorf("got %q in %s, want %q in %s", got, charset.Name, c.want, c.enc)
			}
			if marked := c.enc == "UTF-8" || strings.HasSuffix(c.name, "with mark"); (charset.Warning() == "") != marked {
				t.Errorf("warning %q", charset.Warning())
			}
		})
	}
}

func TestBytesRefuses(t *testing.T) {
	cases := []struct {
		name string
		data []byte
		code string
		says string
	}{
		{"nothing", nil, Empty, "empty"},
		{"a mark and nothing", []byte("\uFEFF"), Blank, "blank"},
		{"white space", []byte(" \n\t\n\u00a0\n"), Blank, "blank"},
		{"NULs", []byte("before\x00\x00after " + english), NUL, "byte 7"},
		{"one NUL in even length", []byte("id,text\n1,a\x00b\n2,fine!\n"), NUL, "byte 12"},
		{"a NUL in Russian UTF-8", []byte(russian + "\x00 "), NUL, "NUL"},
		{"a PNG", []byte("\x89PNG\r\n\x1a\n\x00\x00\xff\xfe"), Binary, "PNG"},
		{"a ZIP", []byte("PK\x03\x04\x14\x00\x00\x00\x08\x00abc"), Binary, "ZIP"},
		{"control characters", []byte("\x01\x02\x03\x04\x05\x06\x07"), Binary, "control"},
		{"cut character", append([]byte(english), 0xC3), BadUTF8, "cut off"},
		{"overlong", []byte("\xc0\xaf\xe0\x80\xaf " + english), BadUTF8, "byte 1 (0xC0)"},
		{"surrogates", []byte("\xed\xa0\xbd\xed\xb2\xa9 " + english), BadUTF8, "byte 1 (0xED)"},
		{"UTF-8 with one Latin-1 word", []byte(french + " caf\xe9 noir"), BadUTF8, "0xE9"},
		{"half a surrogate pair", []byte("\xff\xfe" + strings.Repeat("a\x00", 200) + "\x00\xd8b\x00"), Encoding, "byte 403"},
		{"half a unit", []byte("\xff\xfea\x00b"), Encoding, "cut off"},
		{"GBK", encode(t, simplifiedchinese.GBK, chinese), Encoding, "neither"},
		{"Big5", encode(t, traditionalchinese.Big5, "星期一,警方在里昂逮捕了兩名嫌疑人。一名官員說,罷工已經結束。"), Encoding, "neither"},
		{"Shift-JIS", encode(t, japanese.ShiftJIS, japan), Encoding, "neither"},
		{"EUC-KR", encode(t, korean.EUCKR, korean_), Encoding, "neither"},
		{"KOI8-R", encode(t, charmap.KOI8R, russian), Encoding, "neither"},
		{"windows-1253, Greek", encode(t, charmap.Windows1253, greek), Encoding, "neither"},
		{"windows-1255, Hebrew", encode(t, charmap.Windows1255, hebrew), Encoding, "neither"},
		{"windows-1250, Polish", encode(t, charmap.Windows1250, polish), Encoding, "neither"},
		{"ISO 8859-6, Arabic", encode(t, charmap.ISO8859_6, arabic), Encoding, "neither"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, charset, err := Bytes(c.data)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("read as %s: %q, %v", charset.Name, got, err)
			}
			if e.Code != c.code || !strings.Contains(e.Msg, c.says) {
				t.Errorf("code %s, message %q; want %s, ... %s", e.Code, e.Msg, c.code, c.says)
			}
		})
	}
}

// Characters that fall on the border of two pieces are read whole.
func TestReaderTakesAnyPieces(t *testing.T) {
	text := strings.Repeat("ab😀é", 20000)
	for _, e := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, lead := range []string{"", "x"} {
			data := encode(t, unicode.UTF16(e, unicode.UseBOM), lead+text)
			c, err := Detect(iotest.HalfReader(strings.NewReader(string(data))))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(c.Reader(iotest.OneByteReader(strings.NewReader(string(data)))))
			if err != nil || string(got) != lead+text {
				t.Errorf("%s: %d bytes of %d, %v", c.Name, len(got), len(lead+text), err)
			}
		}
	}
}

func FuzzBytes(f *testing.F) {
	for _, s := range []string{"", english, french, russian, arabic, chinese, "\xff\xfea\x00", "\xfe\xff\x00a", "caf\xe9", "a\x00", "\x89PNG"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, charset, err := Bytes(data)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || strings.TrimSpace(text) == "" {
			t.Errorf("%s: %q is no text", charset.Name, text)
		}
		if charset.Name != "UTF-8" && charset.Name[:6] != "UTF-16" && strings.ContainsRune(text, utf8.RuneError) {
			t.Errorf("%s: U+FFFD came in: %q", charset.Name, text)
		}
		if charset.Name == "UTF-8" && !strings.HasSuffix(string(data), text) {
			t.Errorf("%q became %q", data, text)
		}
	})
}
