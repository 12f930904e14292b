"""MARC-8 and ISO 5426 to Unicode: marks stand before their letter, escapes change the set in force.

Tables of MARC-8 are pymarc's (from the Library of Congress); the walk is ours, because a reader must count
what it cannot decode, keep the rest of the field, and write nothing to standard error (corpus D5). Every
subfield begins with the default sets again, as the specification asks.
"""

from __future__ import annotations

import re

from pymarc.marc8_mapping import CODESETS, ODD_MAP

ESCAPE = 0x1B
_BASIC, _ANSEL, _CJK = 0x42, 0x45, 0x31
_REPLACEMENT = "\ufffd"
_REFERENCE = re.compile(r"&([\u0300-\u036f\ufe20\ufe21]*)#x([0-9A-Fa-f]{2,6});")

Table = dict[int, tuple[str, bool]]

_TABLES: dict[int, Table] = {
    final: {code: (chr(point), bool(mark)) for code, (point, mark) in table.items()}
    for final, table in CODESETS.items()
}
_TABLES[_CJK].update({code: (chr(point), False) for code, point in ODD_MAP.items()})

_5426_SPECIALS = {
    0x88: "\x98", 0x89: "\x9c", 0x98: "\x98", 0x9C: "\x9c",
    0xA1: "¡", 0xA2: "„", 0xA3: "£", 0xA4: "$", 0xA5: "¥", 0xA6: "†", 0xA7: "§", 0xA8: "′", 0xA9: "‘",
    0xAA: "“", 0xAB: "«", 0xAC: "♭", 0xAD: "©", 0xAE: "℗", 0xAF: "®",
    0xB0: "ʻ", 0xB1: "ʼ", 0xB2: "‚", 0xB6: "‡", 0xB7: "·", 0xB8: "″", 0xB9: "’", 0xBA: "”", 0xBB: "»",
    0xBC: "♯", 0xBD: "ʹ", 0xBE: "ʺ", 0xBF: "¿",
    0xE1: "Æ", 0xE2: "Đ", 0xE6: "Ĳ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEC: "Þ",
    0xF1: "æ", 0xF2: "đ", 0xF3: "ð", 0xF5: "ı", 0xF6: "ĳ", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß",
    0xFC: "þ",
}  # fmt: skip
_5426_MARKS = {
    0xC0: 0x309, 0xC1: 0x300, 0xC2: 0x301, 0xC3: 0x302, 0xC4: 0x303, 0xC5: 0x304, 0xC6: 0x306, 0xC7: 0x307,
    0xC8: 0x308, 0xC9: 0x308, 0xCA: 0x30A, 0xCB: 0x315, 0xCC: 0x312, 0xCD: 0x30B, 0xCE: 0x31B, 0xCF: 0x30C,
    0xD0: 0x327, 0xD1: 0x326, 0xD2: 0x328, 0xD3: 0x328, 0xD4: 0x325, 0xD5: 0x32E, 0xD6: 0x323, 0xD7: 0x324,
    0xD8: 0x332, 0xD9: 0x333, 0xDA: 0x329, 0xDB: 0x32D, 0xDD: 0xFE20, 0xDE: 0xFE21,
}  # fmt: skip
_5426: Table = {code: (char, False) for code, char in _5426_SPECIALS.items()}
_5426.update({code: (chr(point), True) for code, point in _5426_MARKS.items()})


def is_mark(code: int, *, iso5426: bool = False) -> str | None:
    """Return the combining character that an 8-bit code means in the default right-hand set, or None."""
    char, mark = (_5426 if iso5426 else _TABLES[_ANSEL]).get(code, ("", False))
    return char if mark else None


def decode_marc8(data: bytes) -> tuple[str, int]:
    """Return the text of one subfield (not normalised) and how many bytes or escapes could not be decoded."""
    if data.isascii() and ESCAPE not in data:
        return data.decode("ascii"), 0
    return _Walk(data, _TABLES[_ANSEL]).run()


def decode_5426(data: bytes) -> tuple[str, int]:
    """The same for ISO 5426, the default extended set of UNIMARC."""
    if data.isascii() and ESCAPE not in data:
        return data.decode("ascii"), 0
    return _Walk(data, _5426).run()


def decode_references(text: str) -> str:
    """Replace `&#x1234;` (D24) by its character; a mark that stood before it is behind the `&` by now."""
    return _REFERENCE.sub(_referred, text)


def _referred(match: re.Match[str]) -> str:
    point = int(match[2], 16)
    sound = 0x20 <= point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF
    return chr(point) + match[1] if sound else match[0]


class _Walk:
    """One pass over the bytes of a subfield with the two sets in force."""

    def __init__(self, data: bytes, right: Table) -> None:
        self.data = data
        self.left: Table = _TABLES[_BASIC]
        self.right = right
        self.wide = False
        self.lost = 0
        self.out: list[str] = []
        self.marks: list[str] = []

    def run(self) -> tuple[str, int]:
        at, size = 0, len(self.data)
        while at < size:
            byte = self.data[at]
            if byte == ESCAPE:
                at = self._escape(at)
            elif byte <= 0x20:
                self._put(chr(byte))
                at += 1
            elif self.wide and byte < 0x80:
                self._look_up(_TABLES[_CJK], int.from_bytes(self.data[at : at + 3], "big"))
                at += 3
            else:
                self._look_up(self.left if byte < 0x80 else self.right, byte)
                at += 1
        return "".join(self.out + self.marks), self.lost

    def _look_up(self, table: Table, code: int) -> None:
        found = table.get(code) or (table.get(code ^ 0x80) if code < 0x100 else None)
        if found is None:
            self.lost += 1
            self._put(_REPLACEMENT)
        elif found[1]:
            self.marks.append(found[0])
        else:
            self._put(found[0])

    def _put(self, char: str) -> None:
        self.out.append(char)
        if self.marks:
            self.out += self.marks
            self.marks = []

    def _escape(self, at: int) -> int:
        """Obey one escape sequence and return the place after it; an unknown one is counted and skipped."""
        rest = self.data[at + 1 : at + 5]
        single = rest[:1]
        if single in (b"g", b"b", b"p"):
            self._designate(rest[0], right=False, wide=False)
            return at + 2
        if single == b"s":
            self._designate(_BASIC, right=False, wide=False)
            return at + 2
        used = 0
        wide = single == b"$"
        used += wide
        right = rest[used : used + 1] in (b")", b"-")
        used += rest[used : used + 1] in (b"(", b",", b")", b"-")
        used += rest[used : used + 1] == b"!"
        if not used or used >= len(rest) or rest[used] not in _TABLES:
            self.lost += 1
            self._put(_REPLACEMENT)
            return at + 1
        self._designate(rest[used], right=right, wide=wide or rest[used] == _CJK)
        return at + 2 + used

    def _designate(self, final: int, *, right: bool, wide: bool) -> None:
        if right:
            self.right = _TABLES[final]
        else:
            self.left, self.wide = _TABLES[final], wide
