"""Figures of the fund, and the copies and titles behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.items.queries import belongs
from catalog.records.models import Record
from catalog.stock.queries.prices import standing_prices
from circulation.loans.models import Loan
from foreign_fund.fund.models import ForeignTitle
from ils.errors import InputCode, InputError
from ils.library.funds import Fund

ON_EXHIBITION, OVERDUE = "exhibition", "overdue"
NO_LANGUAGE = "-"  # asks for the records that name no language
NO_ACT = "-"  # asks for the copies that no act brought in
NO_PRICE = "no"
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
    """Which copies of the fund: a language, a department, one of `STATES`; empty for all but the withdrawn.

    `bought` is the currency of purchase or `NO_ACT`; `priced`, if it is `NO_PRICE`, asks for those without a price.
    """

    language: str = ""
    department: str = ""
    state: str = ""
    bought: str = ""
    priced: str = ""


@dataclass(frozen=True, slots=True)
class FundItem:
    """A copy of the fund; `due_on` is that of its open loan, `shown_at` where it hangs, `price` in soʻm."""

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
    price: int | None


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
    level: str = ""
    level_to: str = ""
    kind: str = ""
    script: str = ""
    original_language: str = ""
    original_title: str = ""
    translated_title: str = ""
    romanised_title: str = ""
    accompanying: str = ""
    donor: str = ""


@dataclass(frozen=True, slots=True)
class TitlesWanted:
    """Which titles, by what the record says; a level is met by any span that it lies in. Empty for all."""

    language: str = ""
    level: str = ""
    kind: str = ""
    script: str = ""
    original: str = ""
    donor: str = ""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """Some titles, and how many there are in all."""

    rows: tuple[FundTitle, ...]
    total: int


PRICES = standing_prices()
"""Which line each copy stands by, to be joined."""


def joined(*columns: Any) -> Select[Any]:
    """Copies with their record, open loan and open placement: one row a copy, by unique indexes."""
    return (
        select(*columns)
        .select_from(Item)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Loan, and_(Loan.item_id == Item.id, Loan.closed_at.is_(None)))
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.ended_at.is_(None)))
    )


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows that meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _late(day: date) -> ColumnElement[bool]:
    """Late as overdue control has it: a copy given up for lost stands in the register of losses instead."""
    return and_(Loan.due_on < day, Loan.lost_on.is_(None))


def by_language(session: Session, *, fund: Fund, day: date) -> tuple[LanguageFigures, ...]:
    """Return the figures of each language of the fund, the one with most copies first."""
    query = joined(
        Record.language,
        func.count(Record.id.distinct()),
        func.count(Item.id),
        count_where(Loan.id.is_not(None)),
        count_where(Placement.id.is_not(None)),
        count_where(_late(day)),
    ).where(belongs(fund), Item.state != ItemState.WITHDRAWN)
    rows = session.execute(query.group_by(Record.language))
    found = [LanguageFigures(row[0], *(int(value) for value in row[1:])) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.copies, each.language)))


def sum_of(rows: tuple[LanguageFigures, ...]) -> LanguageFigures:
    """Return the figures of the whole fund; a title has one first language, so titles add up too."""
    figures = (name for name in LanguageFigures.__slots__ if name != "language")
    return LanguageFigures("", *(sum(getattr(row, name) for row in rows) for name in figures))


def conditions(fund: Fund, asked: Asked, day: date) -> list[ColumnElement[bool]]:
    """Return what copies of the fund have to meet; refuse a state that is none."""
    if asked.state and asked.state not in STATES:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="state", value=asked.state[:20])
    where = [belongs(fund), _in_state(asked.state, day)]
    if asked.language:
        where.append(_in_language(asked.language))
    if asked.department:
        where.append(Item.department == asked.department)
    if asked.priced == NO_PRICE:
        where.append(Item.price.is_(None))
    if asked.bought:
        where.append(_bought_for(asked.bought))
    return where


def _bought_for(currency: str) -> ColumnElement[bool]:
    if currency == NO_ACT:
        return Item.id.not_in(select(PRICES.c.item_id))
    return Item.id.in_(select(PRICES.c.item_id).where(PRICES.c.currency == currency))


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
    session: Session, *, fund: Fund, asked: Asked, day: date, limit: int | None = 100, offset: int = 0
) -> ItemPage:
    """Return copies of the fund by title; those overdue by the day they were due."""
    where = conditions(fund, asked, day)
    total = session.scalars(joined(func.count(Item.id)).where(*where)).one()
    columns = (
        Item.id, Item.record_id, Item.barcode, Item.inventory_number, Item.department, Item.call_number, Item.state,
        Record.title, Record.responsibility, Record.year, Record.language, Loan.due_on, Placement.label, Item.price,
    )  # fmt: skip
    order: tuple[Any, ...] = (Record.title_sort, Record.id, Item.id)
    if asked.state == OVERDUE:
        order = (Loan.due_on, *order)
    rows = session.execute(joined(*columns).where(*where).order_by(*order).limit(limit).offset(offset))
    return ItemPage(tuple(FundItem(*row) for row in rows), int(total))


def fund_titles(
    session: Session,
    *,
    fund: Fund,
    wanted: TitlesWanted | None = None,
    limit: int | None = 100,
    offset: int = 0,
) -> TitlePage:
    """Return the titles of the fund in alphabetical order."""
    where = [belongs(fund), Item.state != ItemState.WITHDRAWN, *_said(wanted or TitlesWanted())]
    counted = joined(func.count(Record.id.distinct())).outerjoin(ForeignTitle, _SAID)
    total = session.scalars(counted.where(*where)).one()
    query = _titles(where).order_by(Record.title_sort, Record.id).limit(limit).offset(offset)
    return TitlePage(tuple(FundTitle(*row) for row in session.execute(query)), int(total))


_SAID = ForeignTitle.record_id == Record.id
_SAYS = tuple(getattr(ForeignTitle, name) for name in FundTitle.__slots__[7:])
NOT_SAID = "-"  # asks for the titles whose record says nothing of it


def _said(wanted: TitlesWanted) -> list[ColumnElement[bool]]:
    found = [_in_language(wanted.language)] if wanted.language else []
    if wanted.level == NOT_SAID:
        found.append(func.coalesce(ForeignTitle.level, "") == "")
    elif wanted.level:
        found.append(and_(ForeignTitle.level <= wanted.level, ForeignTitle.level_to >= wanted.level))
    exact = (
        (ForeignTitle.kind, wanted.kind),
        (ForeignTitle.script, wanted.script),
        (ForeignTitle.original_language, wanted.original),
        (ForeignTitle.donor, wanted.donor),
    )
    return found + [
        func.coalesce(column, "") == ("" if value == NOT_SAID else value) for column, value in exact if value
    ]


def of_language_level(level: str) -> ColumnElement[bool]:
    """Tell of a copy joined with its record whether the title is of a language level; a span has every level in it."""
    meets = (ForeignTitle.level <= level, ForeignTitle.level_to >= level)
    return exists(select(ForeignTitle.record_id).where(_SAID, *meets)).correlate(Record)


def stock_by_said(session: Session, *, fund: Fund, by: str) -> tuple[tuple[str, int, int], ...]:
    """Return value, titles and copies of the stock by `level` or `kind`, what says nothing last."""
    column = func.coalesce({"level": ForeignTitle.level, "kind": ForeignTitle.kind}[by], "")
    query = joined(column, func.count(Record.id.distinct()), func.count(Item.id)).outerjoin(
        ForeignTitle, _SAID
    )
    rows = session.execute(query.where(belongs(fund), Item.state != ItemState.WITHDRAWN).group_by(column))
    return tuple(
        sorted(((row[0], int(row[1]), int(row[2])) for row in rows), key=lambda row: (row[0] == "", row[0]))
    )


def said_values(session: Session, *, fund: Fund) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages of originals and the donors that titles of the fund name, in order."""
    query = (
        select(ForeignTitle.original_language, ForeignTitle.donor)
        .join(Record, _SAID)
        .join(Item, Item.record_id == Record.id)
    )
    rows = session.execute(query.where(belongs(fund), Item.state != ItemState.WITHDRAWN).distinct()).all()
    return tuple(sorted({row[0] for row in rows if row[0]})), tuple(
        sorted({row[1] for row in rows if row[1]})
    )


