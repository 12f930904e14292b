"""What a reader is told of a hold: the copy waits, or waits no more."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from catalog.items.queries import item_facts
from catalog.records.queries import brief
from circulation.holds.models import Hold
from circulation.holds.queries import reader_of
from circulation.patrons.queries import patron_facts, recipient_of
from ils.activity.work import Work
from ils.library.places import department
from ils.outbox.services import queue_message

READY, EXPIRED = "hold_ready", "hold_expired"


def tell_ready(session: Session, work: Work, hold: Hold) -> None:
    """Queue the notice that a copy waits on the hold shelf, once each time that one is set aside."""
    _tell(session, work, READY, hold, ready_key(hold))


def ready_key(hold: Hold) -> str:
    """Return what tells this setting-aside from every other of the same hold."""
    return f"{READY}:{hold.id}:{hold.item_id}:{hold.ready_at:%Y%m%d%H%M%S%f}"


def tell_expired(session: Session, work: Work, hold: Hold) -> None:
    """Queue the notice that the copy was not fetched in time."""
    _tell(session, work, EXPIRED, hold, f"{EXPIRED}:{hold.id}")


def _tell(session: Session, work: Work, kind: str, hold: Hold, key: str) -> None:
    patron = patron_facts(session, reader_of(hold))
    queue_message(
        session, work, kind=kind, recipient=recipient_of(patron, work.day), facts=facts_of(session, hold),
        subjects=(("hold", hold.id),), dedupe=key,
    )  # fmt: skip


def facts_of(session: Session, hold: Hold) -> dict[str, Any]:
    """Return what the text is made of: title, author, the copy, the place by language, the last day in ISO 8601."""
    told = brief(session, [hold.record_id])[hold.record_id]
    place = department(session, hold.department)
    return {
        "title": told.title,
        "author": told.author,
        "code": item_facts(session, hold.item_id).code if hold.item_id else "",
        "place": {"uz": place.name_uz, "ru": place.name_ru, "en": place.name_en},
        "until": hold.shelf_until.isoformat() if hold.shelf_until else "",
    }
