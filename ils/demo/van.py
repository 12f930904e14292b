"""The mobile library of the sample: two points, ten trips, what was lent and brought back there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.loans.models import Loan
from circulation.patrons.models import Patron, PatronKind, Registration
from circulation.points import services
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.errors import LibraryError

# name, address, whom to ask for, telephone, how many days ago the trips were
POINTS = (
    ("12-maktab, Bogʻdod qishlogʻi", "Bogʻdod MFY, Maktab koʻchasi 4", "Dilfuza Rahimova", "+998900000112",
     (332, 206, 101, 45, 9)),
    ("Navbahor fermer xoʻjaligi", "Navbahor MFY", "Sherali Toʻrayev", "+998900000115", (304, 180, 73, 31, 13)),
)  # fmt: skip
READERS, BOOKS = 6, 3  # of a point, and how many of them borrow on a trip
CREW = "Nilufar Karimova, haydovchi Sobir aka"


def drive_van(session: Session, today: date, *, staff: Mapping[str, Staff], days: int) -> None:
    """Drive to the points in the last `days`: what is lent on a trip comes back on the next one."""
    person = staff["peshtaxta"]
    cards, copies = _cards(session), _copies(session)
    with transaction(session):
        for number, (name, address, contact, phone, trips) in enumerate(POINTS):
            work = _on(person, today - timedelta(days=days - 1))
            point = services.add_point(
                session, work, name=name, address=address, contact=contact, phone=phone, department="lending",
                sector="other", opened_on=work.day,
            )  # fmt: skip
            readers = cards[number * READERS : (number + 1) * READERS]
            out: list[str] = []
            for back in (each for each in trips if each < days):
                out = _trip(
                    session, _on(person, today - timedelta(days=back)), point.id, readers, copies, out
                )


def _trip(
    session: Session, work: Work, point: int, readers: Sequence[str], copies: list[str], out: list[str]
) -> list[str]:
    """Make one trip and return what stays out there."""
    trip = services.open_trip(session, work, point_id=point, staff=CREW).id
    for code in out:
        services.take_back(session, work, trip_id=trip, code=code)
    lent = [code for card in readers[:BOOKS] if (code := _lend(session, work, trip, card, copies))]
    for card in readers[BOOKS:]:
        services.greet(session, work, trip_id=trip, card=card)
    services.close_trip(session, work, trip_id=trip, visitors=12, issued=8)
    return lent


def _lend(session: Session, work: Work, trip: int, card: str, copies: list[str]) -> str:
    """Lend the next free copy; a reader or a copy that the rules refuse is passed over."""
    code = copies.pop(0) if copies else ""
    try:
        with session.begin_nested():
            services.lend(session, work, trip_id=trip, card=card, code=code)
    except LibraryError:
        return ""
    return code


def _cards(session: Session) -> list[str]:
    """Return readers of this year, the last registered first: they come to the library seldom."""
    year = select(Registration.patron_id).where(
        Registration.year
        == select(Registration.year).order_by(Registration.year.desc()).limit(1).scalar_subquery()
    )
    rows = session.scalars(
        select(Patron.card_number)
        .where(Patron.id.in_(year), Patron.card_lost_on.is_(None), Patron.kind == PatronKind.PERSON)
        .order_by(Patron.id.desc())
        .limit(READERS * len(POINTS))
    )
    return list(rows)


def _copies(session: Session) -> list[str]:
    """Return copies of the lending department that nobody ever borrowed."""
    rows = session.scalars(
        select(Item.barcode)
        .where(
            Item.department == "lending", Item.state == ItemState.AVAILABLE, Item.use.is_(None), Item.parts == "",
            Item.id.not_in(select(Loan.item_id)),
        )
        .order_by(Item.id)
        .limit(60)
    )  # fmt: skip
    return [code for code in rows if code]


def _on(person: Staff, day: date) -> Work:
    return Work(now=at_hour(day, 11), actor_id=person.id, department="lending", sector="lending")
