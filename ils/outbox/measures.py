"""What must hold of messages: `ils check` proves it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.measures import Check, Problem
from ils.outbox.models import Delivery, Message, MessageState

REACHED = (MessageState.SENT, MessageState.TO_PRINT, MessageState.TO_CALL)


def sent_have_reached(session: Session) -> Iterator[Problem]:
    """Find a message that is said to have been sent without an attempt that went well."""
    well = select(Delivery.id).where(Delivery.message_id == Message.id, Delivery.ok.is_(True)).exists()
    for number in session.scalars(select(Message.id).where(Message.state.in_(REACHED), ~well)):
        yield Problem("message_sent_without_delivery", {"message": number})


def attempts_are_kept(session: Session) -> Iterator[Problem]:
    """Find a message of which fewer attempts are kept than it counts (OV-05)."""
    kept = (
        select(func.count(Delivery.id))
        .where(Delivery.message_id == Message.id)
        .correlate(Message)
        .scalar_subquery()
    )
    for number, said, there in session.execute(
        select(Message.id, Message.attempts, kept).where(Message.attempts > kept)
    ):
        yield Problem("message_attempts_missing", {"message": number, "said": said, "kept": there})


def waiting_have_not_reached(session: Session) -> Iterator[Problem]:
    """Find a message that still waits, or is said to have failed, though its last attempt went well."""
    last = (
        select(func.max(Delivery.id))
        .where(Delivery.message_id == Message.id)
        .correlate(Message)
        .scalar_subquery()
    )
    rows = (
        select(Message.id)
        .join(Delivery, Delivery.id == last)
        .where(
            Message.state.in_((MessageState.QUEUED, MessageState.FAILED)),
            Message.attempts > 0,
            Delivery.ok.is_(True),
        )
    )
    for number in session.scalars(rows):
        yield Problem("message_waits_though_sent", {"message": number})


def ended_say_why(session: Session) -> Iterator[Problem]:
    """Find a message that was cancelled or has failed and does not say why."""
    ended = (MessageState.CANCELLED, MessageState.FAILED)
    for number in session.scalars(
        select(Message.id).where(Message.state.in_(ended), Message.cancel_reason == "")
    ):
        yield Problem("message_without_reason", {"message": number})


CHECKS: tuple[Check, ...] = (
    sent_have_reached,
    attempts_are_kept,
    waiting_have_not_reached,
    ended_say_why,
)
