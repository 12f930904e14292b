"""Copies that are late: what every list of them asks, the desk's and the foreign department's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import belongs
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.loans.rules import days_late, open_days_late
from circulation.overdue.models import OverdueNotice, Promise
from circulation.overdue.rules import NO_LEVEL, Filter, PromiseOutcome
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name, show_phone
from ils.library.calendar import load_calendar
from ils.library.funds import Fund, load_fund

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which late copies are asked for; what is empty does not narrow. A fund is met as it is defined.

    `only` are conditions on a loan with its copy and record that floors above this one know.
    """

    fund: Fund | None = None
    department: str = ""
    language: str = ""
    category: str = ""
    min_days: int = 1
    max_days: int = 0
    faculty: str = ""
    group: str = ""
    level: str = ""
    state: str = ""
    patrons: tuple[int, ...] = field(default=())
    only: tuple[ColumnElement[bool], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One late copy; `days_late` are calendar days, `open_days_late` the days on which it could have come back."""

    loan_id: int
    patron_id: int
    card_number: str
    patron: str
    phone: str
    category: str
    study_group: str
    item_id: int
    record_id: int
    title: str
    responsibility: str
    barcode: str | None
    inventory_number: str | None
    department: str
    language: str
    lent_on: date
    due_on: date
    renewals: int
    days_late: int
    open_days_late: int
    faculty: str
    claimed_on: date | None
    lost_on: date | None

    @property
    def code(self) -> str:
        """The number to show for the copy: its barcode, else its inventory number."""
        return shown_code(self.barcode, self.inventory_number)


@dataclass(frozen=True, slots=True)
class OverduePage:
    """Some of the late copies; how many copies and readers there are in all, and the worst delay in days."""

    rows: tuple[OverdueRow, ...]
    total: int
    readers: int
    worst: int


_SHOWN: tuple[Any, ...] = (
    Loan.id.label("loan_id"), Loan.patron_id, Patron.card_number, Patron.surname, Patron.given_name,
    Patron.patronymic, Patron.phone, Patron.category, Patron.study_group, Patron.faculty, Loan.item_id, Item.record_id,
    Record.title, Record.responsibility, Item.barcode, Item.inventory_number, Item.department,
    Record.language, Loan.lent_on, Loan.due_on, Loan.renewals, Loan.claimed_on, Loan.lost_on,
)  # fmt: skip
_AS_THEY_ARE = (
    "loan_id", "patron_id", "card_number", "category", "study_group", "faculty", "item_id", "record_id", "title",
    "responsibility", "barcode", "inventory_number", "department", "language", "lent_on", "due_on", "renewals",
    "claimed_on", "lost_on",
)  # fmt: skip


def joined(*columns: Any) -> Select[Any]:
    """Return loans with their reader, copy and record."""
    return (
        select(*columns)
        .select_from(Loan)
        .join(Patron, Patron.id == Loan.patron_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
    )


def wanted_of(session: Session, chosen: Filter, *, patrons: tuple[int, ...] = ()) -> Wanted:
    """Return the choice of the workbench as a question; a fund becomes its definition."""
    return Wanted(
        fund=load_fund(session, chosen.fund) if chosen.fund else None,
        department=chosen.department,
        language=chosen.language,
        category=chosen.category,
        min_days=chosen.min_days,
        max_days=chosen.max_days,
        faculty=chosen.faculty,
        group=chosen.group,
        level=chosen.level,
        state=chosen.state,
        patrons=patrons,
    )


def conditions(day: date, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what a loan must meet. A copy given up for lost is late no more: the register of losses has it."""
    narrow = (
        (Item.department, wanted.department),
        (Record.language, wanted.language),
        (Patron.category, wanted.category),
        (Patron.faculty, wanted.faculty),
        (Patron.study_group, wanted.group),
    )
    found: list[ColumnElement[bool]] = [Loan.closed_at.is_(None), Loan.due_on <= _latest(day, wanted)]
    found += [column == value for column, value in narrow if value]
    found.append(_in_state(wanted.state, day))
    if wanted.max_days:
        found.append(Loan.due_on >= day - timedelta(days=max(wanted.max_days, wanted.min_days)))
    if wanted.fund is not None:
        found.append(belongs(wanted.fund))
    if wanted.level:
        found.append(_at_level(wanted.level))
    if wanted.patrons:
        found.append(Loan.patron_id.in_(wanted.patrons))
    return [*found, *wanted.only]


def _latest(day: date, wanted: Wanted) -> date:
    return day - timedelta(days=max(1, wanted.min_days))


def present_level() -> Any:
    """Return, beside a loan, the id of the sternest level dealt with for its present due date."""
    return (
        select(OverdueNotice.level_id)
        .where(OverdueNotice.loan_id == Loan.id, OverdueNotice.due_on == Loan.due_on)
        .order_by(OverdueNotice.id.desc())
        .limit(1)
        .correlate(Loan)
        .scalar_subquery()
    )


def _at_level(level: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (
        present_level().is_(None) if level == NO_LEVEL else present_level() == int(level)
    )
    return found


def _promise(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(Promise.id).where(Promise.loan_id == Loan.id, *where)).correlate(Loan)


def _in_state(state: str, day: date) -> ColumnElement[bool]:
    held = _promise(Promise.ended_at.is_(None), Promise.until >= day)
    broken = or_(
        Promise.outcome == PromiseOutcome.BROKEN.value, and_(Promise.ended_at.is_(None), Promise.until < day)
    )
    open_loss: ColumnElement[bool] = Loan.lost_on.is_(None)
    ways: dict[str, ColumnElement[bool]] = {
        "free": and_(open_loss, Loan.claimed_on.is_(None), ~held),
        "promised": and_(open_loss, held),
        "broken": and_(open_loss, _promise(broken)),
        "claimed": and_(open_loss, Loan.claimed_on.is_not(None)),
        "lost": Loan.lost_on.is_not(None),
    }
    return ways.get(state, open_loss)


def overdue(
    session: Session,
    *,
    day: date,
    fund: Fund | None = None,
    department: str = "",
    language: str = "",
    category: str = "",
    min_days: int = 1,
    limit: int = 100,
    offset: int = 0,
) -> OverduePage:
    """Return the copies that are late on `day`, the latest first."""
    asked = Wanted(fund, department, language, category, min_days)
    return find_late(session, day=day, wanted=asked, limit=limit, offset=offset)


def find_late(
    session: Session, *, day: date, wanted: Wanted, limit: int = EVERYTHING, offset: int = 0
) -> OverduePage:
    """Return the copies that were asked for, the latest first, with the totals of all of them."""
    where = conditions(day, wanted)
    total, readers, oldest = session.execute(
        joined(func.count(), func.count(Loan.patron_id.distinct()), func.min(Loan.due_on)).where(*where)
    ).one()
    page = joined(*_SHOWN).where(*where).order_by(Loan.due_on, Loan.id).limit(limit).offset(offset)
    return OverduePage(read_rows(session, page, day), total, readers, days_late(oldest, day) if oldest else 0)


def shown_rows(session: Session, day: date, *where: ColumnElement[bool]) -> tuple[OverdueRow, ...]:
    """Return the loans that meet the conditions, the latest first."""
    return read_rows(session, joined(*_SHOWN).where(*where).order_by(Loan.due_on, Loan.id), day)


def shown_rows_of_loan(session: Session, loan_id: int, *, day: date) -> tuple[OverdueRow, ...]:
    """Return an open loan as the lists show it, nothing for one that has ended."""
    return shown_rows(session, day, Loan.id == loan_id, Loan.closed_at.is_(None))


def read_rows(session: Session, page: Select[Any], day: date) -> tuple[OverdueRow, ...]:
    """Return what a query of the shown columns finds."""
    calendar = load_calendar(session)

    @cache  # many copies share a due date
    def open_days(due_on: date) -> int:
        return open_days_late(calendar, due_on, day)

    return tuple(
        OverdueRow(
            **{name: getattr(row, name) for name in _AS_THEY_ARE},
            patron=full_name(row.surname, row.given_name, row.patronymic),
            phone=show_phone(row.phone),
            days_late=days_late(row.due_on, day),
            open_days_late=open_days(row.due_on),
        )
        for row in session.execute(page)
    )


def overdue_rows(session: Session, *, day: date, fund: Fund | None = None) -> tuple[OverdueRow, ...]:
    """Return every copy that is late on `day`, the latest first: for lists that go elsewhere."""
    return overdue(session, day=day, fund=fund, limit=EVERYTHING).rows


def count_overdue(session: Session, *, day: date, fund: Fund | None = None) -> int:
    """Return how many copies are late on `day`."""
    if fund is not None:
        return int(session.scalars(joined(func.count()).where(*conditions(day, Wanted(fund)))).one())
    open_and_late = (Loan.closed_at.is_(None), Loan.due_on < day, Loan.lost_on.is_(None))
    return session.scalars(select(func.count()).select_from(Loan).where(*open_and_late)).one()


def languages_of_late(session: Session, *, day: date, fund: Fund | None = None) -> tuple[str, ...]:
    """Return the languages of the copies that are late: ISO 639-2 codes in order."""
    late = joined(Record.language).where(*conditions(day, Wanted(fund))).distinct()
    return tuple(sorted(code for code in session.scalars(late) if code))


def studies_of_late(session: Session, *, day: date, fund: Fund | None = None) -> tuple[tuple[str, str], ...]:
    """Return the faculties and groups of the readers who are late: (faculty, group) in order."""
    late = joined(Patron.faculty, Patron.study_group).where(*conditions(day, Wanted(fund))).distinct()
    return tuple(sorted((row.faculty, row.study_group) for row in session.execute(late)))
