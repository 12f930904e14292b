"""A hold placed at the desk, for the reader whose session is open."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.desk.errors import DeskCode
from circulation.desk.queries import is_at_home
from circulation.desk.rules import Act, Desk, Outcome, Said, Told
from circulation.desk.services.reader import reader_at
from circulation.desk.services.saying import attempt, row_of, stopped
from circulation.holds.queries import hold as hold_row
from circulation.holds.services import place_hold
from ils.activity.work import Work
from ils.errors import LibraryError


def hold(session: Session, work: Work, desk: Desk, item: ItemFacts, scanned: str) -> Said:
    """Put the reader into the queue of the copy's title; it is fetched where the reader stands now."""
    patron = reader_at(session, desk)
    row = replace(row_of(item, Outcome.HELD, scanned), patron_id=patron.id, reader=patron.full_name)
    placed = attempt(
        session,
        lambda: place_hold(
            session, work, patron_id=patron.id, record_id=item.record_id, department=work.department,
            at_home=is_at_home(session, patron_id=patron.id, record_id=item.record_id),
        ),
    )  # fmt: skip
    if isinstance(placed, LibraryError):
        return stopped(desk, work, row, placed, Act.HOLD)
    place = hold_row(session, placed).place
    return Said(desk, rows=(replace(row, told=(Told(DeskCode.HOLD_PLACED, {"place": place}),)),))
