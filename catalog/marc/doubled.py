"""Text that was encoded as UTF-8 twice: found, shown, and set right only when somebody asks for it (D11).

It comes about when UTF-8 is taken for an 8-bit set and encoded again: ş becomes Å and a control sign (Latin-1,
cp1252), Книга becomes РљРЅРёРіР° (cp1251). Such text consists of groups that are each one valid UTF-8
character in the bytes of that set. One group alone may be chance (Fuß” looks like one), so a set is believed
only by what never stands together in honest text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

_ROUNDS: Final = 3
_CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Mistaken:
    """An 8-bit set that UTF-8 was taken for: byte of each character, groups of them, and what proves it.

    `careful` leaves out the groups that may be honest; it serves where the proof stands elsewhere in the record.
    """

    code_of: dict[str, int]
    group: re.Pattern[str]
    careful: re.Pattern[str]
    proof: re.Pattern[str]


def _mistaken(
    codecs: tuple[str, ...], proof: tuple[int, int, int], doubtful: str = "", *, letters_inside: bool = False
) -> Mistaken:
    """`proof`: range of first bytes, and how many characters in a row.

    `letters_inside`: the set has letters where UTF-8 goes on (cp866), so that of the longer groups only
    punctuation is told from honest words.
    """

    def any_of(low: int, high: int) -> str:
        codes = (bytes([code]) for code in range(low, high))
        # A byte without character is taken for the control sign of its number.
        chars = {code.decode(codec, "ignore") or chr(code[0]) for code in codes for codec in codecs}
        return "[" + "".join(map(re.escape, sorted(chars))) + "]"

    low, high, length = proof
    inner, no_break = any_of(0x80, 0xC0), any_of(0xC2, 0xC3)
    sure = f"(?![{doubtful}]){inner}" if doubtful else inner
    longer = f"{any_of(0xE0, 0xF0)}{inner}{{2}}|{any_of(0xF0, 0xF5)}{inner}{{3}}"
    if letters_inside:
        longer = f"{any_of(0xE2, 0xE3)}{any_of(0x80, 0x85)}{inner}"
    dash = f"|{any_of(0xE2, 0xE3)}{any_of(0x80, 0x81)}{inner}" if doubtful else ""
    code_of = {
        (bytes([code]).decode(codec, "ignore") or chr(code)): code
        for codec in codecs
        for code in range(0x80, 0x100)
    }
    return Mistaken(
        code_of,
        re.compile(f"(?:{any_of(0xC2, 0xE0)}{inner}|{longer})+"),
        re.compile(f"(?:{no_break}{inner}|{any_of(0xC3, 0xE0)}{sure}|{longer})+"),
        re.compile(f"(?:{any_of(low, high)}{sure}){{{length},}}{dash}"),
    )


# Quotation marks, dashes and non-sorting marks follow honest capitals (CAFÉ”): they prove nothing of Latin text.
_ALL = (
    _mistaken(("cp1252", "latin-1"), (0xC3, 0xDC, 1), "‘’“”‚„†‡•…–—‹›«»°·™ \xa0\x88\x89\x98\x9c"),
    _mistaken(("cp1251",), (0xD0, 0xD4, 3)),
    _mistaken(("cp866",), (0xD0, 0xD4, 2), letters_inside=True),
    _mistaken(("koi8-r",), (0xD0, 0xD4, 3)),
)

# The first bytes of a proof as they stand in UTF-8, each behind a sign that is looked for at the speed of memory:
# nearly all records have none of them, and this is asked of every record.
_LATIN_INSIDE = (
    rb"(?:\xc2[\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]"
    rb"|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c])"
)
_1251_INSIDE = (
    rb"(?:\xc2[\x80-\xbf]|\xd0[\x81-\x8f]|\xd1[\x90-\x9f]|\xd2[\x90\x91]|\xe2[\x80-\x84][\x80-\xbf])"
)
_KOI8_INSIDE = rb"(?:\xe2[\x88-\x96][\x80-\xbf]|\xc2[\x80-\xbf]|\xd1\x91|\xd0\x81)"
_HINTS = tuple(
    (sign, re.compile(sign + behind))
    for sign, behind in (
        (b"\xc3", rb"(?:[\x83-\x9b]" + _LATIN_INSIDE + rb"|\xa2(?:\xc2\x80|\xe2\x82\xac))"),
        (b"\xd0", rb"(?:[\xa0-\xa3]" + _1251_INSIDE + rb"|\xbf" + _KOI8_INSIDE + rb")"),
        (b"\xd1", rb"\x8f" + _KOI8_INSIDE),
        (b"\xe2", rb"\x95[\xa8-\xab]"),
    )
)


@dataclass(frozen=True, slots=True)
class Doubled:
    """Proof that a record was encoded twice: a word as it stands and as it should read, and through which sets."""

    before: str
    after: str
    sets: tuple[Mistaken, ...]


def double_encoded(raw: bytes) -> Doubled | None:
    """Look for text encoded twice in UTF-8 bytes; None if there is none."""
    for sign, hint in _HINTS:
        if sign in raw and hint.search(raw):
            return doubled(raw.decode("utf-8", "replace"))
    return None


def doubled(text: str) -> Doubled | None:
    """The same for text."""
    proofs = [(each, match) for each in _ALL if (match := each.proof.search(text))]
    sets = tuple(each for each, _ in proofs)
    for _, match in proofs:
        word = _word_at(text, *match.span())
        single = undone(word, sets)
        if single != word:
            return Doubled(word, single, sets)
    return None


def _word_at(text: str, start: int, end: int) -> str:
    while (
        start > 0
        and end - start < _CONTEXT
        and text[start - 1].isalnum()
        and text[start - 2 : start - 1] != "\x1f"
    ):
        start -= 1
    while end < len(text) and end - start < 2 * _CONTEXT and text[end] > " ":
        end += 1
    return text[start:end]


def undone(text: str, sets: tuple[Mistaken, ...]) -> str:
    """Return text with the second encoding through these sets taken back, and a third if there was one."""
    for each in sets:
        for again in range(_ROUNDS):
            proven = each.proof.search(text) is not None
            if again and not proven:
                break
            text = (each.group if proven else each.careful).sub(partial(_decoded, each), text)
    return text


def _decoded(through: Mistaken, match: re.Match[str]) -> str:
    try:
        return bytes(through.code_of[char] for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
