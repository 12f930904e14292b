"""The library's books as a person would keep them: counted from the tables of the domain, never from the activity log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, Placement
from catalog.records.models import Record
from circulation.events.models import Attendance, Event
from circulation.loans.models import Loan, Renewal
from circulation.patrons.models import Patron, Registration
from circulation.points.models import Trip
from circulation.visits.models import Visit
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from foreign_fund.service.models import ReaderQuery
from ils.accounts.models import AuditEntry
from ils.clock import local_day
from ils.registers.models import Tally


@dataclass(frozen=True)
class Entry:
    """A line of a paper book: its day, what it is worth, and everything that a column may ask of it."""

    day: date
    amount: int
    marks: frozenset[tuple[str, str]]


def state_age(born: date | None, day: date) -> str:
    """Return the age group of the state's form, reckoned from the date of birth."""
    if born is None:
        return "not told"
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return "up to 14" if years <= 14 else "15 to 24" if years <= 24 else "25 and older"


def marks(**told: str) -> frozenset[tuple[str, str]]:
    return frozenset(told.items())


def registrations(session: Session) -> Iterator[Entry]:
    rows = session.execute(select(Registration, Patron).join(Patron, Patron.id == Registration.patron_id))
    for row, reader in rows:
        yield Entry(
            row.day, 1,
            marks(
                kind=row.kind.value, category=reader.category, sex=reader.sex, age=state_age(reader.birth_date, row.day),
                foreign=str(reader.citizenship not in {"", "UZ"}),
            ),
        )  # fmt: skip


def visits(session: Session) -> Iterator[Entry]:
    rows = session.execute(select(Visit, Patron).outerjoin(Patron, Patron.id == Visit.patron_id))
    for row, reader in rows:
        born = reader.birth_date if reader else None
        yield Entry(
            row.day, row.persons, marks(source=row.source, sector=row.sector, age=state_age(born, row.day))
        )


def issues(session: Session) -> Iterator[Entry]:
    """Loans that stand, renewals that somebody asked for, copies used in the room, copies given out at points."""
    about = (
        select(Loan, Record, Patron)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Patron, Patron.id == Loan.patron_id)
    )
    for loan, record, reader in session.execute(about.where(Loan.undone_at.is_(None))):
        yield Entry(loan.lent_on, 1, _of(record, reader, loan.lent_on, "lent", loan.use))
    for renewal, record, reader in session.execute(
        select(Renewal, Record, Patron)
        .join(Loan, Loan.id == Renewal.loan_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Patron, Patron.id == Loan.patron_id)
        .where(Renewal.undone_at.is_(None), Renewal.channel != "automatic")
    ):
        day = local_day(renewal.at)
        yield Entry(day, 1, _of(record, reader, day, "renewed", ""))
    yield from _without_a_reader(session)


def _without_a_reader(session: Session) -> Iterator[Entry]:
    used = (
        select(AuditEntry, Record)
        .join(Item, Item.id == AuditEntry.subject_id)
        .join(Record, Record.id == Item.record_id)
        .where(AuditEntry.action == "item_used_in_room")
    )
    for seen, record in session.execute(used):
        day = local_day(seen.at)
        yield Entry(day, 1, _of(record, None, day, "used", "room"))
    for trip in session.scalars(select(Trip).where(Trip.state == "closed")):
        nothing = marks(kind="point", use="", language="", branch="", type="", age=state_age(None, trip.day))
        yield Entry(trip.day, trip.issued, nothing)


def _of(record: Record, reader: Patron | None, day: date, kind: str, use: str) -> frozenset[tuple[str, str]]:
    return marks(
        kind=kind, use=use, language=record.language, branch=record.knowledge_branch, type=record.document_type,
        age=state_age(reader.birth_date if reader else None, day),
    )  # fmt: skip


def board(session: Session, kind: str) -> Iterator[Entry]:
    for row in session.scalars(select(Tally).where(Tally.kind == kind)):
        yield Entry(row.day, row.amount, marks(type=row.type, channel=row.channel))
    state = {"question": "answered", "refusal": "refused"}.get(kind, "")  # the log of the foreign department
    for query in session.scalars(select(ReaderQuery).where(ReaderQuery.state == state)):
        assert query.ended_on is not None
        yield Entry(query.ended_on, 1, marks(type=query.type, channel=query.channel))


Done = tuple[date, str, int | None, int | None, int | None]


def mass_work(session: Session) -> list[Done]:
    """Held events and exhibitions, in the order of their days: day, title, who came, copies shown, of them lent."""
    found: list[Done] = []
    for row in session.scalars(select(Event).where(Event.state == "held").order_by(Event.id)):
        cards = session.scalars(select(Attendance).where(Attendance.event_id == row.id)).all()
        found.append((row.day, row.title, row.headcount + len(cards), None, None))
    opened = select(Exhibition).where(Exhibition.state != ExhibitionState.PREPARING)
    for show in session.scalars(opened.order_by(Exhibition.id)):
        assert show.opened_on is not None
        copies = select(ExhibitionItem).where(
            ExhibitionItem.exhibition_id == show.id, ExhibitionItem.undone_at.is_(None)
        )
        places = select(Placement.id).where(Placement.kind == "exhibition", Placement.ref_id == show.id)
        lent = select(Loan).where(Loan.placement_id.in_(places), Loan.undone_at.is_(None))
        shown = len(session.scalars(copies).all())
        found.append((show.opened_on, show.title, None, shown, len(session.scalars(lent).all())))
    return sorted(found, key=lambda each: each[0])


def added_up(entries: list[Entry], first: date, last: date, **asked: str | tuple[str, ...]) -> int:
    """Add up the lines of some days that have all the marks asked for; a tuple takes any of its values."""
    wanted = {name: value if isinstance(value, tuple) else (value,) for name, value in asked.items()}
    return sum(
        each.amount
        for each in entries
        if first <= each.day <= last
        and all(any((name, value) in each.marks for value in values) for name, values in wanted.items())
    )


def crossed(entries: list[Entry], first: date, last: date, *names: str) -> Counter[tuple[str, ...]]:
    """Add up the lines of some days by several marks at once."""
    found: Counter[tuple[str, ...]] = Counter()
    for each in entries:
        if first <= each.day <= last:
            told = dict(each.marks)
            found[tuple(told[name] for name in names)] += each.amount
    return found
