"""Checks of the fund: what is expected, what was scanned, what became of each copy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from circulation.loans.models import Loan, LoanAct
from foreign_fund.custody.errors import CheckingCode, CustodyNotFoundError
from foreign_fund.custody.models import CheckState, FundCheck, FundCheckCopy, FundScan, Shelf
from foreign_fund.custody.rules.checking import Expected, Outcome, Verdict, outcome
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import day_of


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of the fund."""

    id: int
    title: str
    reason: str
    department: str
    language: str
    custodian_id: int | None
    commission: str
    state: CheckState
    started_at: datetime
    started_on: date
    started_by: int | None
    closed_at: datetime | None
    closed_on: date | None
    closed_by: int | None
    year: int
    number: int | None
    minutes: str
    papers: str
    conclusions: str
    entry_id: int | None

    @property
    def name(self) -> str:
        """The number of its act, empty while it goes on."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def members(self) -> tuple[str, ...]:
        """The members of the commission, the chair first."""
        return tuple(line.strip() for line in self.commission.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy that the papers expect, and what became of it."""

    item_id: int
    record_id: int
    inventory_number: str | None
    barcode: str | None
    department: str
    call_number: str
    state: ItemState
    price: int | None
    title: str
    author: str
    year: int | None
    language: str
    shelf: str
    scanned_at: datetime | None
    due_on: date | None
    shown_at: str
    outcome: Outcome

    @property
    def code(self) -> str:
        """The number by which acts name a copy."""
        return self.inventory_number or self.barcode or ""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan of a check."""

    id: int
    item_id: int | None
    code: str
    shelf: str
    verdict: Verdict
    at: datetime
    staff_id: int | None
    title: str
    record_id: int | None


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A shelf with a code to scan."""

    id: int
    code: str
    name: str
    department: str
    begins: str


_COLUMNS = tuple(getattr(FundCheck, name) for name in CheckRow.__slots__)
_STANDS = FundScan.undone_at.is_(None)


def checks(session: Session) -> tuple[CheckRow, ...]:
    """Return the checks, the newest first; those given up are left out."""
    query = select(*_COLUMNS).where(FundCheck.state != CheckState.CANCELLED).order_by(FundCheck.id.desc())
    return tuple(CheckRow(*row) for row in session.execute(query))


def check_row(session: Session, check_id: int) -> CheckRow:
    """Return one check; refuse an unknown id."""
    row = None
    if 0 < check_id <= LARGEST_ID:
        row = session.execute(select(*_COLUMNS).where(FundCheck.id == check_id)).one_or_none()
    if row is None:
        raise CustodyNotFoundError(CheckingCode.UNKNOWN, check=check_id)
    return CheckRow(*row)


def previous_check(session: Session, row: CheckRow) -> CheckRow | None:
    """Return the last check closed before this one."""
    query = select(*_COLUMNS).where(FundCheck.state == CheckState.CLOSED, FundCheck.id < row.id)
    found = session.execute(query.order_by(FundCheck.id.desc()).limit(1)).one_or_none()
    return CheckRow(*found) if found else None


def copies_of_check(session: Session, row: CheckRow) -> tuple[CopyRow, ...]:
    """Return what the papers expect, by call number and title, each with what became of it: frozen once it is closed."""
    first = and_(
        FundScan.check_id == row.id, FundScan.item_id == Item.id, FundScan.verdict != Verdict.TWICE, _STANDS
    )
    query = (
        select(
            Item.id, Item.record_id, Item.inventory_number, Item.barcode, Item.department, Item.call_number, Item.state,
            Item.price, Record.title, Record.author, Record.year, Record.language, FundScan.shelf, FundScan.at,
            Loan.due_on, Placement.label, FundScan.verdict, Loan.lost_on, FundCheckCopy.outcome,
        )
        .select_from(FundCheckCopy)
        .join(Item, Item.id == FundCheckCopy.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(FundScan, first)
        .outerjoin(Loan, and_(Loan.item_id == Item.id, Loan.closed_at.is_(None)))
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.ended_at.is_(None)))
        .where(FundCheckCopy.check_id == row.id)
        .order_by(Item.call_number, Record.title_sort, Item.id)
    )  # fmt: skip
    at_desk = seen_at_desk(session, row.started_at) if row.state is CheckState.OPEN else frozenset()
    return tuple(_copy(each, at_desk) for each in session.execute(query))


def became_of(session: Session, row: CheckRow) -> Counter[Outcome]:
    """Return how many copies came to what, without reading the copies: a scan asks for it every time."""
    if row.state is not CheckState.OPEN:
        frozen = select(FundCheckCopy.outcome, func.count()).where(FundCheckCopy.check_id == row.id)
        found = session.execute(frozen.group_by(FundCheckCopy.outcome))
        return Counter({Outcome(name): count for name, count in found if name})
    scan = (
        FundScan.check_id == row.id,
        FundScan.item_id == Item.id,
        FundScan.verdict != Verdict.TWICE,
        _STANDS,
    )
    query = (
        select(Item.id, FundScan.verdict, Item.state, Placement.id, Loan.lost_on)
        .select_from(FundCheckCopy)
        .join(Item, Item.id == FundCheckCopy.item_id)
        .outerjoin(FundScan, and_(*scan))
        .outerjoin(Loan, and_(Loan.item_id == Item.id, Loan.closed_at.is_(None)))
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.ended_at.is_(None)))
        .where(FundCheckCopy.check_id == row.id)
    )
    at_desk = seen_at_desk(session, row.started_at)
    return Counter(
        outcome(Expected(verdict, number in at_desk, state.value, shown is not None, lost_on is not None))
        for number, verdict, state, shown, lost_on in session.execute(query)
    )


