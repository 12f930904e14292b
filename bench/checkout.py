"""CPU and queries of a check-out: an ordinary one beside a laden reader who asks for a title with a long queue."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from sqlalchemy import event, update
from sqlalchemy.orm import Session

from bench.library import library
from catalog.items.queries import find_item
from catalog.items.services import add_items
from catalog.marc import Profile, from_bytes
from catalog.records.models import Origin
from catalog.records.services import add_record
from circulation.holds.queries.settings import LIMIT
from circulation.holds.services import place_hold
from circulation.loans.services import check_out
from circulation.patrons.services import add_patron
from circulation.policies.models import LoanPolicy
from ils.activity.work import Work
from ils.db import transaction
from ils.library.models import Setting

MARC = '{"leader":"00000nam a2200000 a 4500","fields":[{"245":{"ind1":"0","ind2":"0","subfields":[{"a":"Sinov %d"}]}}]}'
LOANS, ITEMS, HOLDS, ROUNDS = 400, 300, 100, 300
ALLOWED = 1.2  # times the ordinary check-out's CPU (DESIGN §14)


class _TakeBack(Exception):
    """Ends a round without keeping it, so that every round finds the same library."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A card and a copy."""

    card: str
    code: str


def main() -> None:
    """Print CPU milliseconds and queries of an ordinary check-out and of the heaviest."""
    with library() as (_app, session, work):
        ordinary = Scan(new_reader(session, work, "Yangi"), new_title(session, work, 0)[0])
        heavy = laden(session, work)
        plain, full = race(session, work, ordinary, heavy)
        print(
            f"CPU ms a check-out: ordinary {plain:.2f} · reader with {LOANS} loans, title with {ITEMS} copies and "
            f"{HOLDS} holds {full:.2f} = ×{full / plain:.2f} (allowed ×{ALLOWED})"
        )
        print(
            f"queries a check-out: {queries_of(session, work, ordinary)} and {queries_of(session, work, heavy)}"
        )


def laden(
    session: Session, work: Work, *, loans: int = LOANS, items: int = ITEMS, holds: int = HOLDS
) -> Scan:
    """Give a reader so many loans, and a title so many copies and holds of others; nothing of it is asked about."""
    with transaction(session):
        session.execute(update(LoanPolicy).values(limit_total=9999))
        session.merge(Setting(name=LIMIT, value=9999))
    card = new_reader(session, work, "Tajribali")
    for number in range(loans):
        (code,) = new_title(session, work, 1 + number)
        with transaction(session):
            check_out(session, work, card=card, code=code)
    wanted = new_title(session, work, 100_000, copies=items)
    record_id = record_of(session, wanted[0])
    for number in range(holds):
        with transaction(session):
            reader = add_patron(session, work, surname=f"Navbatchi {number}", category="student")
            place_hold(
                session, work, patron_id=reader.id, record_id=record_id, department="lending", at_home=False
            )
    return Scan(card, wanted[-1])


def new_reader(session: Session, work: Work, name: str) -> str:
    """Add a reader; returns the card."""
    with transaction(session):
        return add_patron(session, work, surname=name, category="student").card_number


def new_title(session: Session, work: Work, number: int, *, copies: int = 1) -> list[str]:
    """Add a record with its copies; returns their barcodes."""
    with transaction(session):
        record = add_record(
            session,
            work,
            marc=from_bytes((MARC % number).encode()),
            profile=Profile.MARC21,
            origin=Origin.ORIGINAL,
        )
        found = add_items(session, work, record_id=record, department="lending", count=copies)
        return [item.barcode or "" for item in found]


def record_of(session: Session, code: str) -> int:
    """Return the record of a copy."""
    item = find_item(session, code)
    assert item is not None
    return item.record_id


def race(session: Session, work: Work, *scans: Scan) -> list[float]:
    """Return the median CPU milliseconds of each scan, all taken in turn, so that the machine's mood is shared."""
    spent: dict[Scan, list[float]] = {scan: [] for scan in scans}
    for _round in range(ROUNDS):
        for scan in scans:
            begun = time.process_time()
            lend(session, work, scan)
            spent[scan].append((time.process_time() - begun) * 1000)
    return [median(spent[scan]) for scan in scans]


def lend(session: Session, work: Work, scan: Scan) -> None:
    """Check out under the lock, all but the last step: what was done is not kept."""
    try:
        with transaction(session):
            check_out(session, work, card=scan.card, code=scan.code)
            session.flush()
            raise _TakeBack
    except _TakeBack:
        pass


def queries_of(session: Session, work: Work, scan: Scan) -> int:
    """Count the statements of a check-out."""
    count = 0

    def one_more(*_given: object) -> None:
        nonlocal count
        count += 1

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", one_more)
    try:
        lend(session, work, scan)
    finally:
        event.remove(engine, "before_cursor_execute", one_more)
    return count
