"""All that is kept about one reader, kind by kind: what the export holds and what the page counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item
from catalog.items.queries import code_column
from catalog.orders.models import RemoteDocument, RemoteRequest, ScanOrder
from catalog.records.models import Record
from circulation.account.models import Clearance
from circulation.account.queries.keepers import keepers
from circulation.account.queries.kinds import Kept as Kept
from circulation.account.queries.typed import surely_left
from circulation.charges.models import Charge, Receipt
from circulation.events.models import Attendance, Club, ClubMember, Event
from circulation.holds.models import Hold
from circulation.loans.models import Loan, Loss, Renewal
from circulation.overdue.models import Call, Promise
from circulation.paid.models import PaidLine, PaidReceipt, PriceItem
from circulation.patrons.models import (
    Patron,
    PatronImport,
    PatronImportRow,
    PatronPhoto,
    Registration,
    Restriction,
    TelegramLink,
)
from circulation.patrons.queries import patron_facts
from circulation.points.models import Point, Trip, TripAct
from circulation.visits.models import Visit
from ils.accounts.models import AuditEntry, Staff
from ils.outbox.models import Delivery, Message

# Which kind holds what the table keeps of a reader; a test walks the schema for tables that are missing here.
TABLES: Mapping[str, Kept] = {
    "patron": Kept.READER, "patron_photo": Kept.PHOTO, "registration": Kept.REGISTRATIONS, "loan": Kept.LOANS,
    "loss": Kept.LOSSES, "hold": Kept.HOLDS, "visit": Kept.VISITS, "charge": Kept.CHARGES, "receipt": Kept.RECEIPTS,
    "restriction": Kept.RESTRICTIONS, "promise": Kept.PROMISES, "overdue_call": Kept.CALLS, "message": Kept.MESSAGES,
    "clearance": Kept.CLEARANCES, "telegram_link": Kept.TELEGRAM_LINKS, "patron_import_row": Kept.IMPORT_ROWS,
    "attendance": Kept.ATTENDANCES, "club_member": Kept.MEMBERSHIPS, "paid_receipt": Kept.PAID,
}  # fmt: skip

# Columns of a reader that tell nothing about the person (made of others), or that nobody may read.
HIDDEN = frozenset({
    "id", "name_sort", "name_folded", "other_typed", "pin_hash", "pin_failures", "pin_locked_until", "guardian_id",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Everything:
    """All of one reader: the columns by name, the rows of every kind, the photo as JPEG."""

    card_number: str
    reader: dict[str, Any]
    rows: dict[Kept, tuple[dict[str, Any], ...]]
    photo: bytes | None


@dataclass(frozen=True, slots=True)
class KeptCount:
    """How many rows of a kind are kept, and the day or instant of the oldest."""

    kind: Kept
    count: int
    oldest: date | datetime | None


def everything(session: Session, patron_id: int) -> Everything:
    """Return all that is kept about a reader; refuse an unknown one. The first column of every row is its day."""
    patron_facts(session, patron_id)  # an unknown one is refused here
    patron = session.get_one(Patron, patron_id, populate_existing=True)
    told = {name: getattr(patron, name) for name in _columns_of_reader()}
    guardian = session.get(Patron, patron.guardian_id) if patron.guardian_id else None
    told["guardian_card"] = guardian.card_number if guardian else ""
    told["has_pin"] = bool(patron.pin_hash)
    about = _about(session, patron_id)
    rows = {
        kind: tuple(dict(row) for row in session.execute(asked, about).mappings())
        for kind, asked in sorted(_kinds().items(), key=lambda pair: list(Kept).index(pair[0]))
    }
    photo = session.scalars(
        select(PatronPhoto.content).where(PatronPhoto.patron_id == patron_id)
    ).one_or_none()
    return Everything(patron.card_number, told, rows, photo)


def counts(session: Session, patron_id: int) -> tuple[KeptCount, ...]:
    """Return how much of every kind is kept and since when, kinds without anything left out."""
    created = session.scalars(select(Patron.created_at).where(Patron.id == patron_id)).one()
    found = [KeptCount(Kept.READER, 1, created)]
    kinds, about = _kinds(), _about(session, patron_id)
    for kind in (each for each in Kept if each in kinds):
        asked = kinds[kind]
        inner = asked.order_by(None).subquery()
        first = next(iter(inner.c))
        count, oldest = session.execute(select(func.count(), func.min(first)).select_from(inner), about).one()
        if count:
            found.append(KeptCount(kind, count, oldest))
    return tuple(found)


def consent_of(session: Session, patron_id: int) -> date | None:
    """Return the day on which the reader agreed to the keeping of personal data; None where that is not on record."""
    return session.scalars(select(Patron.consent_on).where(Patron.id == patron_id)).one()


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Who handed out or erased a reader's data; no name: the reader did it alone."""

    at: datetime
    action: str
    staff_name: str | None
    details: dict[str, Any]


