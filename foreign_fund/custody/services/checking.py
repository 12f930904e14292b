"""A check of the fund going on: begun, scanned by several people at once, given up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import ItemFacts, belongs, find_item, item_facts
from catalog.records.models import Record
from circulation.loans.rules.outcome import Reason
from circulation.loans.services import turn_up, vanish_again
from foreign_fund.custody.errors import CheckingCode, CustodyError, CustodyNotFoundError
from foreign_fund.custody.models import CheckState, FundCheck, FundCheckCopy, FundScan
from foreign_fund.custody.queries.checks import find_shelf
from foreign_fund.custody.queries.custodians import custodian_row
from foreign_fund.custody.queries.holding import held
from foreign_fund.custody.rules.checking import Scanned, ShelfFacts, Verdict, read_begins, verdict
from foreign_fund.custody.services.drafting import clean_lines
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.funds import LANGUAGE, load_fund
from ils.library.places import department as department_of

QUEUE = "fund_check"
SUBJECT = "fund_check"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scan came to: another shelf (`verdict` is None), or a copy; `first_on` is where it was scanned before.

    `found` is what is told of a copy that was missing or lost until this scan.
    """

    shelf: str
    verdict: Verdict | None
    code: str = ""
    item: ItemFacts | None = None
    scan_id: int | None = None
    first_on: str = ""
    found: tuple[Reason, ...] = ()


def begin_check(
    session: Session,
    work: Work,
    *,
    title: str,
    reason: str,
    commission: str,
    department: str = "",
    language: str = "",
    custodian_id: int | None = None,
    papers: str = "",
) -> FundCheck:
    """Begin to check the fund, or a part of it: what the papers expect now is kept."""
    check = FundCheck(
        title=clean_text(title, field="title", limit=200, required=True),
        reason=clean_text(reason, field="reason", limit=300, required=True),
        commission=clean_lines(commission, field="commission"),
        department=department_of(session, department).code if department else "",
        language=language if LANGUAGE.fullmatch(language or "") else "",
        custodian_id=custodian_row(session, custodian_id).id if custodian_id else None,
        papers=clean_text(papers, field="papers", limit=300),
        state=CheckState.OPEN, started_at=work.now, started_on=work.day, started_by=work.actor_id, year=work.day.year,
    )  # fmt: skip
    session.add(check)
    session.flush()
    ids = _expected(session, work, check)
    if not ids:
        raise CustodyError(CheckingCode.NOTHING_EXPECTED)
    session.execute(
        insert(FundCheckCopy), [{"check_id": check.id, "item_id": each, "outcome": ""} for each in ids]
    )
    audit(session, work, "fund_check_begun", subject_type=SUBJECT, subject_id=check.id, copies=len(ids))
    return check


def _expected(session: Session, work: Work, check: FundCheck) -> list[int]:
    where: list[ColumnElement[bool]] = [belongs(load_fund(session)), Item.state != ItemState.WITHDRAWN]
    if check.department:
        where.append(Item.department == check.department)
    if check.language:
        where.append(Record.language == check.language)
    if check.custodian_id is None:
        query = select(Item.id).join(Record, Record.id == Item.record_id).where(*where)
        return list(session.scalars(query.order_by(Item.id)))
    rows = session.execute(held(session, work.day, Item.id.label("item_id")).where(*where))
    return [row.item_id for row in rows if row.holder == check.custodian_id]


