"""The books behind the automatic lines of the plan: what happened, on which day and in which sector, without the log.

A line of a book that keeps no place of its own stands where the member of staff who wrote it works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.orders.models import QrPlacement, RemoteDocument, RemoteRequest, ScanOrder, ScanWork
from catalog.records.models import Origin, Record, RecordCard
from catalog.stock.models import AcceptanceAct, AcceptanceLine, ActState
from circulation.events.models import Event
from circulation.loans.models import Loan, Renewal
from circulation.paid.models import PaidReceipt
from circulation.patrons.models import Patron, Registration
from circulation.points.models import Point, Trip, TripAct
from circulation.visits.models import Visit
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem
from ils.accounts.models import AuditEntry, Staff
from ils.clock import local_day
from ils.library.models import Department
from ils.registers.models import RegisterEntry

WENT = (UnionState.SENT, UnionState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a book: its day, its sector, what it is worth, and what the plan asks of it (`about`: one thing)."""

    day: date
    sector: str
    amount: int = 1
    kind: str = ""
    about: int = 0


Book = Iterable[Line]


class Books:
    """All books of a library."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.sectors = {row.code: row.sector for row in session.scalars(select(Department))}
        self.staff = {row.id: self.sectors[row.department] for row in session.scalars(select(Staff))}

    def by(self, staff_id: int | None) -> str:
        return self.staff[staff_id or 0]

    def cards(self, index: str) -> Iterator[Line]:
        """Records of a card index."""
        rows = self.session.execute(
            select(RecordCard, Record).join(Record).where(RecordCard.card_index == index)
        )
        return (Line(local_day(card.added_at), self.by(record.created_by)) for card, record in rows)

    def accessions(self) -> Iterator[Line]:
        """Copies of approved acts; its kind is where they come from."""
        rows = self.session.execute(
            select(AcceptanceAct, AcceptanceLine.copies)
            .join(AcceptanceLine, AcceptanceLine.act_id == AcceptanceAct.id)
            .where(AcceptanceAct.state == ActState.APPROVED)
        )
        return (Line(act.day, self.by(act.approved_by), copies, act.source.value) for act, copies in rows)

    def records(self) -> Iterator[Line]:
        """Records, articles left out; its kind is the type of the document."""
        rows = self.session.scalars(select(Record).where(Record.document_type != "article"))
        return (
            Line(local_day(row.created_at), self.by(row.created_by), kind=row.document_type) for row in rows
        )

    def classified(self) -> Iterator[Line]:
        """Records described here that have a class mark."""
        own = select(Record).where(Record.origin == Origin.ORIGINAL, Record.class_mark != "")
        return (Line(local_day(row.created_at), self.by(row.created_by)) for row in self.session.scalars(own))

    def objects(self) -> Iterator[Line]:
        """Files and links that are still there; its kind is “text” for a file that everybody may read."""
        for row in self.session.scalars(select(DigitalObject).where(DigitalObject.removed_at.is_(None))):
            text = row.form is ObjectForm.FILE and row.full_text and row.rights is Rights.OPEN
            yield Line(local_day(row.created_at), self.by(row.created_by), kind="text" if text else "")

    def taken(self) -> Iterator[Line]:
        """Records that the union catalogue took, each once a year."""
        rows = self.session.execute(
            select(UnionBatch)
            .join(UnionRecord, UnionRecord.batch_id == UnionBatch.id)
            .where(UnionBatch.state == UnionState.ACCEPTED, UnionRecord.counted_year.is_not(None))
        )
        for (batch,) in rows:
            assert batch.answered_at is not None
            yield Line(local_day(batch.answered_at), self.by(batch.created_by))

    def chronicle(self) -> Iterator[Line]:
        """Records of the chronicle that went to the national library, on the day on which they were described."""
        rows = self.session.execute(
            select(Record, UnionBatch)
            .join(RecordCard, RecordCard.record_id == Record.id)
            .join(UnionRecord, UnionRecord.record_id == Record.id)
            .join(UnionBatch, UnionBatch.id == UnionRecord.batch_id)
            .where(
                RecordCard.card_index == "chronicle", UnionBatch.centre == "national",
                UnionBatch.state.in_(WENT),
            )
        )  # fmt: skip
        first = {record.id: (record, batch) for record, batch in rows}
        return (
            Line(local_day(record.created_at), self.by(batch.created_by)) for record, batch in first.values()
        )

    def registered(self) -> Iterator[Line]:
        """Readers written down, anew or again."""
        for row in self.session.scalars(select(Registration)):
            yield Line(row.day, self.sectors[row.department], kind=row.kind.value)

    def visits(self) -> Iterator[Line]:
        """Visits with their corrections."""
        return (Line(row.day, row.sector, row.persons) for row in self.session.scalars(select(Visit)))

    def issues(self) -> Iterator[Line]:
        """Loans, renewals that somebody asked for, copies used in the room, copies given out at points."""
        yield from self.loans()
        yield from self.renewals()
        used = select(AuditEntry).where(AuditEntry.action == "item_used_in_room")
        for row in self.session.scalars(used):
            yield Line(local_day(row.at), "reading")
        for trip, point in self._trips():
            yield Line(trip.day, point.sector, trip.issued)

    def loans(self) -> Iterator[Line]:
        """Loans that stand; its kind is “organisation” or the reader's category."""
        driven = self._driven("lend")
        rows = self.session.execute(
            select(Loan, Patron)
            .outerjoin(Patron, Patron.id == Loan.patron_id)
            .where(Loan.undone_at.is_(None))
        )
        for loan, reader in rows:
            kind = loan.use if loan.use == "organisation" else reader.category if reader else ""
            yield Line(loan.lent_on, driven.get(loan.id) or self.sectors[loan.department], kind=kind)

    def renewals(self) -> Iterator[Line]:
        """Renewals, where the copy was lent."""
        driven = self._driven("renew")
        rows = self.session.execute(
            select(Renewal, Loan)
            .join(Loan)
            .where(Renewal.undone_at.is_(None), Renewal.channel != "automatic")
        )
        for renewal, loan in rows:
            yield Line(local_day(renewal.at), driven.get(loan.id) or self.sectors[loan.department])

    def _driven(self, kind: str) -> dict[int, str]:
        """Return the sectors of loans that were lent or renewed on a trip."""
        rows = self.session.execute(
            select(TripAct.loan_id, Point.sector)
            .join(Trip, Trip.id == TripAct.trip_id)
            .join(Point, Point.id == Trip.point_id)
            .where(TripAct.kind == kind)
        )
        return {row.loan_id: row.sector for row in rows}

    def _trips(self) -> list[tuple[Trip, Point]]:
        rows = self.session.execute(
            select(Trip, Point).join(Point, Point.id == Trip.point_id).where(Trip.state == "closed")
        )
        return [(trip, point) for trip, point in rows]

    def served(self) -> Iterator[Line]:
        """Trips on which anything was exchanged, each about its point."""
        exchanged = set(self.session.scalars(select(TripAct.trip_id)))
        for trip, point in self._trips():
            if trip.id in exchanged or trip.issued:
                yield Line(trip.day, point.sector, about=point.id)

    def events(self, *types: str) -> Iterator[Line]:
        """Events held, of some types."""
        held = select(Event).where(Event.state == "held", Event.type.in_(types))
        return (Line(row.day, row.sector) for row in self.session.scalars(held))

    def shows(self) -> Iterator[Line]:
        """Exhibitions that opened."""
        opened = self.session.scalars(select(Exhibition).where(Exhibition.opened_on.is_not(None)))
        return (Line(row.opened_on or row.opens_on, self.sectors[row.department]) for row in opened)

    def shown(self) -> Iterator[Line]:
        """Copies put on exhibitions."""
        rows = self.session.execute(
            select(ExhibitionItem, Exhibition).join(Exhibition).where(ExhibitionItem.undone_at.is_(None))
        )
        return (Line(local_day(row.scanned_at), self.sectors[show.department]) for row, show in rows)

    def sent(self) -> Iterator[Line]:
        """Documents sent from afar; its kind is who asked."""
        rows = self.session.execute(
            select(RemoteDocument, RemoteRequest).join(
                RemoteRequest, RemoteRequest.id == RemoteDocument.request_id
            )
        )
        for row, request in rows:
            if row.delivered_on is not None:
                yield Line(row.delivered_on, request.sector, kind=request.recipient_kind)

    def pages(self) -> Iterator[Line]:
        """Pages scanned, those scanned again left out; its kind is why."""
        rows = self.session.execute(
            select(ScanWork, ScanOrder)
            .join(ScanOrder, ScanOrder.id == ScanWork.order_id)
            .where(ScanWork.again.is_(False))
        )
        for row, order in rows:
            yield Line(row.day, self.sectors[order.department], row.pages, order.reason)

    def rare(self) -> Iterator[Line]:
        """Works of the rare fund digitised whole."""
        done = select(ScanOrder).where(ScanOrder.reason == "rare", ScanOrder.state == "done")
        for row in self.session.scalars(done):
            assert row.ended_at is not None
            yield Line(local_day(row.ended_at), self.sectors[row.department])

    def codes(self) -> Iterator[Line]:
        """QR codes on boards."""
        rows = self.session.scalars(select(QrPlacement).where(QrPlacement.taken_back_at.is_(None)))
        return (Line(row.placed_on, self.by(row.staff_id)) for row in rows)

    def register(self, name: str) -> Iterator[Line]:
        """Entries of a register that stand; worth their soʻm where they have any."""
        rows = self.session.scalars(
            select(RegisterEntry).where(RegisterEntry.register == name, RegisterEntry.withdrawn_at.is_(None))
        )
        return (Line(row.day, row.sector, row.amount or 1) for row in rows)

    def receipts(self) -> Iterator[Line]:
        """Money taken for services and given back, soʻm."""
        return (Line(row.day, row.sector, row.amount) for row in self.session.scalars(select(PaidReceipt)))


