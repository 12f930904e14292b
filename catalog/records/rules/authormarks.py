"""Author marks (practice.md §5.3): reading a table that the library owns, and the word under which to look a heading up.

No table is shipped: the two-figure table of Khavkina and the three-figure one of Cutter and Sanborn are other people's.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.marc import Facts

LETTERS: Mapping[str, str] = {"қ": "к", "ғ": "г", "ҳ": "х", "ў": "у"}
"""Uzbek letters that tables lack, and the letter under which to look instead; the library may decide otherwise."""

LONGEST_KEY = 100
_END = "*****"  # closes a menu file of IRBIS
_MARK = re.compile(r"(?P<letter>[^\W\d_]{0,2})[\s.–-]*(?P<number>\d{1,4})")
_LOOKS_LIKE_A_FIGURE = frozenset("ЗОЧIO")
_SIGNS = re.compile(r"[^\w]+|_+")
_SILENT = re.compile("[\u02bb\u02bc\u2018\u2019\u201b'`\u00b4\u2032]")
_ALWAYS = str.maketrans("ёії", "еии")
_FIRST = {"й": "и"}  # begins no line of any table
_ARTICLE = "аль|ал|эль|эл|аз|ас|аш|ат|ад|ар|ан|al|el|az|as|ash|at|ad|ar|an"
_PREFIX = re.compile(
    rf"(?:(?:{_ARTICLE})[-‐‑–]|(?:фон|ван|дер|де|von|van|der|den|de|zu)\s+)(?=\w)", re.IGNORECASE
)
_MORE_AUTHORS = re.compile(r"\[\s*(?:и др|va b|et al|u\. ?a)", re.IGNORECASE)


class UnreadableLine(ValueError):
    """A line that is neither a mark nor a word; `line` counts from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line = line
        self.text = text


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table: from this word on (as `mark_key` writes it) the mark holds."""

    key: str
    mark: str


def read_lines(data: bytes) -> list[str]:
    """Return the lines of a file in UTF-8, or else in cp1251 as IRBIS writes it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")
    return text.replace("\x1a", "").splitlines()


def read_table(lines: Iterable[str]) -> tuple[TableLine, ...]:
    """Read a table: `mark, word` or `word, mark` with tab, semicolon or comma between, or two lines each (IRBIS .MNU).

    A heading in the first line is passed over; of a word that comes twice the first counts.
    """
    given = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    stop = next((at for at, (_number, text) in enumerate(given) if text.startswith(_END)), len(given))
    menu = stop < len(given) or _alternates(given[:6])
    pairs = _menu(given[:stop]) if menu else _separated(given)
    found: dict[str, TableLine] = {}
    for mark, word in pairs:
        if key := mark_key(word, {}):
            found.setdefault(key, TableLine(key, _written(mark, word)))
    return tuple(found.values())


def _alternates(given: Sequence[tuple[int, str]]) -> bool:
    """Tell whether marks and words stand on lines of their own, by turns."""
    kinds = [bool(_MARK.fullmatch(text)) for _number, text in given]
    return len(kinds) > 1 and any(kinds) and all(one != other for one, other in pairwise(kinds))


def _menu(given: Sequence[tuple[int, str]]) -> Iterator[tuple[re.Match[str], str]]:
    for at in range(0, len(given), 2):
        pair = given[at : at + 2]
        mark = next((found for _number, text in pair if (found := _MARK.fullmatch(text))), None)
        words = [text for _number, text in pair if not _MARK.fullmatch(text)]
        if mark is None or len(words) != 1:
            raise UnreadableLine(*pair[0])
        yield mark, words[0]


def _separated(given: Sequence[tuple[int, str]]) -> Iterator[tuple[re.Match[str], str]]:
    for number, text in given:
        cells = _cells(number, text)
        at = next((place for place, cell in enumerate(cells) if _MARK.fullmatch(cell)), None)
        word = " ".join(cell for place, cell in enumerate(cells) if place != at and cell)
        if at is not None and word:
            found = _MARK.fullmatch(cells[at])
            if found is not None:
                yield found, word
        elif number != given[0][0]:
            raise UnreadableLine(number, text)


def _cells(number: int, text: str) -> list[str]:
    delimiter = next((sign for sign in "\t;," if sign in text), "\t")
    try:
        cells = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        raise UnreadableLine(number, text) from None
    return [cell.strip() for cell in cells]


def _written(mark: re.Match[str], word: str) -> str:
    """Return `К 30`; with a hyphen after letters that look like a figure: `З-31`."""
    letter = (mark["letter"] or word.strip()[:1]).upper()
    return f"{letter}{'-' if letter[-1:] in _LOOKS_LIKE_A_FIGURE else ' '}{mark['number']}"


def mark_key(text: str, letters: Mapping[str, str] = LETTERS) -> str:
    """Return the word form in which tables are kept and asked: lower case, letters of the table only."""
    plain = _SILENT.sub("", unicodedata.normalize("NFC", text).lower()).translate(_ALWAYS)
    mapped = "".join(letters.get(letter, letter) for letter in plain)
    return " ".join(_SIGNS.sub(" ", _bare(mapped)).split())[:LONGEST_KEY]


def _bare(text: str) -> str:
    """Take the marks off Latin letters; й stays a letter."""
    return "".join(
        letter if "а" <= letter <= "я" else unicodedata.normalize("NFD", letter)[:1] for letter in text
    ).replace("ß", "ss")


def asked_key(heading: str, letters: Mapping[str, str], *, prefixes: bool) -> str:
    """Return the word to look up for a heading; `prefixes`: it is a person's, whose аль-, фон, de do not count."""
    name = heading.strip()
    while prefixes and (found := _PREFIX.match(name)):
        name = name[found.end() :]
    key = mark_key(name, letters)
    return _FIRST.get(key[:1], key[:1]) + key[1:]


def heading_for_mark(facts: Facts) -> tuple[str, bool]:
    """Return what a description is filed under, and whether it is a name: author, or the title where there are four."""
    if facts.author and not _MORE_AUTHORS.search(facts.responsibility):
        return facts.author, True
    return facts.title[facts.title_filing_skip :], False
