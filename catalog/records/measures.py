"""Proof that records, log and index agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.marc import Profile, facts, from_bytes
from catalog.records.models import (
    Origin,
    Record,
    RecordCard,
    RecordFinding,
    RecordKey,
    RecordMerge,
    RecordVersion,
)
from catalog.records.rules import ARTICLE
from catalog.search.models import SearchText
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity

MOST_SHOWN = 100
CHUNK = 200
HERE = Record.merged_into.is_(None)


def records_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of records, parts of larger works and merged ones left out, that differs from the log's."""
    rows = _count(session, Record.document_type != ARTICLE)
    yield from equals_log(session, what="records", rows=rows, kinds=(Kind.RECORD_CREATE,))


def articles_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of articles that differs from the log's."""
    rows = _count(session, Record.document_type == ARTICLE)
    yield from equals_log(session, what="articles", rows=rows, kinds=(Kind.ANALYTIC_CREATE,))


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalars(select(func.count()).select_from(Record).where(condition, HERE)).one()


def cards_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of records in card indexes that differs from the log's."""
    rows = session.scalars(select(func.count()).select_from(RecordCard)).one()
    yield from equals_log(session, what="record_card", rows=rows, kinds=(Kind.CARD_INDEX_ADD,))


def marks_are_logged(session: Session) -> Iterator[Problem]:
    """Find class marks that the log does not have, has twice, or has for a record without them.

    Marks of imported records count only where somebody said so; whether those are logged is not asked.
    """
    logged = _logged_marks(session)
    for record_id, must, schemes in _marked(session, logged):
        told = logged.get(record_id, Counter())
        for scheme in sorted(schemes - set(told) if must else ()):
            yield Problem("class_mark_not_logged", {"record": record_id, "scheme": scheme or "—"})
        for scheme, times in sorted(told.items()):
            if times != 1 or scheme not in schemes:
                facts_of: dict[str, object] = {"record": record_id, "scheme": scheme or "—", "times": times}
                yield Problem("class_mark_logged_wrongly", facts_of)


def _logged_marks(session: Session) -> dict[int, Counter[str]]:
    """How often each record was classified (scheme "") and marked by each scheme, taken-back acts taken off."""
    columns = (Activity.subject_id, Activity.kind, Activity.source)
    times = func.sum(Activity.amount)
    rows = session.execute(
        select(*columns, times)
        .where(Activity.kind.in_((Kind.RECORD_CLASSIFY, Kind.CLASS_MARK)), Activity.subject_type == "record")
        .group_by(*columns)
        .having(times != 0)
    )
    logged: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for record_id, kind, source, number in rows:
        logged[record_id][source if kind == Kind.CLASS_MARK else ""] += int(number)
    return logged


def _marked(session: Session, logged: Iterable[int]) -> Iterator[tuple[int, bool, set[str]]]:
    """Read the schemes of every record that is or must be in the log: record, whether it must be, schemes."""
    must = set(session.scalars(_own_work()))
    ids = sorted(must.union(logged))
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(
            select(Record.id, Record.profile, Record.marc, Record.merged_into).where(
                Record.id.in_(ids[start : start + CHUNK])
            )
        )
        for row in rows:
            marks = facts(from_bytes(row.marc), Profile(row.profile)).class_marks
            schemes = {scheme[:40] for scheme, _mark in marks} | ({""} if marks else set())
            yield row.id, row.id in must, schemes if row.merged_into is None else set()


def _own_work() -> Select[int]:
    """Records described here that no import has touched, with any class mark."""
    imported = "import:%"
    touched = exists().where(RecordVersion.record_id == Record.id, RecordVersion.reason.like(imported))
    return select(Record.id).where(
        HERE,
        Record.origin != Origin.IMPORTED,
        Record.class_mark != "",
        ~Record.reason.like(imported),
        ~touched,
    )


def records_are_indexed(session: Session) -> Iterator[Problem]:
    """Find records without words in the index, and words without a record."""
    missing = select(Record.id).where(HERE, Record.id.not_in(select(SearchText.id)))
    orphans = select(SearchText.id).where(SearchText.id.not_in(select(Record.id)))
    for record_id in session.scalars(missing.order_by(Record.id).limit(MOST_SHOWN)):
        yield Problem("search_row_missing", {"record": record_id})
    for record_id in session.scalars(orphans.order_by(SearchText.id).limit(MOST_SHOWN)):
        yield Problem("search_row_orphan", {"record": record_id})


def merged_are_gone(session: Session) -> Iterator[Problem]:
    """Find records that were merged into others and still have words, keys, findings, cards or parts."""
    part = Record.__table__.alias("part")
    keeps = {
        "search_text": SearchText.id == Record.id,
        "record_key": RecordKey.record_id == Record.id,
        "record_finding": RecordFinding.record_id == Record.id,
        "record_card": RecordCard.record_id == Record.id,
        "parts": (part.c.host_id == Record.id) & part.c.merged_into.is_(None),
    }
    for what, condition in keeps.items():
        query = select(Record.id).where(~HERE, exists().where(condition).correlate(Record))
        for record_id in session.scalars(query.order_by(Record.id).limit(MOST_SHOWN)):
            yield Problem("merged_record_keeps", {"record": record_id, "what": what})
    standing = exists().where(
        RecordMerge.gone_id == Record.id,
        RecordMerge.kept_id == Record.merged_into,
        RecordMerge.undone_at.is_(None),
    )
    some = exists().where(RecordMerge.gone_id == Record.id, RecordMerge.undone_at.is_(None))
    for record_id in session.scalars(select(Record.id).where(or_(~HERE & ~standing, HERE & some))):
        yield Problem("merge_not_told", {"record": record_id})


def versions_are_kept(session: Session) -> Iterator[Problem]:
    """Find records that have not kept one description for each version but the present one."""
    kept = (
        select(RecordVersion.record_id, func.count().label("kept"))
        .group_by(RecordVersion.record_id)
        .subquery()
    )
    number = func.coalesce(kept.c.kept, 0)
    query = (
        select(Record.id, number, Record.version)
        .outerjoin(kept, kept.c.record_id == Record.id)
        .where(number != Record.version - 1)
        .order_by(Record.id)
        .limit(MOST_SHOWN)
    )
    for record_id, had, version in session.execute(query):
        yield Problem("version_missing", {"record": record_id, "kept": had, "version": version})


CHECKS: tuple[Check, ...] = (
    records_are_logged,
    articles_are_logged,
    cards_are_logged,
    marks_are_logged,
    records_are_indexed,
    merged_are_gone,
    versions_are_kept,
)
