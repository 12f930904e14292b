"""Proof that batches and log agree."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.export.rules import Centre
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity

MOST_SHOWN = 100


def union_is_logged(session: Session) -> Iterator[Problem]:
    """Find a number of counted records that differs from the log's, and counted ones in batches nobody took."""
    counted = select(func.count(UnionRecord.counted_year))
    yield from equals_log(
        session, what="union_record", rows=session.scalars(counted).one(), kinds=(Kind.UNION_ACCEPT,)
    )
    untaken = (
        select(UnionRecord.record_id, UnionRecord.batch_id)
        .join(UnionBatch, UnionBatch.id == UnionRecord.batch_id)
        .where(UnionRecord.counted_year.is_not(None), UnionBatch.state != UnionState.ACCEPTED)
        .limit(MOST_SHOWN)
    )
    for record_id, batch_id in session.execute(untaken):
        yield Problem("union_counted_untaken", {"record": record_id, "batch": batch_id})


def chronicle_is_logged(session: Session) -> Iterator[Problem]:
    """Find records of the chronicle that count twice, or count though no batch with them was ever sent.

    That a record left the card index later changes nothing: it was sent.
    """
    twin = aliased(Activity)
    standing = (
        select(Activity.subject_id, func.count().label("times"))
        .where(
            Activity.kind == Kind.CHRONICLE_SEND,
            Activity.undo_of.is_(None),
            ~select(twin.id).where(twin.undo_of == Activity.id).exists(),
        )
        .group_by(Activity.subject_id)
        .subquery()
    )
    sent = (
        select(UnionRecord.record_id)
        .join(UnionBatch, UnionBatch.id == UnionRecord.batch_id)
        .where(UnionBatch.centre == Centre.NATIONAL, UnionBatch.sent_at.is_not(None))
    )
    twice = select(standing.c.subject_id).where(standing.c.times > 1)
    unsent = select(standing.c.subject_id).where(standing.c.subject_id.not_in(sent))
    for record_id in session.scalars(twice.order_by(standing.c.subject_id).limit(MOST_SHOWN)):
        yield Problem("chronicle_counted_twice", {"record": record_id})
    for record_id in session.scalars(unsent.order_by(standing.c.subject_id).limit(MOST_SHOWN)):
        yield Problem("chronicle_not_sent", {"record": record_id})


CHECKS: tuple[Check, ...] = (union_is_logged, chronicle_is_logged)
