"""The workbench (OV-07): late copies grouped by their reader, with all that has been done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.loans.rules import days_late
from circulation.overdue.models import Promise
from circulation.overdue.queries.calls import CallRow, last_calls, waiting_calls
from circulation.overdue.queries.late import (
    OverdueRow,
    Wanted,
    conditions,
    joined,
    present_level,
    shown_rows,
)
from circulation.overdue.queries.promises import broken_by
from circulation.patrons.models import Patron, Restriction, RestrictionKind
from circulation.patrons.rules import show_phone


@dataclass(frozen=True, slots=True)
class BenchCopy:
    """A late copy, the level it has reached, and what its reader promised; `broken`: a promise about it was."""

    row: OverdueRow
    level_id: int | None
    promise_id: int | None
    promised_until: date | None


@dataclass(frozen=True, slots=True)
class BenchReader:
    """A reader with the late copies that were asked for, the latest first."""

    patron_id: int
    card_number: str
    name: str
    phone: str
    guardian: str
    guardian_phone: str
    email: str
    has_telegram: bool
    category: str
    faculty: str
    group: str
    language: str
    copies: tuple[BenchCopy, ...]
    broken: int
    restricted: bool
    last_call: CallRow | None
    to_call: bool

    @property
    def worst(self) -> int:
        """The longest delay in days."""
        return max((copy.row.days_late for copy in self.copies), default=0)


@dataclass(frozen=True, slots=True)
class Bench:
    """A page of readers; copies, readers and the longest delay are those of the whole choice."""

    readers: tuple[BenchReader, ...]
    total: int
    copies: int
    worst: int


def bench(session: Session, *, day: date, wanted: Wanted, limit: int = 50, offset: int = 0) -> Bench:
    """Return the readers with late copies that were asked for, the longest delay first."""
    where = conditions(day, wanted)
    copies, readers, oldest = session.execute(
        joined(func.count(), func.count(Loan.patron_id.distinct()), func.min(Loan.due_on)).where(*where)
    ).one()
    first_due = func.min(Loan.due_on)
    page = joined(Loan.patron_id).where(*where).group_by(Loan.patron_id).order_by(first_due, Loan.patron_id)
    ids = tuple(session.scalars(page.limit(limit).offset(offset)))
    found = readers_of(session, ids, shown_rows(session, day, *where, Loan.patron_id.in_(ids)), day=day)
    return Bench(found, readers, copies, days_late(oldest, day) if oldest else 0)


def chosen_readers(session: Session, *, day: date, wanted: Wanted, limit: int) -> tuple[int, ...]:
    """Return the ids of the readers of a choice, the longest delay first."""
    page = joined(Loan.patron_id).where(*conditions(day, wanted)).group_by(Loan.patron_id)
    page = page.order_by(func.min(Loan.due_on), Loan.patron_id).limit(limit)
    return tuple(session.scalars(page))


def readers_of(
    session: Session, ids: Sequence[int], rows: Iterable[OverdueRow], *, day: date
) -> tuple[BenchReader, ...]:
    """Return the readers in the order of the ids, each with their rows."""
    rows = tuple(rows)
    copies = _copies(session, rows, day)
    people = {row.id: row for row in session.execute(select(*_PERSON).where(Patron.id.in_(ids)))}
    broken, calls = broken_by(session, ids, day=day), last_calls(session, ids)
    restricted, to_call = _restricted(session, ids), waiting_calls(session, ids)
    return tuple(
        BenchReader(
            patron_id=patron_id,
            card_number=people[patron_id].card_number,
            name=next((row.patron for row in rows if row.patron_id == patron_id), ""),
            phone=show_phone(people[patron_id].phone),
            guardian=people[patron_id].guardian_name,
            guardian_phone=show_phone(people[patron_id].guardian_phone),
            email=people[patron_id].email,
            has_telegram=people[patron_id].telegram_id is not None,
            category=people[patron_id].category,
            faculty=people[patron_id].faculty,
            group=people[patron_id].study_group,
            language=people[patron_id].language,
            copies=tuple(copy for copy in copies if copy.row.patron_id == patron_id),
            broken=broken.get(patron_id, 0),
            restricted=patron_id in restricted,
            last_call=calls.get(patron_id),
            to_call=patron_id in to_call,
        )
        for patron_id in ids
    )


_PERSON = (
    Patron.id, Patron.card_number, Patron.phone, Patron.guardian_name, Patron.guardian_phone, Patron.email,
    Patron.telegram_id, Patron.category, Patron.faculty, Patron.study_group, Patron.language,
)  # fmt: skip


def _copies(session: Session, rows: Sequence[OverdueRow], day: date) -> tuple[BenchCopy, ...]:
    ids = [row.loan_id for row in rows]
    query = select(Loan.id, present_level().label("level")).where(Loan.id.in_(ids))
    levels: dict[int, int | None] = {row.id: row.level for row in session.execute(query)}
    holds = select(Promise.loan_id, Promise.id, Promise.until).where(
        Promise.loan_id.in_(ids), Promise.ended_at.is_(None), Promise.until >= day
    )
    promised = {loan_id: (promise_id, until) for loan_id, promise_id, until in session.execute(holds)}
    return tuple(
        BenchCopy(row, levels.get(row.loan_id), *promised.get(row.loan_id, (None, None))) for row in rows
    )


def _restricted(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Return the readers whom late or lost copies keep from borrowing."""
    kinds = (RestrictionKind.OVERDUE, RestrictionKind.LOSS)
    query = select(Restriction.patron_id).where(
        Restriction.patron_id.in_(ids), Restriction.lifted_at.is_(None), Restriction.kind.in_(kinds)
    )
    return frozenset(session.scalars(query.distinct()))
