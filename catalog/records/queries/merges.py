"""Records that may be the same, and records that were made into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.records.models import RecordKey, RecordMerge
from catalog.records.queries.showing import Brief, brief
from catalog.records.rules import Key, KeyKind
from ils.accounts.queries import staff_names

SHARED = tuple(kind.value for kind in (KeyKind.CONTROL, KeyKind.ISBN, KeyKind.ISSN, KeyKind.FINGERPRINT))
"""Keys that two records should not share unless they are the same; the rules of matching then say how likely it is."""

CROWD = 20
"""A key of more records than these tells nothing: the ISSN on every issue of a journal, a number that stands for none."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two records that share keys; `kept` is the older."""

    kept: Brief
    gone: Brief
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge: what went into what, when, by whom; `copies` that moved."""

    id: int
    kept_id: int
    gone: Brief
    copies: int
    at: datetime
    by_name: str
    undone_at: datetime | None


def duplicates(session: Session, *, limit: int = 50, offset: int = 0) -> tuple[DuplicatePair, ...]:
    """Return one page of the pairs of records that share a key, the older record's number deciding the order."""
    pairs = _pairs()
    page = select(pairs.c.kept, pairs.c.gone).order_by(pairs.c.kept, pairs.c.gone).limit(limit).offset(offset)
    found = [(kept, gone) for kept, gone in session.execute(page)]
    ids = {each for pair in found for each in pair}
    shown, keys = brief(session, ids), _keys(session, ids)
    return tuple(
        DuplicatePair(shown[kept], shown[gone], tuple(sorted(keys[kept] & keys[gone])))
        for kept, gone in found
    )


def count_duplicates(session: Session) -> int:
    """Return the number of such pairs."""
    return session.scalars(select(func.count()).select_from(_pairs())).one()


def _pairs() -> Subquery:
    """Keys that more than one record has are few: they are found first, by the index alone."""
    twice = (
        select(RecordKey.kind, RecordKey.value)
        .where(RecordKey.kind.in_(SHARED))
        .group_by(RecordKey.kind, RecordKey.value)
        .having(func.count().between(2, CROWD))
        .cte("twice")
    )
    one, other = aliased(RecordKey), aliased(RecordKey)
    return (
        select(one.record_id.label("kept"), other.record_id.label("gone"))
        .select_from(twice)
        .join(one, and_(one.kind == twice.c.kind, one.value == twice.c.value))
        .join(other, and_(other.kind == twice.c.kind, other.value == twice.c.value))
        .where(one.record_id < other.record_id)
        .distinct()
        .subquery()
    )


def _keys(session: Session, ids: Collection[int]) -> defaultdict[int, set[Key]]:
    keys: defaultdict[int, set[Key]] = defaultdict(set)
    rows = select(RecordKey.record_id, RecordKey.kind, RecordKey.value).where(RecordKey.record_id.in_(ids))
    for record_id, kind, value in session.execute(rows):
        if kind in SHARED:
            keys[record_id].add((kind, value))
    return keys


def merges_of(session: Session, record_id: int) -> tuple[MergeView, ...]:
    """Return what was merged into a record, the newest first, undone merges too."""
    rows = session.scalars(
        select(RecordMerge).where(RecordMerge.kept_id == record_id).order_by(RecordMerge.id.desc())
    ).all()
    names = staff_names(session, [row.by for row in rows])
    shown = brief(session, [row.gone_id for row in rows])
    return tuple(
        MergeView(
            row.id, row.kept_id, shown[row.gone_id], len(row.moved.get("items", [])), row.at,
            names.get(row.by or 0, ""), row.undone_at,
        )
        for row in rows
    )  # fmt: skip
