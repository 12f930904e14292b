"""A description made ready for comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from catalog.records.rules.deriving import LIMITS
from catalog.records.rules.keys import ARTICLE, Key, KeyKind, bare_words, control_key, surname

if TYPE_CHECKING:
    from catalog.marc import Facts

_MEASURED = re.compile(r"(?<!\d)(\d{1,6})(?!\d)(?!\s*(?:cm|mm|sm|см|мм)\b)", re.IGNORECASE)
_ONE = 1  # "1 v.", "1 score": as good as nothing said


class Described(NamedTuple):
    """What is compared of a description, as wide as the columns of a record."""

    title: str
    author: str
    year: int | None
    extent: str
    control_source: str
    control_number: str
    document_type: str
    has_isbn: bool
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # as the keys of kind control, only those of a named source


class Traits(NamedTuple):
    """A description made ready for comparing; texts are folded."""

    title: str = ""
    surname: str = ""
    year: int | None = None
    amount: int | None = None
    kind: str = ""
    source: str = ""
    own_number: str = ""
    has_isbn: bool = False
    isbns: frozenset[str] = frozenset()
    issns: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


def described(facts: Facts, keys: Iterable[Key] = ()) -> Described:
    """Return what is compared of a record; `keys` are its own, for the numbers it goes by."""
    return Described(
        title=facts.title, author=facts.author, year=facts.year, extent=facts.extent,
        control_source=facts.control_source, control_number=facts.control_number,
        document_type=ARTICLE if facts.is_analytic else facts.document_type.value,
        has_isbn=bool(facts.isbns), isbns=facts.isbns, issns=facts.issns,
        numbers=tuple(value for kind, value in keys if kind == KeyKind.CONTROL and value[0] != "|"),
    )  # fmt: skip


def traits(said: Described) -> Traits:
    """Make a description ready for comparing."""
    return Traits(
        title=bare_words(said.title[: LIMITS["title"]]),
        surname=surname(said.author[: LIMITS["author"]]),
        year=said.year,
        amount=largest_number(said.extent[: LIMITS["extent"]]),
        kind=said.document_type,
        source=said.control_source,
        own_number=_own_number(said),
        has_isbn=said.has_isbn,
        isbns=frozenset(said.isbns),
        issns=frozenset(said.issns),
        numbers=frozenset(said.numbers),
    )


def _own_number(said: Described) -> str:
    named = said.control_source and said.control_number
    return control_key(said.control_source, said.control_number) if named else ""


def largest_number(extent: str) -> int | None:
    """Return the number of pages or volumes; sizes in centimetres and a mere “1” say nothing."""
    most = max((int(found) for found in _MEASURED.findall(extent)), default=0)
    return most if most > _ONE else None
