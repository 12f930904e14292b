"""Readers and their yearly registrations."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk, SortKey


class Category(Base):
    """A category of readers (practice.md §7)."""

    __tablename__ = "patron_category"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class Patron(Base):
    """A reader. The card number is permanent (RG-02); names are kept as in the document, in either script."""

    __tablename__ = "patron"
    __table_args__ = (
        Index("ix_patron_name_sort", "name_sort", "id"),
        Index("ix_patron_name_folded", "name_folded"),
        CheckConstraint("sex IN ('', 'm', 'f')", name="known_sex"),
        CheckConstraint("length(card_number) > 0", name="card_given"),
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
