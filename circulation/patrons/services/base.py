"""What several acts on readers begin with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.models import Patron


def locked_patron(session: Session, patron_id: int) -> Patron:
    """Return the row of a reader, locked for this act; refuse an unknown one."""
    patron = session.scalars(select(Patron).where(Patron.id == patron_id).with_for_update()).one_or_none()
    if patron is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    return patron
