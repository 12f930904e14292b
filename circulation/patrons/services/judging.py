"""What becomes of each line of a table of readers: added, known already, or refused, always with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.errors import TableCode
from circulation.patrons.models import PatronImportRow
from circulation.patrons.queries.importing import OnRecord, on_record
from circulation.patrons.rules import clean_card, clean_details
from circulation.patrons.rules.alike import Somebody, is_same
from circulation.patrons.rules.lines import ReadLine
from ils.activity.work import Work
from ils.errors import LibraryError

BLOCK = 400  # lines whose likes are asked for at once


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a line; `problem` holds code and facts as plain JSON."""

    state: str
    problem: dict[str, Any] | None = None
    patron_id: int | None = None


@dataclass(slots=True)
class _Wanted:
    """A line that could be a reader: its keys, and the card as it would be kept."""

    row: PatronImportRow
    line: ReadLine
    folded: str
    birth_date: date | None
    card: str


@dataclass(slots=True)
class _File:
    """What earlier lines of the file have taken."""

    cards: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, date | None], int] = field(default_factory=dict)


def judge(
    session: Session,
    work: Work,
    rows: Sequence[PatronImportRow],
    lines: Mapping[int, ReadLine | LibraryError],
) -> dict[int, Judged]:
    """Return what becomes of each line, by its row's id; the rows must come in the order of the file."""
    judged: dict[int, Judged] = {}
    seen = _File()
    for start in range(0, len(rows), BLOCK):
        wanted = list(_sound(work, rows[start : start + BLOCK], lines, judged))
        known = on_record(
            session,
            cards=(each.card for each in wanted if each.card),
            births=(each.birth_date for each in wanted if each.birth_date),
            names=(each.folded for each in wanted),
        )
        for each in wanted:
            judged[each.row.id] = _judged(each, known, seen)
    return judged


def _sound(
    work: Work,
    rows: Sequence[PatronImportRow],
    lines: Mapping[int, ReadLine | LibraryError],
    judged: dict[int, Judged],
) -> Iterator[_Wanted]:
    for row in rows:
        line = lines[row.id]
        try:
            if isinstance(line, LibraryError):
                raise line
            values = clean_details(work.day, **line.details)
            card = clean_card(line.card) if line.card else ""
        except LibraryError as refusal:
            judged[row.id] = Judged("refused", problem_of(refusal))
            continue
        yield _Wanted(row, line, values["name_folded"], values["birth_date"], card)


def _judged(wanted: _Wanted, known: OnRecord, seen: _File) -> Judged:
    row, person = wanted.row, (wanted.folded, wanted.birth_date)
    if wanted.card and wanted.card in seen.cards:
        return Judged("refused", _told(TableCode.CARD_TWICE, card=wanted.card, line=seen.cards[wanted.card]))
    if wanted.card:
        seen.cards[wanted.card] = row.line
    owner = known.by_card.get(wanted.card) if wanted.card else None
    same = _same(wanted, known)
    if owner is not None and (same is None or same.id != owner.id):
        facts = {"card": wanted.card, "reader": owner.shown}
        return Judged("refused", _told(TableCode.CARD_KNOWN, **facts))
    if (row.problem or {}).get("passed"):  # a person has looked at it
        return Judged("new", row.problem)
    if same is not None:
        return Judged("duplicate", _told(TableCode.KNOWN, reader=same.shown, card=same.card), same.id)
    if person in seen.people:
        return Judged("duplicate", _told(TableCode.IN_FILE, line=seen.people[person]))
    seen.people[person] = row.line
    return Judged("new", _first_told(wanted.line))


def _same(wanted: _Wanted, known: OnRecord) -> Somebody | None:
    """Return the reader on record that the line means: name and date of birth agree, or the name, no date saying no."""
    me = Somebody(None, wanted.folded, wanted.birth_date, "")
    for other in known.near(wanted.folded, wanted.birth_date):
        if is_same(me, other):
            return other
        no_date = wanted.birth_date is None or other.birth_date is None
        if other.name == wanted.folded and no_date:
            return other
    return None


def _first_told(line: ReadLine) -> dict[str, Any] | None:
    return _told(line.told[0][0], **line.told[0][1]) if line.told else None


def _told(code: TableCode, **facts: Any) -> dict[str, Any]:
    return {"code": str(code), "facts": facts}


def problem_of(refusal: LibraryError) -> dict[str, Any]:
    """Return a refusal as a row keeps it: plain JSON, days as people read them."""
    return {"code": str(refusal.code), "facts": {name: _plain(each) for name, each in refusal.facts.items()}}


def _plain(value: object) -> str | int | None:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return value if isinstance(value, str | int | None) else str(value)
