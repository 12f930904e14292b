"""Proof that records, log and index agree."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.rules import ARTICLE
from catalog.search.models import SearchText
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log

MOST_SHOWN = 100


def records_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of records, parts of larger works left out, that differs from the log's."""
    counted = session.scalars(
        select(func.count()).select_from(Record).where(Record.document_type != ARTICLE)
    ).one()
    yield from equals_log(session, what="records", rows=counted, kinds=(Kind.RECORD_CREATE,))


def records_are_indexed(session: Session) -> Iterator[Problem]:
    """Find records without words in the index, and words without a record."""
    missing = select(Record.id).where(Record.id.not_in(select(SearchText.id)))
    orphans = select(SearchText.id).where(SearchText.id.not_in(select(Record.id)))
    for record_id in session.scalars(missing.order_by(Record.id).limit(MOST_SHOWN)):
        yield Problem("search_row_missing", {"record": record_id})
    for record_id in session.scalars(orphans.order_by(SearchText.id).limit(MOST_SHOWN)):
        yield Problem("search_row_orphan", {"record": record_id})


CHECKS: tuple[Check, ...] = (records_are_logged, records_are_indexed)