def _copy(row: Any, at_desk: frozenset[int]) -> CopyRow:
    *shown, shelf, at, due_on, label, scan, lost_on, frozen = row
    item_id, state = shown[0], shown[6]
    seen = Expected(scan, item_id in at_desk, state.value, label is not None, lost_on is not None)
    became = Outcome(frozen) if frozen else outcome(seen)
    known: tuple[Any, ...] = (*shown, shelf or "", at, due_on, label or "", became)
    return CopyRow(*known)


def turned_up(session: Session, row: CheckRow) -> frozenset[int]:
    """Return the copies that somebody has had in hand since a check was closed: a desk, or another check."""
    if row.closed_at is None:
        return frozenset()
    scans = select(FundScan.item_id).where(
        FundScan.at > row.closed_at, FundScan.item_id.is_not(None), _STANDS
    )
    return seen_at_desk(session, row.closed_at) | frozenset(each for each in session.scalars(scans) if each)


def seen_at_desk(session: Session, since: datetime) -> frozenset[int]:
    """Return the copies that a desk had in hand since an instant: lent, taken back, used in the room."""
    acts = (
        select(Loan.item_id)
        .join(LoanAct, LoanAct.loan_id == Loan.id)
        .where(LoanAct.kind.in_(("lend", "return")), LoanAct.at > since, LoanAct.undone_at.is_(None))
    )
    uses = (
        select(Activity.subject_id)
        .where(
            Activity.kind == str(Kind.ROOM_USE), Activity.day >= day_of(since), Activity.subject_type == "item",
            Activity.at > since,
        )
        .group_by(Activity.subject_id)
        .having(func.sum(Activity.amount) > 0)
    )  # fmt: skip
    return frozenset(session.scalars(acts)) | frozenset(session.scalars(uses))


def outcomes(copies: tuple[CopyRow, ...]) -> Counter[Outcome]:
    """Return how many copies came to what."""
    return Counter(copy.outcome for copy in copies)


def scans_of_check(
    session: Session,
    check_id: int,
    *,
    verdict: Verdict | None = None,
    staff_id: int | None = None,
    limit: int | None = 200,
) -> tuple[ScanRow, ...]:
    """Return scans, the latest first: all, those that meant one thing, or somebody's."""
    where: list[ColumnElement[bool]] = [FundScan.check_id == check_id, _STANDS]
    if verdict is not None:
        where.append(FundScan.verdict == verdict.value)
    if staff_id is not None:
        where.append(FundScan.staff_id == staff_id)
    query = (
        select(
            FundScan.id, FundScan.item_id, FundScan.code, FundScan.shelf, FundScan.verdict, FundScan.at,
            FundScan.staff_id, func.coalesce(Record.title, ""), Record.id,
        )
        .outerjoin(Item, Item.id == FundScan.item_id)
        .outerjoin(Record, Record.id == Item.record_id)
        .where(*where)
        .order_by(FundScan.id.desc())
        .limit(limit)
    )  # fmt: skip
    return tuple(_scan(row) for row in session.execute(query))


def _scan(row: Any) -> ScanRow:
    known: tuple[Any, ...] = (*row[:4], Verdict(row[4]), *row[5:])
    return ScanRow(*known)


def verdicts(session: Session, check_id: int) -> Counter[Verdict]:
    """Return how many scans meant what."""
    query = select(FundScan.verdict, func.count()).where(FundScan.check_id == check_id, _STANDS)
    return Counter(
        {Verdict(each): count for each, count in session.execute(query.group_by(FundScan.verdict))}
    )


def people(session: Session, check_id: int) -> dict[int | None, int]:
    """Return how many scans each of the staff made."""
    query = select(FundScan.staff_id, func.count()).where(FundScan.check_id == check_id, _STANDS)
    rows = session.execute(query.group_by(FundScan.staff_id).order_by(func.count().desc()))
    return {row[0]: row[1] for row in rows}


def shelves(session: Session) -> tuple[ShelfRow, ...]:
    """Return the shelves that have codes, by code."""
    columns = (Shelf.id, Shelf.code, Shelf.name, Shelf.department, Shelf.begins)
    return tuple(ShelfRow(*row) for row in session.execute(select(*columns).order_by(Shelf.code)))


def find_shelf(session: Session, text: str) -> ShelfRow | None:
    """Return the shelf with this code or name, whatever its case."""
    wanted = " ".join(text.split()).casefold()
    for shelf in shelves(session) if wanted else ():
        if wanted in (shelf.code.casefold(), " ".join(shelf.name.split()).casefold()):
            return shelf
    return None
