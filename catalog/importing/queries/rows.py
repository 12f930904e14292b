"""Records of a file as screens show them, cut and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal_column, select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError
from catalog.importing.models import Decision, StagedRecord, StagedState
from catalog.importing.queries.batches import LIMIT
from catalog.importing.queries.sources import SourceView
from catalog.importing.rules import Fate, fate
from catalog.marc import DisplayField, MarcError, Profile, display_fields, from_bytes, read
from catalog.records.queries import LARGEST_ID
from catalog.records.rules.matching import Reason, Rule, ScoredMatch
from ils.db import is_postgresql

UNDECIDED = (StagedState.NEW, StagedState.DUPLICATE)
"""States of a row that has not yet become anything."""


@dataclass(frozen=True, slots=True)
class RowCut:
    """Which records of a file: what is empty cuts nothing. `similar`: new, but something like it is there."""

    state: StagedState | None = None
    clean: bool = False  # read as it came, not set aside
    repaired: bool = False
    similar: bool = False
    refused: bool = False  # the undoing was
    finding: str = ""
    below: int | None = None  # matches with a score below this


EVERY_ROW = RowCut()


@dataclass(frozen=True, slots=True)
class RowView:
    """One record of a file in the list."""

    position: int
    title: str
    state: StagedState
    findings: Sequence[dict[str, Any]]
    repaired: bool
    match: dict[str, Any] | None
    score: int
    decision: Decision | None
    undo: dict[str, Any] | None
    record_id: int | None


@dataclass(frozen=True, slots=True)
class StagedView:
    """One record of a file with its bytes."""

    id: int
    batch_id: int
    position: int
    offset: int
    raw: bytes
    marc: bytes | None
    profile: str
    charset: str
    title: str
    state: StagedState
    findings: Sequence[dict[str, Any]]
    repaired: bool
    match: dict[str, Any] | None
    score: int
    decision: Decision | None
    decided_by: int | None
    version_after: int | None
    undo: dict[str, Any] | None
    record_id: int | None


_ROW = tuple(getattr(StagedRecord, name) for name in RowView.__slots__)
_STAGED = tuple(getattr(StagedRecord, name) for name in StagedView.__slots__)


def cut_rows(query: Select[Any], batch_id: int, cut: RowCut = EVERY_ROW) -> Select[Any]:
    """Return a query narrowed to these records of a file."""
    query = query.where(StagedRecord.batch_id == batch_id)
    if cut.state is not None:
        query = query.where(StagedRecord.state == cut.state)
    if cut.clean:
        query = query.where(StagedRecord.repaired.is_(False), StagedRecord.state != StagedState.QUARANTINED)
    if cut.repaired:
        query = query.where(StagedRecord.repaired.is_(True))
    if cut.similar:
        query = query.where(StagedRecord.state == StagedState.NEW, StagedRecord.score > 0)
    if cut.refused:
        query = query.where(StagedRecord.undo.is_not(None))
    if cut.finding:
        told = cast(StagedRecord.findings, Text)
        query = query.where(told.contains(f'"code": "{cut.finding}"', autoescape=True))
    if cut.below is not None:
        query = query.where(StagedRecord.score > 0, StagedRecord.score < cut.below)
    return query


def rows(
    session: Session, batch_id: int, *, cut: RowCut = EVERY_ROW, after: int = 0, limit: int = LIMIT
) -> tuple[RowView, ...]:
    """Return records of a file in its order behind position `after`."""
    query = cut_rows(select(*_ROW), batch_id, cut).where(StagedRecord.position > after)
    found = session.execute(query.order_by(StagedRecord.position).limit(limit))
    return tuple(RowView(*row) for row in found)


def count_rows(session: Session, batch_id: int, cut: RowCut = EVERY_ROW) -> int:
    """Return how many records of a file the cut has."""
    return int(session.scalars(cut_rows(select(func.count(StagedRecord.id)), batch_id, cut)).one())


def neighbours(
    session: Session, batch_id: int, position: int, cut: RowCut = EVERY_ROW
) -> tuple[int | None, int | None]:
    """Return the positions before and behind one inside the cut."""
    if position > LARGEST_ID:
        return None, None
    lower, higher = func.max(StagedRecord.position), func.min(StagedRecord.position)
    before = cut_rows(select(lower), batch_id, cut).where(StagedRecord.position < position)
    behind = cut_rows(select(higher), batch_id, cut).where(StagedRecord.position > position)
    return session.scalars(before).one(), session.scalars(behind).one()


def counts_by_state(session: Session, batch_id: int) -> dict[StagedState, int]:
    """Return how many records of a file are in which state."""
    rows = session.execute(
        select(StagedRecord.state, func.count())
        .where(StagedRecord.batch_id == batch_id)
        .group_by(StagedRecord.state)
    )
    return {state: int(count) for state, count in rows}


def count_repaired(session: Session, batch_id: int) -> int:
    """Return how many records of a file had to be mended to be read."""
    return count_rows(session, batch_id, RowCut(repaired=True))


def finding_counts(session: Session, batch_id: int) -> tuple[tuple[str, int], ...]:
    """Return how many records of a file have a finding of each code, most first."""
    code: ColumnElement[str]
    if is_postgresql(session):
        each = func.json_array_elements(StagedRecord.findings).table_valued(
            "value", name="each", joins_implicitly=True
        )
        code = literal_column("each.value ->> 'code'")
    else:
        each = func.json_each(StagedRecord.findings).table_valued("value", name="each", joins_implicitly=True)
        code = literal_column("json_extract(each.value, '$.code')")
    count = func.count(StagedRecord.id.distinct())
    query = select(code, count).select_from(StagedRecord, each)
    found = session.execute(query.where(StagedRecord.batch_id == batch_id).group_by(code))
    return tuple(
        sorted(((str(name), int(rows)) for name, rows in found), key=lambda pair: (-pair[1], pair[0]))
    )


def staged(session: Session, batch_id: int, position: int) -> StagedView:
    """Return one record of a file; refuse an unknown position."""
    row = None
    if max(batch_id, position) <= LARGEST_ID:
        row = session.execute(
            select(*_STAGED).where(StagedRecord.batch_id == batch_id, StagedRecord.position == position)
        ).one_or_none()
    if row is None:
        raise ImportNotFoundError(ImportCode.ROW_UNKNOWN, batch=batch_id, position=position)
    return StagedView(*row)


def row_matches(staged: StagedView | RowView) -> tuple[ScoredMatch, ...]:
    """Return the records that a row was held against, best first, each with its reasons."""
    if not staged.match:
        return ()
    return tuple(_told(each) for each in (staged.match, *staged.match.get("others", ())))


def _told(match: Mapping[str, Any]) -> ScoredMatch:
    reasons = tuple(Reason(Rule(each["rule"]), each["points"], each["value"]) for each in match["reasons"])
    return ScoredMatch(match["score"], reasons, match["record_id"], match["position"])


def would_be(row: RowView | StagedView, source: SourceView) -> Decision:
    """Return what an undecided row will become: as a person decided, else by the source's rule."""
    decision: Fate | None = row.decision.value if row.decision else None
    return Decision(fate(decision, row.score, source.rule))


def marc_of(staged: StagedView) -> Any | None:
    """Return the record of a row as it was read, None where it cannot be."""
    if staged.marc is not None:
        return from_bytes(staged.marc)
    charset = None if staged.charset == "ascii" else staged.charset
    try:
        for each in read(BytesIO(staged.raw), charset=charset, profile=Profile(staged.profile)):
            return each.record
    except MarcError:
        pass
    return None


def fields_of(staged: StagedView) -> tuple[DisplayField, ...]:
    """Return the fields of a staged record for a screen; none where it cannot be read."""
    marc = marc_of(staged)
    return () if marc is None else display_fields(marc)
