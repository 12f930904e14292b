"""What a walk expects, what it has seen, and how earlier walks ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.loans.models import Loan
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionRound,
    ExhibitionSighting,
)
from foreign_fund.exhibitions.queries.listing import ShownCopy, copies_by_entry
from foreign_fund.exhibitions.queries.rotations import spans_of
from foreign_fund.exhibitions.rules.places import place_words
from foreign_fund.exhibitions.rules.rotating import as_of, hangs
from foreign_fund.exhibitions.rules.walking import Expected, Result, Walk, judge, summed


@dataclass(frozen=True, slots=True)
class WalkRow:
    """A walk and, of a finished one, how many copies had each result."""

    id: int
    walk: Walk
    day: date
    case_id: int | None
    started_at: datetime
    started_by: int | None
    finished_at: datetime | None
    counts: Mapping[Result, int]


@dataclass(frozen=True, slots=True)
class WalkLine:
    """A copy in a walk: what it found, and of a misplaced one where it was seen."""

    copy: ShownCopy
    result: Result
    seen_in: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class WalkView:
    """A walk with every copy; while it goes on, what was not scanned yet counts as it would at its end."""

    row: WalkRow
    here: str
    lines: tuple[WalkLine, ...]

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many copies have each result now."""
        return summed(line.result for line in self.lines)


def expected_in(session: Session, walk: ExhibitionRound) -> tuple[Expected, ...]:
    """Return the copies that a walk expects: on the way back all of them, before that those whose rotation it is."""
    found = expected_on(session, walk.exhibition_id)
    if walk.kind == Walk.RETURN:
        return found
    exhibition = session.get_one(Exhibition, walk.exhibition_id)
    day = as_of(exhibition.state.value, opens_on=exhibition.opens_on, day=walk.day)
    spans = spans_of(session, walk.exhibition_id)
    rotations = _rotations(session, walk.exhibition_id) if spans else {}
    return tuple(each for each in found if hangs(spans.get(rotations.get(each.entry_id) or 0), day))


def _rotations(session: Session, exhibition_id: int) -> dict[int, int | None]:
    rows = session.execute(
        select(ExhibitionItem.id, ExhibitionItem.rotation_id).where(
            ExhibitionItem.exhibition_id == exhibition_id
        )
    )
    return dict(rows.all())


def expected_on(session: Session, exhibition_id: int, *, entry_id: int | None = None) -> tuple[Expected, ...]:
    """Return the copies on the exhibition, and whether the desk has lent them."""
    lent = and_(Loan.item_id == Item.id, Loan.closed_at.is_(None))
    query = (
        select(ExhibitionItem.id, ExhibitionItem.case_id, Loan.id)
        .join(Item, Item.id == ExhibitionItem.item_id)
        .outerjoin(Loan, lent)
        .where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.removed_at.is_(None))
        .order_by(ExhibitionItem.id)
    )
    if entry_id is not None:
        query = query.where(ExhibitionItem.id == entry_id)
    return tuple(Expected(entry, case, loan is not None) for entry, case, loan in session.execute(query))


def sightings_of(session: Session, round_id: int) -> dict[int, Result]:
    """Return what a walk has seen so far, by entry."""
    rows = session.execute(
        select(ExhibitionSighting.entry_id, ExhibitionSighting.result).where(
            ExhibitionSighting.round_id == round_id
        )
    )
    return {entry: Result(result) for entry, result in rows}


def walks_of(session: Session, exhibition_id: int) -> tuple[WalkRow, ...]:
    """Return the walks along an exhibition, the newest first."""
    rows = session.scalars(
        select(ExhibitionRound)
        .where(ExhibitionRound.exhibition_id == exhibition_id)
        .order_by(ExhibitionRound.id.desc())
    ).all()
    counted = session.execute(
        select(ExhibitionSighting.round_id, ExhibitionSighting.result, func.count())
        .join(ExhibitionRound, ExhibitionRound.id == ExhibitionSighting.round_id)
        .where(ExhibitionRound.exhibition_id == exhibition_id)
        .group_by(ExhibitionSighting.round_id, ExhibitionSighting.result)
    )
    sums: dict[int, dict[Result, int]] = {}
    for number, result, count in counted:
        sums.setdefault(number, {})[Result(result)] = count
    return tuple(_row(row, sums.get(row.id, {})) for row in rows)


def _row(row: ExhibitionRound, counts: Mapping[Result, int]) -> WalkRow:
    return WalkRow(
        row.id, Walk(row.kind), row.day, row.case_id, row.started_at, row.started_by, row.finished_at,
        {result: counts.get(result, 0) for result in Result},
    )  # fmt: skip


def walk_view(session: Session, *, exhibition_id: int, round_id: int) -> WalkView:
    """Return a walk with every copy: what is wrong first, then by case; refuse an unknown one."""
    found = session.get(ExhibitionRound, round_id)
    if found is None or found.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.WALK_UNKNOWN, walk=round_id)
    seen = {
        row.entry_id: row
        for row in session.scalars(select(ExhibitionSighting).where(ExhibitionSighting.round_id == round_id))
    }
    results = {entry: Result(row.result) for entry, row in seen.items()}
    if found.finished_at is None:
        results = results | judge(expected_in(session, found), results)
    words = _case_words(session, exhibition_id)
    copies = copies_by_entry(session, exhibition_id, results)
    lines = tuple(_line(copy, results[copy.id], seen.get(copy.id), words) for copy in copies)
    ordered = sorted(lines, key=lambda line: _ORDER[line.result])
    return WalkView(_row(found, summed(results.values())), words.get(found.case_id or 0, ""), tuple(ordered))


_ORDER = {Result.MISSING: 0, Result.MISPLACED: 1, Result.ON_LOAN: 2, Result.RIGHT: 3}


def _case_words(session: Session, exhibition_id: int) -> dict[int, str]:
    rows = session.scalars(select(ExhibitionCase).where(ExhibitionCase.exhibition_id == exhibition_id))
    return {row.id: place_words(row.section, row.name) for row in rows}


def _line(
    copy: ShownCopy, result: Result, row: ExhibitionSighting | None, words: Mapping[int, str]
) -> WalkLine:
    seen_in = words.get(row.case_id, "") if row is not None and row.case_id else ""
    return WalkLine(copy, result, seen_in, row.seen_at if row is not None else None)
