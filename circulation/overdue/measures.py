"""Proof that what overdue control wrote and called is what the log says, and that its tables agree."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from circulation.overdue.models import Call, OverdueNotice
from circulation.overdue.rules import KIND
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import ChannelName, Delivery, Message, MessageSubject
from ils.outbox.services.handling import PRINTED

ELECTRONIC = (ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.EMAIL)


def written_is_logged(session: Session) -> Iterator[Problem]:
    """Every message that reached a reader, and every printed letter, is in the log: by its attempt."""
    arrived = or_(Delivery.ok.is_(True), Delivery.code == DeliveryCode.UNDELIVERED.value)
    reached = or_(
        and_(Delivery.channel.in_(ELECTRONIC), arrived),
        and_(Delivery.channel == ChannelName.LETTER, Delivery.status == PRINTED),
    )
    attempts = (
        select(func.count(Delivery.id))
        .join(Message, Message.id == Delivery.message_id)
        .where(Message.kind == KIND, reached)
    )
    batches = select(func.count(Activity.batch.distinct())).where(Activity.kind == Kind.OVERDUE_NOTICE)
    rows, logged = session.scalars(attempts).one(), session.scalars(batches).one()
    if rows != logged:
        yield Problem("log_differs", {"what": "overdue_notice", "rows": rows, "logged": logged})


def calls_are_logged(session: Session) -> Iterator[Problem]:
    """Every call was counted once."""
    rows = session.scalars(select(func.count()).select_from(Call)).one()
    yield from equals_log(session, what="overdue_call", rows=rows, kinds=(Kind.OVERDUE_CALL,))


def notices_have_messages(session: Session) -> Iterator[Problem]:
    """A level that was written about belongs to a message about its own loan."""
    about = and_(
        MessageSubject.message_id == OverdueNotice.message_id,
        MessageSubject.subject_type == "loan",
        MessageSubject.subject_id == OverdueNotice.loan_id,
    )
    orphans = (
        select(OverdueNotice.id, OverdueNotice.loan_id)
        .join(Message, Message.id == OverdueNotice.message_id)
        .outerjoin(MessageSubject, about)
        .where(
            MessageSubject.message_id.is_(None), Message.body != ""
        )  # an erased reader's messages are empty
    )
    for notice_id, loan_id in session.execute(orphans):
        yield Problem("overdue_notice_alone", {"notice": notice_id, "loan": loan_id})


CHECKS: tuple[Check, ...] = (written_is_logged, calls_are_logged, notices_have_messages)
