"""What search keys and sort keys leave out: marks, silent signs, the look-alike forms of letters."""

import re
import unicodedata

from ils.text.apostrophes import APOSTROPHES

# Signs that neither sound nor divide: apostrophes, ayn and hamza, primes of transliteration, tatweel,
# the non-sorting marks of MARC (U+0088/9, U+0098/9C), invisible controls of joining and direction.
_SILENT = (
    APOSTROPHES
    + "\u02b9\u02ba\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u2033\u02ee"
    + "\u0640\u0621\u0088\u0089\u0098\u009c\u00ad\u061c\ufeff"
    + "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]))
)
SILENT: dict[int, str | None] = dict.fromkeys(map(ord, _SILENT))

_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"} | {
    "ħ": "h", "ŧ": "t", "ə": "a", "ɵ": "o", "ƣ": "g", "ƶ": "j",
}  # fmt: skip
_ARABIC = (
    dict.fromkeys("أإآٱ", "ا")
    | {"ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك"}
    | dict.fromkeys("ةەہھۃۀ", "ه")
)
# Where marks and digits stand: a program that starts has no time to ask of every Han and Hangul sign, Tangut and
# private use whether it is one.
_ALPHABETS = [*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xFB00, 0x17000), *range(0x1B000, 0x20000)]
_DIGITS = {digit: str(int(digit)) for digit in filter(str.isdecimal, map(chr, _ALPHABETS))}
NOT_WORD = re.compile(r"[\W_]+")

ASCII_WORDS: dict[int, str | None] = {
    code: (chr(code) if chr(code).isalnum() else " ") for code in range(128)
} | dict.fromkeys(map(ord, filter(str.isascii, APOSTROPHES)))

# Japanese voicing signs make letters, not marks: NFC puts them back.
_LETTER_MARKS = frozenset("\u3099\u309a")
MARKS: dict[int, str | None] = dict.fromkeys(
    code
    for code in [*_ALPHABETS, *range(0xE0100, 0xE01F0)]
    if unicodedata.category(chr(code))[0] == "M" and chr(code) not in _LETTER_MARKS
)
_LETTERS: dict[str, str | None] = {**_LATIN, **_ARABIC, **_DIGITS}
_BARE: dict[int, str | None] = {**MARKS, **str.maketrans(_LETTERS)}


def bare_letters(text: str) -> str:
    """Reduce lower-case text to letters without marks; ligature halves are marks too."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_BARE))