def only(book: Book, *kinds: str) -> Iterator[Line]:
    """Return the lines of some kinds."""
    return (line for line in book if line.kind in kinds)


def both(*books: Book) -> Iterator[Line]:
    """Return the lines of several books."""
    return (line for book in books for line in book)


SECTORS = ("lending", "reading", "youth", "electronic", "legal", "local", "other")
"""As the lines 16.1 to 16.7 name them."""


def _visits_of(sector: str) -> Callable[[Books], Book]:
    return lambda books: (line for line in books.visits() if line.sector == sector)


GIFTS = ("gift_person", "gift_organisation")
DISTINCT = frozenset({"19"})
"""Lines that count things and not their acts."""

LINES: dict[str, Callable[[Books], Book]] = {
    "4": lambda books: books.cards("professional_press"),
    "10": Books.accessions,
    "10.1": lambda books: only(books.accessions(), "legal_deposit"),
    "10.2": lambda books: only(books.accessions(), "purchase"),
    "10.3": lambda books: only(books.accessions(), "exchange"),
    "10.4": lambda books: only(books.accessions(), *GIFTS),
    "10.4.1": lambda books: only(books.accessions(), "gift_person"),
    "10.4.2": lambda books: only(books.accessions(), "gift_organisation"),
    "11": Books.records,
    "12": Books.classified,
    "13": Books.objects,
    "14": Books.taken,
    "15": Books.registered,
    "15.1": lambda books: only(books.registered(), "new"),
    "15.2": lambda books: only(books.registered(), "returning"),
    "16": Books.visits,
    **{f"16.{place}": _visits_of(sector) for place, sector in enumerate(SECTORS, start=1)},
    "17": Books.issues,
    "18": lambda books: both(books.events("event", "excursion", "training"), books.shows()),
    "19": Books.served,
    "20": lambda books: books.events("field"),
    "21": lambda books: books.events("club"),
    "22": lambda books: only(books.loans(), "organisation", "staff", "subscriber"),
    "22.1": lambda books: only(books.loans(), "organisation"),
    "22.2": lambda books: only(books.loans(), "staff"),
    "22.3": lambda books: only(books.loans(), "subscriber"),
    "23": Books.sent,
    "23.1": lambda books: only(books.sent(), "local"),
    "23.2": lambda books: only(books.sent(), "foreign"),
    "23.3": lambda books: only(books.sent(), "library"),
    "25.2": Books.rare,
    "25.3": lambda books: only(books.records(), "electronic"),
    "26": Books.shown,
    "27": lambda books: books.register("stocktakes"),
    "28": Books.chronicle,
    "29": lambda books: books.cards("uzbekistanika"),
    "32": lambda books: only(books.pages(), "order"),
    "34": lambda books: only(books.objects(), "text"),
    "35": lambda books: only(books.pages(), "plan"),
    "36": Books.codes,
    "42": lambda books: both(books.receipts(), books.register("rent")),
    "42.1": Books.receipts,
}


def figure(number: str, book: Iterable[Line], first: date, last: date, sector: str = "") -> int:
    """Add up the lines of some days, of one sector or of all."""
    asked = [line for line in book if first <= line.day <= last and (not sector or line.sector == sector)]
    return len({line.about for line in asked}) if number in DISTINCT else sum(line.amount for line in asked)
