"""Who waits for what in the sample: a queue for books that are out, the hold shelf, a copy on its way, one to fetch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from circulation.holds.services import place_hold, set_aside
from circulation.loans.models import Loan
from circulation.patrons.models import Patron, Registration
from ils.activity.work import Work
from ils.errors import LibraryError

SETTLED = timedelta(days=4)  # lent or put back before that: nothing here contradicts the year's log
WAITING, QUEUE = 6, 3  # titles that are out, and readers who wait for the first of them
ON_SHELF = 3
PICKUP, ELSEWHERE = "lending", "foreign"


def wait_for_books(session: Session, work: Work) -> int:
    """Let readers wait; returns how many holds were placed. `work`: now, at the lending desk."""
    readers = _readers(session, work)
    count = 0
    for at, (record_id, holder) in enumerate(_lent_titles(session, work)):
        wanting = QUEUE if at == 0 else 1
        for _each in range(wanting):
            count += _place(session, work, readers, record_id, besides=holder, hours=30 - count)
    guest = _first_reader(session)
    codes = []
    for at, (record_id, code) in enumerate(_free_copies(session, work)):
        if (
            at == 1 and guest
        ):  # the card printed in the documents: its page shows a copy that waits, and its message
            readers.insert(0, guest)
        placed = _place(
            session, work, readers, record_id, hours=28 - at, department=ELSEWHERE if at == 0 else PICKUP
        )
        count += placed
        codes += [code] if placed and at <= ON_SHELF else []  # the last one is still to be fetched
    for code in codes:
        set_aside(session, replace(work, now=work.now - timedelta(hours=20)), code=code)
    return count


def _first_reader(session: Session) -> int:
    return session.scalars(select(Patron.id).order_by(Patron.id).limit(1)).one_or_none() or 0


def _readers(session: Session, work: Work) -> list[int]:
    """Return readers of this year, in an order that mixes old and new ones; each waits for one thing."""
    registered = select(Registration.patron_id).where(Registration.year == work.day.year)
    ids = session.scalars(
        select(Patron.id).where(Patron.id.in_(registered), Patron.card_lost_on.is_(None)).order_by(Patron.id)
    )
    found = [each for each in ids if each != _first_reader(session)]  # waits for a copy on the hold shelf
    return found[1::3] + found[::3] + found[2::3]


def _lent_titles(session: Session, work: Work) -> list[tuple[int, int]]:
    """Return titles of which one copy is there and lent, with who has it."""
    single = select(Item.record_id).group_by(Item.record_id).having(func.count() == 1)
    rows = session.execute(
        select(Item.record_id, Loan.patron_id)
        .join(Loan, Loan.item_id == Item.id)
        .where(Loan.closed_at.is_(None), Loan.lent_at < work.now - SETTLED, Item.record_id.in_(single))
        .order_by(Loan.id.desc())
        .limit(WAITING)
    )
    return [(record_id, holder) for record_id, holder in rows if holder]


def _free_copies(session: Session, work: Work) -> list[tuple[int, str]]:
    """Return titles that stand on the shelf of the lending department, with a copy of each."""
    hung = select(Placement.item_id).where(Placement.ended_at.is_(None))
    rows = session.execute(
        select(Item.record_id, func.min(Item.barcode))
        .where(
            Item.state == ItemState.AVAILABLE, Item.state_since < work.now - SETTLED, Item.department == PICKUP,
            Item.id.not_in(hung), Item.barcode.is_not(None),
        )
        .group_by(Item.record_id)
        .order_by(Item.record_id)
        .limit(ON_SHELF + 2)
    )  # fmt: skip
    return [(record_id, code) for record_id, code in rows if code]


def _place(
    session: Session,
    work: Work,
    readers: list[int],
    record_id: int,
    *,
    hours: int,
    besides: int = 0,
    department: str = PICKUP,
) -> int:
    """Let the next reader who may wait do so; 0 where nobody is left."""
    earlier = replace(work, now=work.now - timedelta(hours=hours))
    while readers:
        patron_id = readers.pop(0)
        if patron_id == besides:
            continue
        try:
            place_hold(
                session,
                earlier,
                patron_id=patron_id,
                record_id=record_id,
                department=department,
                at_home=False,
            )
        except LibraryError:  # may not borrow now: somebody else
            continue
        return 1
    return 0