def unread_titles(session: Session, *, fund: Fund, limit: int) -> tuple[int, ...]:
    """Return records of the fund of which another version was read, or none."""
    query = (
        select(Record.id)
        .join(Item, Item.record_id == Record.id)
        .outerjoin(ForeignTitle, _SAID)
        .where(belongs(fund), Item.state != ItemState.WITHDRAWN)
        .where(or_(ForeignTitle.record_id.is_(None), ForeignTitle.version != Record.version))
        .distinct()
        .order_by(Record.id)
        .limit(limit)
    )
    return tuple(session.scalars(query))


def title_said(session: Session, record_id: int) -> ForeignTitle | None:
    """Return what a record said when it was read, None where it was not read yet."""
    return session.get(ForeignTitle, record_id)


def newest_titles(session: Session, *, fund: Fund, limit: int = 10) -> tuple[FundTitle, ...]:
    """Return the titles whose copies came last."""
    query = _titles([belongs(fund), Item.state != ItemState.WITHDRAWN])
    query = query.order_by(func.max(Item.created_at).desc(), Record.id.desc()).limit(limit)
    return tuple(FundTitle(*row) for row in session.execute(query))


def _titles(where: list[ColumnElement[bool]]) -> Select[Any]:
    named = (Record.id, Record.title, Record.responsibility, Record.year, Record.language)
    figures: tuple[Any, ...] = (func.count(Item.id), func.max(Item.created_at))
    said = [func.coalesce(column, "") for column in _SAYS]
    return (
        select(*named, *figures, *said)
        .join(Item, Item.record_id == Record.id)
        .outerjoin(ForeignTitle, _SAID)
        .where(*where)
        .group_by(*named, Record.title_sort, *_SAYS)
    )
