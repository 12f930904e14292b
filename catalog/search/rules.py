"""A reader's words as terms, and terms as the expressions of both engines.

Words come out of the fold as letters and digits only, and are quoted besides: no sign of either query
language can reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ils.text import fold, repair_layout

LONGEST_QUERY = 400
LONGEST_WORD = 60
MOST_TERMS = 16

END_OF_TITLE = "\ue000"
"""A word that closes the title proper in the index, so that an exact title is one phrase. A private-use sign is a
letter to FTS5, and no query can contain it: the fold drops it."""

_PHRASE = re.compile('"([^"]*)"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]')
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю"
_UZBEK = "ўқғҳ"


class IndexText(NamedTuple):
    """Folded words of one record; in `title` the title proper comes first, closed by END_OF_TITLE."""

    title: str = ""
    author: str = ""
    subject: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, sought as the beginning of words if `prefix`; several words are a phrase."""

    words: tuple[str, ...]
    prefix: bool


def parse(query: str) -> tuple[Term, ...]:
    """Return what a query asks for, all of it required; words and phrases beyond the limits are left out."""
    found: list[Term] = []
    at = 0
    asked = query[:LONGEST_QUERY]
    for phrase in _PHRASE.finditer(asked):
        found += _words(asked[at : phrase.start()])
        words = tuple(_cut(phrase[phrase.lastindex or 0]))
        found += [Term(words, prefix=False)] if words else []
        at = phrase.end()
    found += _words(asked[at:])
    return tuple(found[:MOST_TERMS])


def _words(text: str) -> list[Term]:
    return [Term((word,), prefix=_grows(word)) for word in _cut(text)]


def _cut(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in fold(text).split()]


def _grows(word: str) -> bool:
    # One Latin letter begins a third of all words; one Hangul syllable or Han sign says something.
    return len(word) > 1 or not word.isascii()


def readings(query: str) -> Iterator[tuple[Term, ...]]:
    """Yield what a query may mean, likeliest first: as typed, with initials, on the wrong keyboard."""
    seen: set[tuple[Term, ...]] = set()
    typed = parse(query)
    grown = tuple(replace(term, prefix=True) if len(term.words) == 1 else term for term in typed)
    for terms in (typed, grown, *map(parse, _other_layouts(query[:LONGEST_QUERY]))):
        if terms and terms not in seen:
            seen.add(terms)
            yield terms


def _other_layouts(query: str) -> Iterator[str]:
    repaired = repair_layout(query)
    if repaired is not None:
        yield repaired
    elif query.isascii():
        yield query.lower().translate(_TO_RUSSIAN)
        yield query.lower().translate(_TO_UZBEK)


def _keys(letters: str) -> dict[int, str]:
    """Map the signs of the US layout to the letters on the same keys."""
    return {ord(key): letter for letter in letters if (key := repair_layout(letter))}


_TO_RUSSIAN = _keys(_RUSSIAN)
_TO_UZBEK = _keys(_RUSSIAN + _UZBEK)


def whole(terms: tuple[Term, ...]) -> str:
    """Return the words in order, as the folded title that a reader may have typed out."""
    return " ".join(word for term in terms for word in term.words)


def fts5(terms: tuple[Term, ...]) -> str:
    """Return the MATCH expression of SQLite."""
    return " AND ".join(
        f'"{" ".join(term.words)}"{"*" if term.prefix else ""}' for term in dict.fromkeys(terms)
    )


def fts5_title(terms: tuple[Term, ...]) -> str:
    """Return the MATCH expression for titles proper that are exactly the words."""
    return f'title : ^ "{whole(terms)} {END_OF_TITLE}"'


def tsquery(terms: tuple[Term, ...]) -> str:
    """Return the text for PostgreSQL's to_tsquery; A is the weight class of titles."""
    return " & ".join(
        f"'{' '.join(term.words)}'{':*' if term.prefix else ''}" for term in dict.fromkeys(terms)
    )


def tsquery_title(terms: tuple[Term, ...]) -> str:
    """Return the text for to_tsquery that finds titles with the words one after another."""
    return f"'{whole(terms)}':A"
