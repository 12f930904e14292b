"""Proof that queries stand in the log once each, and that nobody was sent a bulletin twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.service.models import Bulletin, BulletinCopy, BulletinTitle, ReaderQuery
from foreign_fund.service.rules.asking import QueryState
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem
from ils.activity.models import Activity
from ils.outbox.models import Message, MessageSubject

Key = tuple[int, str, str, date]


def queries_are_logged(session: Session) -> Iterator[Problem]:
    """Every ended query stands once in the log, on the day it ended, by its type or its reason; no other does."""
    own: Counter[Key] = Counter()
    ended = select(ReaderQuery).where(ReaderQuery.state != QueryState.RECEIVED.value)
    for query in session.scalars(ended):
        answered = query.state == QueryState.ANSWERED
        kind = Kind.QUESTION_ANSWER if answered else Kind.REFUSAL_NOTE
        source = query.type if answered else query.refuse_reason
        if query.ended_on is not None:
            own[query.id, str(kind), source, query.ended_on] += 1
    said: Counter[Key] = Counter()
    acts = select(Activity.subject_id, Activity.kind, Activity.source, Activity.day, Activity.amount)
    for number, kind_name, source, day, amount in session.execute(
        acts.where(Activity.subject_type == "reader_query")
    ):
        said[number, kind_name, source, day] += amount
    for key in sorted(own.keys() | said.keys()):
        if own[key] != said[key]:
            yield Problem("query_log_differs", {"query": key[0], "ended": own[key], "logged": said[key]})


def bulletins_went_once(session: Session) -> Iterator[Problem]:
    """A reader has one message an issue, and only of an issue that has titles."""
    twice = (
        select(MessageSubject.subject_id, Message.recipient_id, func.count())
        .join(Message, Message.id == MessageSubject.message_id)
        .where(MessageSubject.subject_type == "bulletin")
        .group_by(MessageSubject.subject_id, Message.recipient_id)
        .having(func.count() > 1)
    )
    for issue, _reader, count in session.execute(twice):
        yield Problem("bulletin_twice", {"bulletin": issue, "messages": int(count)})
    empty = select(BulletinCopy.bulletin_id).where(
        BulletinCopy.bulletin_id.not_in(select(BulletinTitle.bulletin_id))
    )
    for issue in session.scalars(empty.distinct()):
        yield Problem("bulletin_of_nothing", {"bulletin": issue})


def bulletins_leave_no_gap(session: Session) -> Iterator[Problem]:
    """Each issue begins on the day after the one before it."""
    before: date | None = None
    for since, until in session.execute(select(Bulletin.since, Bulletin.until).order_by(Bulletin.since)):
        if before is not None and (since - before).days != 1:
            yield Problem("bulletin_gap", {"until": before.isoformat(), "since": since.isoformat()})
        before = until


CHECKS: tuple[Check, ...] = (queries_are_logged, bulletins_went_once, bulletins_leave_no_gap)
