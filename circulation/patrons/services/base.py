"""What several acts on readers begin with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError, PatronNotFound
from circulation.patrons.models import Patron
from circulation.patrons.queries import PatronFacts


def locked_patron(session: Session, patron_id: int) -> Patron:
    """Return the row of a reader, locked for this act; refuse an unknown one, and one whose data were erased."""
    patron = session.scalars(select(Patron).where(Patron.id == patron_id).with_for_update()).one_or_none()
    if patron is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    refuse_erased(patron)
    return patron


def refuse_erased(patron: Patron | PatronFacts) -> None:
    """Refuse a reader whose personal data were erased: nothing is done on that card any more."""
    if patron.erased_at is not None:
        raise PatronError(PatronCode.ERASED, card=patron.card_number, day=patron.erased_at)
