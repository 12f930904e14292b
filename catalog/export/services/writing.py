"""A stream of records in one format, in constant memory, with an account of what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from catalog.export.queries import Stored, chunks, copies_of
from catalog.export.rules import LISTS, ExportFormat, Shape
from catalog.export.services.pens import pen_of
from catalog.marc import ItemRow, MarcError, Profile, from_bytes
from catalog.marc.converting import convert
from catalog.marc.copies import with_copies
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.marc.irbisform import in_irbis_form

MOST_SHOWN = 200
"""Of what was left out so much is kept in mind; a `note` gets all of it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that the format cannot hold, and why by code and facts."""

    record_id: int
    title: str
    code: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A field or part of one that the other profile has no place for."""

    record_id: int
    title: str
    tag: str
    text: str


Note = Callable[[Refused | LeftOut], None]


@dataclass(slots=True)
class Account:
    """What became of the records: written + refused = all; `lost` counts fields, the lists show the first of each."""

    written: int = 0
    refused: int = 0
    lost: int = 0
    size: int = 0
    refusals: list[Refused] = field(default_factory=list)
    losses: list[LeftOut] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether everything was carried."""
        return not (self.refused or self.lost)


def write(
    session: Session,
    ids: Sequence[int],
    shape: Shape,
    account: Account,
    *,
    union: int | None = None,
    note: Note | None = None,
) -> Iterator[bytes]:
    """Yield the file piece by piece; `account` is complete when the last piece has been taken.

    A record that the format cannot hold is refused and noted, the others go on. `union` gives the records of a batch
    as they were put into it.
    """
    pen = pen_of(shape.form)
    yield _sized(pen.begin(), account)
    for rows in chunks(session, ids, union=union):
        copies = copies_of(session, [row.id for row in rows]) if shape.copies else {}
        for row in rows:
            try:
                marc, profile = _shaped(row, shape, copies.get(row.id, []), account, note)
                piece = pen.record(row, marc, profile, account.written + 1)
            except MarcError as problem:
                _refuse(row, problem, account, note)
                continue
            account.written += 1
            yield _sized(piece, account)
    yield _sized(pen.end(), account)


def _sized(piece: bytes, account: Account) -> bytes:
    account.size += len(piece)
    return piece


def _shaped(
    row: Stored, shape: Shape, copies: list[ItemRow], account: Account, note: Note | None
) -> tuple[Any, Profile]:
    marc, profile = from_bytes(row.marc), row.profile
    if shape.form in LISTS:
        return marc, profile
    target = _target(shape, profile)
    if target is not profile:
        converted = convert(marc, profile, target)
        marc, profile = converted.record, target
        for lost in converted.lost:
            _lose(LeftOut(row.id, row.title, lost.tag, lost.text), account, note)
    if shape.form is ExportFormat.IRBIS_TEXT and profile is Profile.UNIMARC:
        marc, without = in_irbis_form(marc)
        profile = Profile.IRBIS
        for tag, text in without:
            _lose(LeftOut(row.id, row.title, tag, text), account, note)
    if shape.copies:
        marc = with_copies(marc, copies, DEFAULT_HOLDINGS[shape.copies], profile)
    return marc, profile


def _target(shape: Shape, profile: Profile) -> Profile:
    """Return the profile to write in; IRBIS text is IRBIS' own form, which UNIMARC is a step away from."""
    if shape.form is ExportFormat.IRBIS_TEXT:
        return profile if profile is Profile.IRBIS else Profile.UNIMARC
    return Profile(shape.profile) if shape.profile else profile


def _lose(left: LeftOut, account: Account, note: Note | None) -> None:
    account.lost += 1
    if len(account.losses) < MOST_SHOWN:
        account.losses.append(left)
    if note is not None:
        note(left)


def _refuse(row: Stored, problem: MarcError, account: Account, note: Note | None) -> None:
    refused = Refused(row.id, row.title, str(problem.code), dict(problem.facts))
    account.refused += 1
    if len(account.refusals) < MOST_SHOWN:
        account.refusals.append(refused)
    if note is not None:
        note(refused)
