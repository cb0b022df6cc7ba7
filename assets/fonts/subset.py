"""Print the characters kept of Noto Serif CJK SC: GB 2312, the frequent half of
Big 5, JIS level 1, the 2,350 Hangul syllables of KS X 1001, kana, bopomofo,
jamo and the full-width forms."""


def cells(codec, leads, trails):
    for lead in leads:
        for trail in trails:
            try:
                yield bytes([lead, trail]).decode(codec)
            except UnicodeDecodeError:
                pass


row = range(0xA1, 0xFF)
chars = {
    *cells("gb2312", range(0xA1, 0xF8), row),
    *cells("big5", range(0xA1, 0xC7), [*range(0x40, 0x7F), *row]),
    *cells("euc_jp", range(0xA1, 0xD0), row),
    *cells("euc_kr", range(0xA1, 0xC9), row),
}
for first, last in [
    (0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2),
    (0x3000, 0x30FF), (0x3105, 0x312F), (0xFF01, 0xFFEF),
]:
    chars.update(map(chr, range(first, last + 1)))
print("".join(sorted(c for c in chars if len(c) == 1)))