def handed_out(session: Session, patron_id: int, *, limit: int = 20) -> tuple[HandedOut, ...]:
    """Return when a reader's data were handed out or erased, the newest first."""
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.action, Staff.name, AuditEntry.details)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(
            AuditEntry.subject_type == "patron",
            AuditEntry.subject_id == patron_id,
            AuditEntry.action.in_(("reader_exported", "reader_erased")),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return tuple(HandedOut(*row) for row in rows)


def _columns_of_reader() -> list[str]:
    return [column.key for column in Patron.__table__.columns if column.key not in HIDDEN]


def _of(table: Any, *columns: Any) -> Select[Any]:
    return (
        select(*columns).select_from(table).where(table.patron_id == bindparam("patron")).order_by(columns[0])
    )


def _about(session: Session, patron_id: int) -> dict[str, Any]:
    """Return what every question asks about: the reader, and what was surely left by name or contact."""
    return {"patron": patron_id, **surely_left(session, patron_id)}


def _left(table: Any) -> ColumnElement[bool]:
    """Return the condition that a row is among those which the reader left by name or contact."""
    ids: ColumnElement[int] = table.id
    return ids.in_(bindparam(table.__tablename__, expanding=True))


def _asked(*columns: Any) -> Select[Any]:
    return select(*columns)


_COPY = code_column().label("copy")


def _lent(asked: Select[Any]) -> Select[Any]:
    return asked.join(Item, Item.id == Loan.item_id).join(Record, Record.id == Item.record_id)


def _kinds() -> dict[Kept, Select[Any]]:
    above = {kind: asked for keeper in keepers() for kind, asked in keeper.kinds.items()}
    own = {**_of_person(), **_of_books(), **_of_gatherings(), **_of_money(), **_of_orders(), **_of_letters()}
    return {**own, **above}


def tables() -> dict[str, Kept]:
    """Return which kind holds what each table keeps of a reader, tables of floors above among them."""
    return {**TABLES, **{name: kind for keeper in keepers() for name, kind in keeper.tables.items()}}


def _of_person() -> dict[Kept, Select[Any]]:
    child = aliased(Patron)
    return {
        Kept.PHOTO: _of(PatronPhoto, PatronPhoto.at),
        Kept.CHILDREN: select(child.created_at, child.card_number).where(child.guardian_id == bindparam("patron")),
        Kept.REGISTRATIONS: _of(
            Registration, Registration.day, Registration.year, Registration.running_number, Registration.kind,
            Registration.department,
        ),
        Kept.RESTRICTIONS: _of(
            Restriction, Restriction.since, Restriction.until, Restriction.kind, Restriction.reason,
            Restriction.lifted_at, Restriction.lift_reason,
        ),
        Kept.CLEARANCES: _of(
            Clearance, Clearance.day, Clearance.year, Clearance.number, Clearance.reason, Clearance.withdrawn_at,
            Clearance.withdraw_reason,
        ),
        Kept.TELEGRAM_LINKS: _of(TelegramLink, TelegramLink.expires_at, TelegramLink.used_at),
        Kept.IMPORT_ROWS: _of(
            PatronImportRow, PatronImport.created_at, PatronImport.file_name, PatronImportRow.line, PatronImportRow.cells,
        ).join(PatronImport, PatronImport.id == PatronImportRow.import_id),
        Kept.TRAIL: select(AuditEntry.at, AuditEntry.action)
        .where(AuditEntry.subject_type == "patron", AuditEntry.subject_id == bindparam("patron"))
        .order_by(AuditEntry.id),
    }  # fmt: skip


def _of_books() -> dict[Kept, Select[Any]]:
    return {
        Kept.LOANS: _lent(_of(
            Loan, Loan.lent_on, Record.title, _COPY, Loan.due_on, Loan.closed_on, Loan.renewals, Loan.use,
            Loan.department, Loan.claimed_on, Loan.lost_on, Loan.undone_at,
        )),
        Kept.RENEWALS: _lent(_of(
            Loan, Renewal.at, Record.title, _COPY, Renewal.old_due_on, Renewal.new_due_on, Renewal.channel,
            Renewal.undone_at,
        ).join(Renewal, Renewal.loan_id == Loan.id)),
        Kept.LOSSES: _of(
            Loss, Loss.day, Loss.year, Loss.number, Record.title, _COPY, Loss.price, Loss.state, Loss.settled_on,
            Loss.note,
        ).join(Item, Item.id == Loss.item_id).join(Record, Record.id == Item.record_id),
        Kept.HOLDS: _of(
            Hold, Hold.placed_on, Record.title, Hold.state, Hold.department, Hold.needed_until, Hold.shelf_until,
            Hold.ended_at, Hold.end_reason, Hold.note,
        ).join(Record, Record.id == Hold.record_id),
        Kept.VISITS: _of(Visit, Visit.day, Visit.at, Visit.sector, Visit.source, Visit.persons),
    }  # fmt: skip


def _of_gatherings() -> dict[Kept, Select[Any]]:
    return {
        Kept.ATTENDANCES: _of(
            Attendance, Event.day, Event.title, Event.type, Event.place, Event.sector, Attendance.at,
        ).join(Event, Event.id == Attendance.event_id),
        Kept.MEMBERSHIPS: _of(
            ClubMember, ClubMember.joined_on, Club.name.label("club"), ClubMember.left_on, Club.department,
        ).join(Club, Club.id == ClubMember.club_id),
        Kept.TRIPS: _lent(
            _of(Loan, Trip.day, Point.name.label("point"), Record.title, _COPY, TripAct.kind, TripAct.at)
            .join(TripAct, TripAct.loan_id == Loan.id).join(Trip, Trip.id == TripAct.trip_id)
            .join(Point, Point.id == Trip.point_id)
        ),
    }  # fmt: skip


def _of_money() -> dict[Kept, Select[Any]]:
    return {
        Kept.CHARGES: _of(Charge, Charge.day, Charge.kind, Charge.amount, Charge.note),
        Kept.RECEIPTS: _of(
            Receipt, Receipt.day, Receipt.year, Receipt.number, Receipt.amount, Receipt.method, Receipt.note,
        ),
        Kept.PAID: select(
            PaidReceipt.day, PaidReceipt.year, PaidReceipt.number, PriceItem.code.label("service"), PaidLine.quantity,
            PaidLine.price, PaidLine.amount, PaidReceipt.method, PaidReceipt.payer, PaidReceipt.note,
        )
        .join(PaidLine, PaidLine.receipt_id == PaidReceipt.id).join(PriceItem, PriceItem.id == PaidLine.price_id)
        .where(or_(PaidReceipt.patron_id == bindparam("patron"), _left(PaidReceipt)))
        .order_by(PaidReceipt.day, PaidReceipt.id, PaidLine.line),
    }  # fmt: skip


def _of_orders() -> dict[Kept, Select[Any]]:
    """Return what was ordered by name: no card stands behind it (`typed.py`)."""
    return {
        Kept.ORDERS: _asked(
            ScanOrder.ordered_on, ScanOrder.title, ScanOrder.requester, ScanOrder.contact, ScanOrder.pages,
            ScanOrder.state, ScanOrder.ended_at, ScanOrder.end_reason, ScanOrder.department, ScanOrder.note,
        ).where(_left(ScanOrder)).order_by(ScanOrder.ordered_on, ScanOrder.id),
        Kept.REQUESTS: _asked(
            RemoteRequest.asked_on, RemoteDocument.title, RemoteRequest.recipient, RemoteRequest.contact,
            RemoteRequest.country, RemoteRequest.paid, RemoteRequest.state, RemoteDocument.form,
            RemoteDocument.delivered_on, RemoteRequest.refuse_reason, RemoteRequest.department, RemoteRequest.note,
        )
        .outerjoin(RemoteDocument, RemoteDocument.request_id == RemoteRequest.id)
        .where(_left(RemoteRequest)).order_by(RemoteRequest.asked_on, RemoteRequest.id, RemoteDocument.id),
    }  # fmt: skip


def _of_letters() -> dict[Kept, Select[Any]]:
    own = and_(Message.recipient_type == "patron", Message.recipient_id == bindparam("patron"))
    return {
        Kept.PROMISES: _lent(
            _of(Promise, Promise.at, Record.title, _COPY, Promise.until, Promise.outcome, Promise.note)
            .join(Loan, Loan.id == Promise.loan_id)
        ),
        Kept.CALLS: _of(Call, Call.day, Call.outcome, Call.note),
        Kept.MESSAGES: select(
            Message.day, Message.kind, Message.subject, Message.body, Message.language, Message.channels, Message.state,
            Message.sent_by, Message.sent_at,
        ).where(own).order_by(Message.id),
        Kept.DELIVERIES: select(Delivery.at, Delivery.channel, Delivery.address, Delivery.ok).select_from(Delivery)
        .join(Message, Message.id == Delivery.message_id).where(own).order_by(Delivery.id),
    }  # fmt: skip