def scan(session: Session, work: Work, *, check_id: int, code: str, shelf: str) -> Answer:
    """Take one scan: the code of a shelf changes the shelf, any other code is of a copy.

    Of two people who scan a copy at once the second is told that it was scanned before. A copy that was missing or lost
    is found by it.
    """
    queue_here(session, QUEUE)
    open_check(session, check_id)
    text = clean_text(code, field="code", limit=60, required=True)
    another = find_shelf(session, text)
    if another is not None:
        return Answer(another.name, None)
    place = _place(session, clean_text(shelf, field="shelf", limit=200))
    item = find_item(session, text)
    first = _first(session, check_id, item.id) if item else None
    meant = verdict(_scanned(session, check_id, item, first is not None), place)
    row = FundScan(
        check_id=check_id, item_id=item.id if item else None, code=text, shelf=place.name, verdict=meant.value,
        at=work.now, staff_id=work.actor_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    turned_up = turn_up(session, work, item_id=item.id) if item else None
    if turned_up is not None:
        row.found = dict(turned_up.image)
        session.flush()
    found = turned_up.reasons if turned_up else ()
    return Answer(place.name, meant, text, item, row.id, first.shelf if first else "", found)


def _place(session: Session, text: str) -> ShelfFacts:
    shelf = find_shelf(session, text)
    if shelf is None:
        return ShelfFacts(text)
    return ShelfFacts(shelf.name, shelf.department, read_begins(shelf.begins))


def _first(session: Session, check_id: int, item_id: int) -> FundScan | None:
    query = select(FundScan).where(
        FundScan.check_id == check_id, FundScan.item_id == item_id, FundScan.undone_at.is_(None),
        FundScan.verdict != Verdict.TWICE.value,
    )  # fmt: skip
    return session.scalars(query).one_or_none()


def _scanned(session: Session, check_id: int, item: ItemFacts | None, seen: bool) -> Scanned:
    if item is None:
        return Scanned(None, False, False, "", "")
    expected = session.get(FundCheckCopy, (check_id, item.id)) is not None
    return Scanned(item.state.value, expected, seen, item.department, item.call_number)


def undo_scan(session: Session, work: Work, *, check_id: int, scan_id: int) -> None:
    """Take a mistaken scan back; if somebody has scanned the copy a second time, that scan is the first from now on.

    A copy that the scan had found is missing again, unless another scan stands or somebody has dealt with it since.
    """
    queue_here(session, QUEUE)
    open_check(session, check_id)
    row = session.get(FundScan, scan_id)
    if row is None or row.check_id != check_id or row.undone_at is not None:
        raise CustodyNotFoundError(CheckingCode.SCAN_UNKNOWN, scan=scan_id)
    row.undone_at = work.now
    session.flush()
    other = _other_scan(session, check_id, row.item_id)
    if other is not None and row.verdict != Verdict.TWICE.value:
        _promote(session, check_id, other)
    audit(session, work, "fund_scan_undone", subject_type=SUBJECT, subject_id=check_id, code=row.code)
    if row.found and row.item_id is not None:
        _lose_again(session, work, row, row.item_id, other)


def _lose_again(session: Session, work: Work, row: FundScan, item_id: int, other: FundScan | None) -> None:
    if other is None:
        vanish_again(session, work, item_id=item_id, image=row.found or {})
    elif (
        other.found is None
    ):  # the copy is here all the same, and the other scan's undo is what takes it away
        other.found, row.found = row.found, None
        session.flush()


def _other_scan(session: Session, check_id: int, item_id: int | None) -> FundScan | None:
    """Return the first scan of the copy that stands."""
    query = select(FundScan).where(
        FundScan.check_id == check_id, FundScan.item_id == item_id, FundScan.undone_at.is_(None)
    )
    return session.scalars(query.order_by(FundScan.id).limit(1)).first()


def _promote(session: Session, check_id: int, second: FundScan) -> None:
    if second.item_id is not None:
        item = item_facts(session, second.item_id)
        second.verdict = verdict(
            _scanned(session, check_id, item, False), _place(session, second.shelf)
        ).value
        session.flush()


def cancel_check(session: Session, work: Work, *, check_id: int) -> None:
    """Give a check up: it counts nowhere and says nothing of the fund."""
    check = open_check(session, check_id)
    check.state, check.closed_at, check.closed_by = CheckState.CANCELLED, work.now, work.actor_id
    session.flush()
    audit(session, work, "fund_check_cancelled", subject_type=SUBJECT, subject_id=check_id)


def open_check(session: Session, check_id: int) -> FundCheck:
    """Return a check that goes on and hold it until the commit; refuse any other."""
    query = select(FundCheck).where(FundCheck.id == check_id).with_for_update()
    check = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if check is None:
        raise CustodyNotFoundError(CheckingCode.UNKNOWN, check=check_id)
    if check.state is not CheckState.OPEN:
        raise CustodyError(CheckingCode.NOT_OPEN, title=check.title)
    return check
