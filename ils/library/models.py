"""Tables of the institution."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name


class Sector(Base):
    """Where visits are counted: the seven sectors of plan line 16 (VS-01)."""

    __tablename__ = "sector"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class Department(Base):
    """A department: holds copies, has desks; its visits count in its sector."""

    __tablename__ = "department"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    sector: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    position: Mapped[int]
    room_only: Mapped[bool] = mapped_column(
        default=False
    )  # its copies are used in the room unless they say otherwise


class FundPart(enum.Enum):
    """What a row of a fund's definition names."""

    DEPARTMENT = "department"
    LANGUAGE = "language"
    SERIES = "series"


class FundRule(Base):
    """One row of a fund's definition: all copies of a department, in a language, or of an inventory book (its prefix)."""

    __tablename__ = "fund_rule"

    fund: Mapped[str] = mapped_column(String(40), primary_key=True)
    part: Mapped[FundPart] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class Setting(Base):
    """A choice of the library that no table of its own holds."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class OpeningHours(Base):
    """When the library is open on a weekday (0 = Monday): minutes after midnight, local time; closed days have no row."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="known_weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="opens_before_it_closes"),
    )

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[int]
    closes: Mapped[int]


class DayKind(enum.Enum):
    """Why a day is an exception."""

    HOLIDAY = "holiday"
    SANITARY = "sanitary"
    CLOSURE = "closure"
    OPENING = "opening"


class SpecialDay(Base):
    """A dated exception of the calendar: closed (holiday, sanitary day), or open on a day usually closed."""

    __tablename__ = "special_day"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="both_hours_or_none"),
        CheckConstraint("open OR opens IS NULL", name="closed_has_no_hours"),
        CheckConstraint(
            "opens IS NULL OR (0 <= opens AND opens < closes AND closes <= 1440)",
            name="opens_before_it_closes",
        ),
    )

    day: Mapped[date] = mapped_column(primary_key=True)
    open: Mapped[bool]
    reason: Mapped[Name]
    kind: Mapped[DayKind] = mapped_column(default=DayKind.CLOSURE)
    opens: Mapped[int | None]  # minutes after midnight; None: the hours of the weekday
    closes: Mapped[int | None]
