"""What an entry counts, and which entries count only once together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ils.registers.rules.kinds import HOME_COUNTRY, KINDS, Amount, Doc, Register, RegisterKind, SourceOf
from ils.registers.rules.quarters import quarter_of

# Papers of which a quarter has one, and papers of which a year has one.
QUARTERLY = frozenset({Doc.STAFF_SUMMARY, Doc.SECURITY_REPORT})
YEARLY = frozenset({Doc.DIRECTORY})
TITLED = frozenset({Doc.MANUAL, Doc.RECOMMENDATION})


class Entry(Protocol):
    """What the rules need of an entry."""

    id: Any
    register: Any
    type: Any
    number: Any
    day: Any
    until: Any
    title: Any
    partner: Any
    library_id: Any
    country: Any
    persons: Any
    amount: Any
    link: Any
    department: Any
    sector: Any


@dataclass(frozen=True, slots=True)
class Counted:
    """What the log must say of an entry."""

    kind: str
    day: date
    amount: int
    source: str
    department: str
    sector: str


def folded(text: str) -> str:
    """Return a title as it is compared: without case, quotes, stops and double spaces."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def slot_of(entry: Entry) -> Hashable | None:
    """Return what an entry shares with those of which only the first counts; None where each counts.

    Line 5: one library, one day. Line 1: a text once a year, however many editions. Lines 2 and 37: one a quarter;
    line 3: one a year. Line 33: an address once in a network. Line 41: a piece once in an outlet and year. Line 27: an
    act by its number.
    """
    register = entry.register
    if register == Register.METHOD_HELP:
        return register, entry.library_id, entry.day
    if register == Register.DOCUMENTS:
        return _document_slot(entry)
    if register == Register.POSTS:
        return register, entry.type, entry.link.removesuffix("/")
    if register == Register.MEDIA:
        return register, folded(entry.partner), folded(entry.title), entry.day.year
    if register == Register.STOCKTAKES:
        return register, folded(entry.number), entry.day.year
    return None


def _document_slot(entry: Entry) -> Hashable | None:
    about: date = entry.until or entry.day
    if entry.type in TITLED:
        return Register.DOCUMENTS, entry.type, folded(entry.title), entry.day.year
    if entry.type in QUARTERLY:
        return Register.DOCUMENTS, entry.type, about.year, quarter_of(about)
    if entry.type in YEARLY:
        return Register.DOCUMENTS, entry.type, about.year
    return None


def counted_of(entry: Entry) -> Counted | None:
    """Return what an entry that stands counts; None where there is nothing to count."""
    kind = KINDS[entry.register]
    amount = _amount(kind, entry)
    if not amount:
        return None
    return Counted(
        kind=kind.kind.value,
        day=entry.day,
        amount=amount,
        source=_source(kind, entry),
        department=entry.department,
        sector=entry.sector,
    )


def _amount(kind: RegisterKind, entry: Entry) -> int:
    if kind.amount is Amount.PERSONS:
        return entry.persons or 0
    return (entry.amount or 0) if kind.amount is Amount.SOM else 1


def _source(kind: RegisterKind, entry: Entry) -> str:
    if kind.source is SourceOf.TYPE:
        return str(entry.type)
    if kind.source is SourceOf.COUNTRY:
        return "local" if entry.country == HOME_COUNTRY else "foreign"
    return ""


def firsts(entries: Iterable[Entry]) -> Mapping[int, int]:
    """Return for every standing entry the one that counts in its slot: itself, or the one entered before it."""
    first: dict[Hashable, int] = {}
    found: dict[int, int] = {}
    for entry in sorted(entries, key=lambda each: int(each.id)):
        slot = slot_of(entry)
        found[entry.id] = entry.id if slot is None else first.setdefault(slot, entry.id)
    return found
