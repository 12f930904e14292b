"""Slips: the loans of a reader, or what goes into a copy for the hold shelf (SB-08, CI-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from circulation.desk.queries import LoanLine, loan_lines
from circulation.desk.rules import Slip
from circulation.holds.queries import HoldRow, hold
from circulation.holds.rules import initials
from circulation.patrons.queries import PatronFacts, patron_facts
from ils.library.places import institution_name

MOST = 60  # lines on one slip


@dataclass(frozen=True, slots=True)
class ShownSlip:
    """A slip: of a hold, or of the loans of a reader; `initials` is what others may read of a name."""

    institution: str
    at: datetime
    day: date
    reader: PatronFacts | None = None
    loans: tuple[LoanLine, ...] = ()
    hold: HoldRow | None = None
    initials: str = ""


def shown_slip(session: Session, slip: Slip, *, now: datetime, day: date) -> ShownSlip:
    """Return a slip as it is printed: what is true now, not what was true when it was first printed."""
    name = institution_name(session)
    if slip.hold_id is not None:
        waiting = hold(session, slip.hold_id)
        return ShownSlip(name, now, day, hold=waiting, initials=initials(waiting.patron))
    reader = patron_facts(session, slip.patron_id)
    return ShownSlip(name, now, day, reader, loan_lines(session, reader.id, limit=MOST))
