"""Events within an exhibition: a review, a talk, a guided tour. Each is one act, held and counted where events are kept.

Here it is only said that an event belongs to the exhibition; a new one is planned through `service` or `events`.
"""

from __future__ import annotations

from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events import services as events
from circulation.events.queries import event_row
from circulation.events.rules import Passport
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import ExhibitionEvent, ExhibitionExtra
from foreign_fund.exhibitions.queries import records_shown
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.telling import NOTED
from foreign_fund.exhibitions.services.hanging import locked, note
from foreign_fund.service import services as service
from foreign_fund.service.queries.titles import REVIEW
from foreign_fund.service.rules.covering import MOST_TITLES
from ils.activity.work import Work


def link_event(
    session: Session, work: Work, *, exhibition_id: int, event_id: int, noted_id: int | None = None
) -> ExhibitionEvent:
    """Say that an event of the library belongs to the exhibition; the event counts by itself, on its own day.

    `noted_id` is a line in which somebody wrote the review down by hand: the event stands in its place from now on, also
    one that belongs here already.
    """
    exhibition = locked(session, exhibition_id, Act.TELL)
    event = event_row(session, event_id)
    there = _link(session, exhibition_id, event_id)
    if there is not None and noted_id is None:
        raise ExhibitionError(ExhibitionCode.EVENT_THERE, event=event.title)
    row = there or ExhibitionEvent(exhibition_id=exhibition_id, event_id=event_id)
    session.add(row)
    if noted_id is not None:
        _replace(session, work, exhibition_id, noted_id, event_id)
    session.flush()
    note(session, work, "exhibition_event_linked", exhibition, event=event_id)
    return row


def _replace(session: Session, work: Work, exhibition_id: int, noted_id: int, event_id: int) -> None:
    row = session.get(ExhibitionExtra, noted_id, populate_existing=True)
    fits = row is not None and row.exhibition_id == exhibition_id and row.kind == NOTED
    if row is None or not fits or row.removed_at is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.LINE_UNKNOWN, line=noted_id)
    row.removed_at, row.event_id = work.now, event_id


def unlink_event(session: Session, work: Work, *, exhibition_id: int, event_id: int) -> None:
    """Say that an event does not belong to the exhibition after all; it stays, and what was noted by hand is back."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    row = _link(session, exhibition_id, event_id)
    if row is None:
        raise ExhibitionNotFoundError(ExhibitionCode.LINE_UNKNOWN, line=event_id)
    session.delete(row)
    for line in session.scalars(
        select(ExhibitionExtra).where(
            ExhibitionExtra.exhibition_id == exhibition_id, ExhibitionExtra.event_id == event_id
        )
    ):
        line.removed_at = line.event_id = None
    session.flush()
    note(session, work, "exhibition_event_unlinked", exhibition, event=event_id)


def _link(session: Session, exhibition_id: int, event_id: int) -> ExhibitionEvent | None:
    return session.scalars(
        select(ExhibitionEvent).where(
            ExhibitionEvent.exhibition_id == exhibition_id, ExhibitionEvent.event_id == event_id
        )
    ).one_or_none()


def plan_event(
    session: Session, work: Work, *, exhibition_id: int, noted_id: int | None = None, **passport: Unpack[Passport]
) -> int:  # fmt: skip
    """Plan an event of the library within the exhibition; returns the event. It counts once, when it is held."""
    locked(session, exhibition_id, Act.TELL)
    (event,) = events.plan(session, work, **passport)
    link_event(session, work, exhibition_id=exhibition_id, event_id=event.id, noted_id=noted_id)
    return event.id


def plan_review(
    session: Session, work: Work, *, exhibition_id: int, minutes: int | None = None, titles: bool = True,
    noted_id: int | None = None, **passport: Unpack[Passport],
) -> int:  # fmt: skip
    """Plan a bibliographic review of the exhibition, with its titles on the list; returns the review.

    Of a very long exhibition as many titles are taken as a list holds.
    """
    locked(session, exhibition_id, Act.TELL)
    review = service.plan_review(session, work, minutes=minutes, **passport)
    shown = records_shown(session, exhibition_id)[:MOST_TITLES] if titles else ()
    for record_id in shown:
        service.add_title(session, work, what=REVIEW, owner_id=review.id, record_id=record_id)
    link_event(session, work, exhibition_id=exhibition_id, event_id=review.event_id, noted_id=noted_id)
    return review.id
