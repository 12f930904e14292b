"""Figures of the fund, and the copies and titles behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from circulation.loans.models import Loan
from ils.errors import InputCode, InputError
from ils.library.funds import Fund

ON_EXHIBITION, OVERDUE = "exhibition", "overdue"
NO_LANGUAGE = "-"  # asks for the records that name no language
STATES = (*(state.value for state in ItemState), ON_EXHIBITION, OVERDUE)


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """One language of the fund, withdrawn copies left out; `language` is empty in the sum of all."""

    language: str
    titles: int
    copies: int
    on_loan: int
    on_exhibition: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which copies of the fund: a language, a department, one of `STATES`; empty for all but the withdrawn."""

    language: str = ""
    department: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class FundItem:
    """A copy of the fund; `due_on` is that of its open loan, `shown_at` where it hangs."""

    id: int
    record_id: int
    barcode: str | None
    inventory_number: str | None
    department: str
    call_number: str
    state: ItemState
    title: str
    responsibility: str
    year: int | None
    language: str
    due_on: date | None
    shown_at: str | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Some copies in alphabetical order of titles, and how many there are in all."""

    rows: tuple[FundItem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FundTitle:
    """A title of the fund with the number of its copies in the fund."""

    record_id: int
    title: str
    responsibility: str
    year: int | None
    language: str
    copies: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class TitlePage:
    """Some titles, and how many there are in all."""

    rows: tuple[FundTitle, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """A language of the whole catalogue and how much of it a definition would take in."""

    language: str
    titles: int
    copies: int
    belonging_titles: int
    belonging_copies: int


def belongs(fund: Fund) -> ColumnElement[bool]:
    """Tell of a copy joined with its record whether it belongs to the fund."""
    parts = []
    if fund.departments:
        parts.append(Item.department.in_(sorted(fund.departments)))
    if fund.languages:
        parts.append(Record.language.in_(sorted(fund.languages)))
    return or_(*parts) if parts else false()


def _joined(*columns: Any) -> Select[Any]:
    """Copies with their record, open loan and open placement: one row a copy, by unique indexes."""
    return (
        select(*columns)
        .select_from(Item)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Loan, and_(Loan.item_id == Item.id, Loan.closed_at.is_(None)))
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.ended_at.is_(None)))
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _late(day: date) -> ColumnElement[bool]:
    """Late as overdue control has it: a copy given up for lost stands in the register of losses instead."""
    return and_(Loan.due_on < day, Loan.lost_on.is_(None))


def by_language(session: Session, *, fund: Fund, day: date) -> tuple[LanguageFigures, ...]:
    """Return the figures of each language of the fund, the one with most copies first."""
    query = _joined(
        Record.language,
        func.count(Record.id.distinct()),
        func.count(Item.id),
        _count(Loan.id.is_not(None)),
        _count(Placement.id.is_not(None)),
        _count(_late(day)),
    ).where(belongs(fund), Item.state != ItemState.WITHDRAWN)
    rows = session.execute(query.group_by(Record.language))
    found = [LanguageFigures(row[0], *(int(value) for value in row[1:])) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.copies, each.language)))


def sum_of(rows: tuple[LanguageFigures, ...]) -> LanguageFigures:
    """Return the figures of the whole fund; a title has one first language, so titles add up too."""
    figures = (name for name in LanguageFigures.__slots__ if name != "language")
    return LanguageFigures("", *(sum(getattr(row, name) for row in rows) for name in figures))


def _conditions(fund: Fund, asked: Asked, day: date) -> list[ColumnElement[bool]]:
    if asked.state and asked.state not in STATES:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="state", value=asked.state[:20])
    where = [belongs(fund), _in_state(asked.state, day)]
    if asked.language:
        where.append(_in_language(asked.language))
    if asked.department:
        where.append(Item.department == asked.department)
    return where


def _in_language(code: str) -> ColumnElement[bool]:
    return Record.language == ("" if code == NO_LANGUAGE else code)


def _in_state(state: str, day: date) -> ColumnElement[bool]:
    special: dict[str, ColumnElement[bool]] = {
        "": Item.state != ItemState.WITHDRAWN,
        ON_EXHIBITION: Placement.id.is_not(None),
        OVERDUE: _late(day),
        ItemState.ON_LOAN.value: Loan.id.is_not(None),
    }
    return special[state] if state in special else Item.state == ItemState(state)


def fund_items(
    session: Session, *, fund: Fund, asked: Asked, day: date, limit: int = 100, offset: int = 0
) -> ItemPage:
    """Return copies of the fund by title; those overdue by the day they were due."""
    where = _conditions(fund, asked, day)
    total = session.scalars(_joined(func.count(Item.id)).where(*where)).one()
    columns = (
        Item.id, Item.record_id, Item.barcode, Item.inventory_number, Item.department, Item.call_number, Item.state,
        Record.title, Record.responsibility, Record.year, Record.language, Loan.due_on, Placement.label,
    )  # fmt: skip
    order: tuple[Any, ...] = (Record.title_sort, Record.id, Item.id)
    if asked.state == OVERDUE:
        order = (Loan.due_on, *order)
    rows = session.execute(_joined(*columns).where(*where).order_by(*order).limit(limit).offset(offset))
    return ItemPage(tuple(FundItem(*row) for row in rows), int(total))


def fund_titles(
    session: Session, *, fund: Fund, language: str = "", limit: int = 100, offset: int = 0
) -> TitlePage:
    """Return the titles of the fund in alphabetical order."""
    where = [belongs(fund), Item.state != ItemState.WITHDRAWN]
    if language:
        where.append(_in_language(language))
    total = session.scalars(_joined(func.count(Record.id.distinct())).where(*where)).one()
    query = _titles(where).order_by(Record.title_sort, Record.id).limit(limit).offset(offset)
    return TitlePage(tuple(FundTitle(*row) for row in session.execute(query)), int(total))


def newest_titles(session: Session, *, fund: Fund, limit: int = 10) -> tuple[FundTitle, ...]:
    """Return the titles whose copies came last."""
    query = _titles([belongs(fund), Item.state != ItemState.WITHDRAWN])
    query = query.order_by(func.max(Item.created_at).desc(), Record.id.desc()).limit(limit)
    return tuple(FundTitle(*row) for row in session.execute(query))


def _titles(where: list[ColumnElement[bool]]) -> Select[Any]:
    named = (Record.id, Record.title, Record.responsibility, Record.year, Record.language)
    figures: tuple[Any, ...] = (func.count(Item.id), func.max(Item.created_at))
    return (
        select(*named, *figures)
        .join(Item, Item.record_id == Record.id)
        .where(*where)
        .group_by(*named, Record.title_sort)
    )


def shares(session: Session, *, fund: Fund) -> tuple[LanguageShare, ...]:
    """Return every language of the catalogue with what the definition would take in, largest first."""
    inside = belongs(fund)
    query = select(
        Record.language,
        func.count(Record.id.distinct()),
        func.count(Item.id),
        func.count(case((inside, Record.id)).distinct()),
        _count(inside),
    ).join(Item, Item.record_id == Record.id)
    rows = session.execute(query.where(Item.state != ItemState.WITHDRAWN).group_by(Record.language))
    found = [LanguageShare(row[0], *(int(value) for value in row[1:])) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.belonging_copies, -each.copies, each.language)))
