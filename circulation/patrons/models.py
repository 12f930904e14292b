"""Readers and their yearly registrations."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk, SortKey

GUARDED = text("guardian_id IS NOT NULL")
LINKED = text("telegram_id IS NOT NULL")
UNLIFTED = text("lifted_at IS NULL")


class Category(Base):
    """A category of readers (practice.md §7)."""

    __tablename__ = "patron_category"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class PatronKind(enum.Enum):
    """Who borrows: a person, or an organisation by contract."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Patron(Base):
    """A reader. The card number is permanent (RG-02); names are kept as in the document, in either script."""

    __tablename__ = "patron"
    __table_args__ = (
        Index("ix_patron_name_sort", "name_sort", "id"),
        Index("ix_patron_name_folded", "name_folded"),
        CheckConstraint("sex IN ('', 'm', 'f')", name="known_sex"),
        CheckConstraint("length(card_number) > 0", name="card_given"),
        CheckConstraint("guardian_id <> id", name="guardian_is_another"),
        Index("ix_patron_birth_date", "birth_date"),
        Index("ix_patron_guardian", "guardian_id", sqlite_where=GUARDED, postgresql_where=GUARDED),
        Index("uq_patron_telegram", "telegram_id", unique=True, sqlite_where=LINKED, postgresql_where=LINKED),
    )

    id: Mapped[Pk]
    card_number: Mapped[str] = mapped_column(String(40), unique=True)
    surname: Mapped[str] = mapped_column(String(100))
    given_name: Mapped[str] = mapped_column(String(100))
    patronymic: Mapped[str] = mapped_column(String(100))
    name_sort: Mapped[SortKey]
    name_folded: Mapped[str] = mapped_column(String(400))
    category: Mapped[str] = mapped_column(ForeignKey("patron_category.code"))
    birth_date: Mapped[date | None]
    sex: Mapped[str] = mapped_column(String(1))
    citizenship: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str] = mapped_column(String(40))
    study_group: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(500))
    card_lost_on: Mapped[date | None]
    created_at: Mapped[datetime]
    kind: Mapped[PatronKind] = mapped_column(default=PatronKind.PERSON)
    other_name: Mapped[str] = mapped_column(
        String(300), default=""
    )  # the name in the other script, made or typed
    other_typed: Mapped[bool] = mapped_column(
        default=False
    )  # typed by hand: a change of the name leaves it alone
    email: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    education: Mapped[str] = mapped_column(String(100), default="")
    workplace: Mapped[str] = mapped_column(String(200), default="")
    faculty: Mapped[str] = mapped_column(String(100), default="")
    course: Mapped[str] = mapped_column(String(20), default="")
    document_number: Mapped[str] = mapped_column(
        String(40), default=""
    )  # passport, ID card, birth certificate
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))  # a guardian who is a reader too
    guardian_name: Mapped[str] = mapped_column(String(200), default="")
    guardian_phone: Mapped[str] = mapped_column(String(40), default="")
    contract_number: Mapped[str] = mapped_column(String(60), default="")  # of an organisation
    contact_name: Mapped[str] = mapped_column(String(200), default="")  # who answers for it there
    member_until: Mapped[date | None]  # CO-05, DD-06: the end of membership or of the contract
    consent_on: Mapped[date | None]  # agreed to the keeping of personal data
    channels: Mapped[list[str] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # own order of channels (OV-05)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_locked_until: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # personal data taken out on request


class PatronPhoto(Base):
    """The photo on a reader's card: a small JPEG."""

    __tablename__ = "patron_photo"

    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class RestrictionKind(enum.Enum):
    """Why a reader may not borrow."""

    MANUAL = "manual"
    OVERDUE = "overdue"  # a level of the ladder was reached (OV-01)
    LOSS = "loss"  # a lost copy is not made good
    SUSPENSION = "suspension"  # CO-05: suspended for a time


class Restriction(Base):
    """CO-05, CO-06: a reader may not borrow until it is lifted or has run out."""

    __tablename__ = "restriction"
    __table_args__ = (
        Index("ix_restriction_open", "patron_id", sqlite_where=UNLIFTED, postgresql_where=UNLIFTED),
        Index("ix_restriction_patron", "patron_id"),
        Index("ix_restriction_loan", "loan_id"),
        CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),
        CheckConstraint("kind <> 'suspension' OR until IS NOT NULL", name="suspension_ends"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    kind: Mapped[RestrictionKind]
    reason: Mapped[str] = mapped_column(String(300))
    since: Mapped[date]
    until: Mapped[date | None]
    loan_id: Mapped[int | None]  # what caused it; the loan lives on a floor above
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None]
    lift_reason: Mapped[str] = mapped_column(String(300), default="")


class TelegramLink(Base):
    """A one-time token that ties a reader's Telegram to the card (practice.md §8)."""

    __tablename__ = "telegram_link"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PatronImport(Base):
    """A table of readers on its way in."""

    __tablename__ = "patron_import"
    __table_args__ = (CheckConstraint("state IN ('preview', 'accepted', 'dropped')", name="known_state"),)

    id: Mapped[Pk]
    file_name: Mapped[str] = mapped_column(String(255))
    columns: Mapped[list[str]] = mapped_column(JSON)  # the headings of the file
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → heading
    defaults: Mapped[dict[str, Any]] = mapped_column(JSON)  # what holds where a cell is empty
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    accepted_at: Mapped[datetime | None]


class PatronImportRow(Base):
    """One line of such a table: what was read, what is wrong with it, and the reader it became."""

    __tablename__ = "patron_import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "line", name="uq_patron_import_row_line"),
        CheckConstraint("state IN ('new', 'duplicate', 'refused', 'added', 'skipped')", name="known_state"),
    )

    id: Mapped[Pk]
    import_id: Mapped[int] = mapped_column(ForeignKey("patron_import.id"))
    line: Mapped[int]
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # code and facts
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))  # the one it became, or is like


class RegistrationKind(enum.Enum):
    """RG-01: the first ever, or the first service of a later year."""

    NEW = "new"
    RETURNING = "returning"


class Registration(Base):
    """One person, once a calendar year, for the whole library; running numbers have no gaps (RG-02)."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("patron_id", "year", name="uq_registration_once_a_year"),
        UniqueConstraint("year", "running_number", name="uq_registration_running_number"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    year: Mapped[int]
    running_number: Mapped[int]
    day: Mapped[date]
    kind: Mapped[RegistrationKind]
    at: Mapped[datetime]
    department: Mapped[str] = mapped_column(String(40))
