"""Bibliographic reviews: an event is planned and held by `circulation.events`; here stand its length and its titles."""

from __future__ import annotations

from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events import services as events
from circulation.events.rules import Passport
from foreign_fund.service.errors import ListCode, ServiceNotFoundError
from foreign_fund.service.models import BiblioReview
from foreign_fund.service.rules.covering import check_minutes
from ils.accounts.audit import audit
from ils.activity.work import Work

SUBJECT = "biblio_review"


def plan_review(
    session: Session, work: Work, *, minutes: int | None = None, **passport: Unpack[Passport]
) -> BiblioReview:
    """Plan a review: an event of the library (line 18 counts it when it is held) with a list of titles."""
    (event,) = events.plan(session, work, **passport)
    row = BiblioReview(
        event_id=event.id, minutes=check_minutes(minutes), created_at=work.now, created_by=work.actor_id
    )
    session.add(row)
    session.flush()
    audit(session, work, "review_planned", subject_type=SUBJECT, subject_id=row.id, event=event.id)
    return row


def change_review(
    session: Session, work: Work, *, review_id: int, minutes: int | None, **passport: Unpack[Passport]
) -> BiblioReview:
    """Change what is said of a review; a held one counts on its new day."""
    row = _locked(session, review_id)
    row.minutes = check_minutes(minutes)
    audit(session, work, "review_changed", subject_type=SUBJECT, subject_id=row.id)
    session.flush()
    events.change(session, work, event_id=row.event_id, **passport)
    return row


def hold_review(
    session: Session, work: Work, *, review_id: int, listeners: int, minutes: int | None
) -> BiblioReview:
    """Say that a review was held, how many listened and how long it took; the event counts it and its visitors."""
    row = _locked(session, review_id)
    row.minutes = check_minutes(minutes) or row.minutes
    audit(session, work, "review_held", subject_type=SUBJECT, subject_id=row.id, minutes=row.minutes)
    session.flush()
    events.hold(session, work, event_id=row.event_id, headcount=listeners)
    return row


def _locked(session: Session, review_id: int) -> BiblioReview:
    asked = select(BiblioReview).where(BiblioReview.id == review_id).with_for_update()
    row = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise ServiceNotFoundError(ListCode.REVIEW_UNKNOWN)
    return row
