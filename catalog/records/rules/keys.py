"""Keys by which the same record is recognised."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from stdnum import isbn as isbn_number
from stdnum import issn as issn_number

from catalog.records.rules.articles import bare_title
from ils.text import fold

if TYPE_CHECKING:
    from catalog.marc import Facts

ARTICLE = "article"
"""The document type of every part of something larger; such records are not counted in plan line 11."""

LONGEST_KEY = 200
LONGEST_TITLE = 130
_REMEMBERED = 100

_NUMBER = re.compile(r"[0-9]+")
_WRITTEN = re.compile(r"[\s0-9Xx‐‑–—-]{8,24}")
_SIGNS = re.compile(r"[^0-9Xx]")
_OCLC = re.compile(r"^(?:ocm|ocn|on)?0*", re.IGNORECASE)


class KeyKind(StrEnum):
    """What a key is made of."""

    CONTROL = "control"
    ISBN = "isbn"
    ISSN = "issn"
    FINGERPRINT = "fingerprint"
    TITLE = "title"


Key = tuple[str, str]
"""Kind and value."""


def keys_of(facts: Facts) -> tuple[Key, ...]:
    """Return the keys of a record, each once; a record that says nothing has none."""
    keys: list[Key] = []
    if facts.control_number:
        keys.append((KeyKind.CONTROL, control_key(facts.control_source, facts.control_number)))
    keys += [
        (KeyKind.CONTROL, control_key(source, number)) for source, number in facts.other_numbers if source
    ]
    keys += [(KeyKind.ISBN, number) for number in facts.isbns]
    keys += [(KeyKind.ISSN, number) for number in facts.issns]
    title = bare_words(facts.title)[:LONGEST_TITLE]
    if mark := _fingerprint(title, facts.author, facts.year, facts.extent):
        keys.append((KeyKind.FINGERPRINT, mark))
    keys.append((KeyKind.TITLE, title))
    return tuple((str(kind), plain) for kind, value in dict.fromkeys(keys) if (plain := _plain(value)))


@lru_cache(maxsize=_REMEMBERED)
def bare_words(title: str) -> str:
    """Return a title folded and without its leading article; of one record it is asked again and again."""
    return bare_title(fold(title))


@lru_cache(maxsize=_REMEMBERED)
def surname(author: str) -> str:
    """Return the folded surname of an author who is written surname first."""
    return fold(author.partition(",")[0])


def control_key(source: str, number: str) -> str:
    """Return the key of a number and who gave it; OCLC's numbers come with letters and zeros before them or without."""
    own = _OCLC.sub("", number) if source.casefold() == "ocolc" else number
    return f"{source}|{own or number}"[:LONGEST_KEY]


def _plain(value: str) -> str:
    return value if value.isprintable() else _writable(value)


def _writable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def fingerprint(title: str, author: str, year: int | None, extent: str) -> str:
    """Return `title|surname|year|pages`, folded, no leading article; empty without a title and one of the others."""
    return _fingerprint(bare_words(title)[:LONGEST_TITLE], author, year, extent)


def _fingerprint(words: str, author: str, year: int | None, extent: str) -> str:
    name = surname(author)[:40]
    pages = max((int(found[:9]) for found in _NUMBER.findall(extent)), default=0)
    if not words or not (name or year or pages):
        return ""
    return f"{words}|{name}|{year or ''}|{pages or ''}"


def number_keys(query: str) -> tuple[Key, ...]:
    """Return the keys of a query that is an ISBN or an ISSN, hyphens or not; () if it is neither."""
    if not _WRITTEN.fullmatch(query):
        return ()
    digits = _SIGNS.sub("", query).upper()
    if isbn_number.is_valid(digits):
        return ((KeyKind.ISBN.value, isbn_number.validate(digits, convert=True)),)
    if issn_number.is_valid(digits):
        return ((KeyKind.ISSN.value, issn_number.format(digits)),)
    return ()
