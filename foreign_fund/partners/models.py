"""Partners, what is tied to them, the exchange ledger, interlibrary requests."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

ACT = text("act_id IS NOT NULL")


class Partner(Base):
    """A library, publisher, supplier, centre or programme with which the department works, abroad or at home."""

    __tablename__ = "partner"
    __table_args__ = (
        Index("ix_partner_country", "country", "kind"),
        CheckConstraint(
            "kind IN ('library', 'publisher', 'supplier', 'centre', 'embassy', 'programme')",
            name="known_kind",
        ),
    )

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(String(100), default="")
    languages: Mapped[str] = mapped_column(String(100), default="")  # codes of three letters, a space between
    address: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")  # whom to write to, and their post
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str] = mapped_column(String(1000), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class PartnerEntry(Base):
    """An entry of a register that is this partner's: an agreement, a delegation, an event abroad."""

    __tablename__ = "partner_entry"
    __table_args__ = (Index("ix_partner_entry_partner", "partner_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    tied_at: Mapped[datetime]
    tied_by: Mapped[int | None]


class Shipment(Base):
    """A parcel received or sent: written as a draft, then posted and never changed; another one corrects it."""

    __tablename__ = "exchange_shipment"
    __table_args__ = (
        Index("ix_exchange_shipment_partner", "partner_id", "day"),
        Index("uq_exchange_shipment_act", "act_id", unique=True, sqlite_where=ACT, postgresql_where=ACT),
        Index("ix_exchange_shipment_corrects", "corrects_id"),
        CheckConstraint("direction IN ('received', 'sent')", name="known_direction"),
        CheckConstraint("state IN ('draft', 'posted', 'cancelled')", name="known_state"),
        CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted_has_time"),
        CheckConstraint("rate > 0", name="rate_positive"),
        CheckConstraint("act_id IS NULL OR direction = 'received'", name="act_of_received"),
    )

    id: Mapped[Pk]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    direction: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    document: Mapped[str] = mapped_column(String(100), default="")
    currency: Mapped[str] = mapped_column(String(3))
    rate: Mapped[int]  # soʻm for 10,000 units of the currency
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_shipment.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("acceptance_act.id"))
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[int | None]


class ShipmentLine(Base):
    """Copies of one title in a shipment; a correcting one has what it adds or takes away, and names the line."""

    __tablename__ = "exchange_line"
    __table_args__ = (
        UniqueConstraint("shipment_id", "position", name="uq_exchange_line_position"),
        Index("ix_exchange_line_record", "record_id"),
        Index("ix_exchange_line_item", "item_id"),
        Index("ix_exchange_line_corrects", "corrects_id"),
        CheckConstraint("copies <> 0", name="some_copies"),
        CheckConstraint("price >= 0 AND price_som >= 0", name="price_not_negative"),
        CheckConstraint("item_id IS NULL OR copies IN (-1, 1)", name="copy_is_one"),
        CheckConstraint("copies > 0 OR corrects_id IS NOT NULL", name="negative_corrects"),
    )

    id: Mapped[Pk]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("exchange_shipment.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))  # our copy that is given away
    copies: Mapped[int]
    price: Mapped[int]  # of one copy, in hundredths of the shipment's currency
    price_som: Mapped[int]
    for_fund: Mapped[bool]  # received: goes into the fund by an act
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_line.id"))


class ExchangePosting(Base):
    """One side of a posted shipment; the two sides of each add up to nothing, for ever."""

    __tablename__ = "exchange_posting"
    __table_args__ = (
        UniqueConstraint("shipment_id", "account", name="uq_exchange_posting_side"),
        Index("ix_exchange_posting_partner", "partner_id", "account", "day"),
        CheckConstraint("account IN ('partner', 'received', 'sent')", name="known_account"),
    )

    id: Mapped[Pk]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("exchange_shipment.id"))
    account: Mapped[str] = mapped_column(String(10))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    day: Mapped[date]
    copies: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)  # hundredths of the currency
    som: Mapped[int] = mapped_column(BigInteger)


class InterlibraryRequest(Base):
    """A work asked of a partner (out) or asked by one (in), with its present state; each step is kept."""

    __tablename__ = "interlibrary_request"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_interlibrary_request_number"),
        Index("ix_interlibrary_request_state", "state", "due_on"),
        Index("ix_interlibrary_request_partner", "partner_id"),
        Index("ix_interlibrary_request_record", "record_id"),
        CheckConstraint("direction IN ('in', 'out')", name="known_direction"),
        CheckConstraint(
            "state IN ('asked', 'found', 'sent', 'returned', 'refused', 'cancelled')", name="known_state"
        ),
        CheckConstraint("form IN ('book', 'copy', 'file')", name="known_form"),
    )

    id: Mapped[Pk]
    direction: Mapped[str] = mapped_column(String(5))
    year: Mapped[int]
    number: Mapped[int]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(300), default="")
    details: Mapped[str] = mapped_column(String(500), default="")  # year, edition, pages, ISBN
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    form: Mapped[str] = mapped_column(String(10))
    for_whom: Mapped[str] = mapped_column(
        String(200), default=""
    )  # a chair, a department; no names of readers
    asked_on: Mapped[date]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class InterlibraryStep(Base):
    """A step of a request, on its day; taken back by a mark, never deleted."""

    __tablename__ = "interlibrary_step"
    __table_args__ = (
        Index("ix_interlibrary_step_request", "request_id"),
        CheckConstraint(
            "state IN ('asked', 'found', 'sent', 'returned', 'refused', 'cancelled')", name="known_state"
        ),
    )

    id: Mapped[Pk]
    request_id: Mapped[int] = mapped_column(ForeignKey("interlibrary_request.id"))
    state: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]
