"""Which 8-bit character set is this? Decided by how the high bytes stand (corpus D10, D12)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from catalog.marc.charset_names import CP866, CP1251, ISO5426, KOI8R, LATIN1, MARC8
from catalog.marc.marc8 import is_mark

_RUN = re.compile(rb"[\x80-\xff]+")
_MARK_AND_NEXT = re.compile(rb"([\xc0-\xdf\xe0-\xfe])(.?)", re.DOTALL)
_SAMPLE = 65_536
_WORD = 3
"""Shortest run of high bytes that is a word of an alphabet of its own rather than a letter with a mark."""
_SOME = 3
_FEW = 6
"""With fewer high bytes than this a record follows the rest of its file."""

_BY_FREQUENCY = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_WEIGHT = {letter: 2.0 - place / 12 for place, letter in enumerate(_BY_FREQUENCY)}
_ALSO_CYRILLIC = 0.3
_NO_LETTER = -1.5
_CLEARLY = 0.75
"""By so much a letter must a set fit better than that of the file before it is believed."""
_CAPITAL_INSIDE = -1.5


class CharsetGuess:
    """Guesses for the records of one file; clear cases decide for the unclear ones that follow."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def guess(self, data: bytes, *, unimarc: bool) -> str:
        """Return the likeliest character set of bytes that are neither ASCII nor UTF-8."""
        runs = _RUN.findall(data[:_SAMPLE])
        high = sum(map(len, runs))
        if high < _FEW and self._seen:
            return self._seen.most_common(1)[0][0]
        in_words = sum(len(run) for run in runs if len(run) >= _WORD)
        found = _cyrillic(runs) if in_words * 2 > high else _latin(data[:_SAMPLE], unimarc=unimarc)
        if high >= _FEW:
            self._seen[found] += 1
        return found

    def prime(self, head: bytes) -> None:
        """Look at the beginning of a Cyrillic file, so that its first records have something to follow."""
        words = b" ".join(_RUN.findall(head[:_SAMPLE]))
        if len(words) >= _FEW:
            self._seen[_best_cyrillic(words)] += 1

    def cyrillic(self, data: bytes) -> str:
        """Return the likeliest Cyrillic set; what is not clear follows the rest of the file."""
        words = b" ".join(_RUN.findall(data[:_SAMPLE]))
        best = _best_cyrillic(words)
        usual = self._seen.most_common(1)[0][0] if self._seen else best
        ahead = _score(words, best) - _score(words, usual) if best != usual else 0.0
        found = best if ahead > _CLEARLY * len(words) else usual
        self._seen[found] += 1
        return found

    def contradiction(self, data: bytes, stated: str) -> str:
        """Return the Cyrillic set that makes sense of bytes which make none in the stated one, else nothing."""
        words = b" ".join(_RUN.findall(data[:_SAMPLE]))
        if len(words) < _FEW or _score(words, stated) >= 0:
            return ""
        best = _best_cyrillic(words)
        return best if _score(words, best) > 0 else ""


def _cyrillic(runs: list[bytes]) -> str:
    return _best_cyrillic(b" ".join(runs))


def _best_cyrillic(words: bytes) -> str:
    counts = Counter(words)
    return max((CP1251, CP866, KOI8R), key=lambda name: _score(words, name, counts))


def _score(words: bytes, name: str, counts: Counter[int] | None = None) -> float:
    """How well bytes stand as Russian in a set: frequent letters count, capitals inside words count against."""
    weights, capital_inside = _measures(name)
    letters = sum(weights[byte] * count for byte, count in (counts or Counter(words)).items())
    return letters + _CAPITAL_INSIDE * len(capital_inside.findall(words))


@cache
def _measures(name: str) -> tuple[list[float], re.Pattern[bytes]]:
    """Weight of each byte in a set, and the pattern of a small letter with a capital behind it."""
    weights, small, capital = [0.0] * 256, b"", b""
    for code in range(0x80, 0x100):
        byte = bytes([code])
        char = byte.decode(name, "replace")
        cyrillic = "\u0400" <= char <= "\u045f"
        weights[code] = _WEIGHT.get(char.lower(), _ALSO_CYRILLIC if cyrillic else _NO_LETTER)
        if cyrillic and char == char.lower():
            small += byte
        elif cyrillic:
            capital += byte
    return weights, re.compile(b"[" + re.escape(small) + b"][" + re.escape(capital) + b"]")


def _latin(data: bytes, *, unimarc: bool) -> str:
    """The family's own set if most marks stand before a letter they fit, else the other's, else ISO 8859-1."""
    pairs, fitting = _marks(data, unimarc=unimarc)
    if not pairs:
        others, fit_there = _marks(data, unimarc=not unimarc)
        if fit_there >= _SOME and fit_there * 2 > others:
            return MARC8 if unimarc else ISO5426
    if fitting * 2 >= pairs:
        return ISO5426 if unimarc else MARC8
    return LATIN1


def _marks(data: bytes, *, unimarc: bool) -> tuple[int, int]:
    """How many bytes may be marks in ISO 5426 or MARC-8, and how many of them stand before a fitting letter."""
    low, high = (0xC0, 0xDF) if unimarc else (0xE0, 0xFE)
    pairs = [(mark[0], after) for mark, after in _MARK_AND_NEXT.findall(data) if low <= mark[0] <= high]
    return len(pairs), sum(_fits(mark, after, unimarc) for mark, after in pairs)


@cache
def _fits(mark: int, after: bytes, unimarc: bool) -> bool:
    combining = is_mark(mark, iso5426=unimarc)
    if combining is None or not after:
        return False
    if after[0] >= 0x80:
        return is_mark(after[0], iso5426=unimarc) is not None  # two marks on one letter
    letter = after.decode("ascii")
    if letter == "&":
        return True  # a mark on a letter written as &#x03B1;
    if not letter.isalpha():
        return False
    return (
        len(unicodedata.normalize("NFC", letter + combining)) == 1 or combining in "\ufe20\ufe21\u0304\u0323"
    )
