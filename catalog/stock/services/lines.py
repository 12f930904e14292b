"""The lines of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.queries import record_heading
from catalog.records.models import Record
from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError
from catalog.stock.models import AcceptanceAct, AcceptanceLine
from catalog.stock.rules.money import check_price, price_in_som
from catalog.stock.rules.ready import MOST_COPIES
from catalog.stock.services.drafting import draft
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class NewLine:
    """Copies of one record; `price` of one copy in hundredths of the act's currency."""

    record_id: int
    copies: int
    price: int = 0
    call_number: str = ""
    note: str = ""


def add_line(session: Session, work: Work, *, act_id: int, line: NewLine) -> int:
    """Add a line to a draft; returns its id."""
    return add_lines(session, work, act_id=act_id, lines=[line])[0]


def add_lines(session: Session, work: Work, *, act_id: int, lines: Sequence[NewLine]) -> list[int]:
    """Add lines to a draft, all of them or none; returns their ids."""
    act = _plain_draft(session, act_id)
    last = select(func.coalesce(func.max(AcceptanceLine.position), 0)).where(AcceptanceLine.act_id == act_id)
    position = session.scalars(last).one()
    rows = [
        AcceptanceLine(act_id=act_id, position=position + step, **_values(session, act, line))
        for step, line in enumerate(lines, start=1)
    ]
    session.add_all(rows)
    session.flush()
    audit(session, work, "act_lines_added", subject_type="act", subject_id=act_id, lines=len(rows))
    return [row.id for row in rows]


def change_line(session: Session, work: Work, *, act_id: int, line_id: int, line: NewLine) -> None:
    """Change a line of a draft."""
    act = _plain_draft(session, act_id)
    row = _line(session, act_id, line_id)
    for name, value in _values(session, act, line).items():
        setattr(row, name, value)
    session.flush()
    audit(session, work, "act_line_changed", subject_type="act", subject_id=act_id, line=row.position)


def remove_line(session: Session, work: Work, *, act_id: int, line_id: int) -> None:
    """Take a line out of a draft."""
    _plain_draft(session, act_id)
    row = _line(session, act_id, line_id)
    session.delete(row)
    session.flush()
    audit(session, work, "act_line_removed", subject_type="act", subject_id=act_id, line=row.position)


def _plain_draft(session: Session, act_id: int) -> AcceptanceAct:
    """Return a draft whose lines are written by hand: those of a correcting act follow from what it corrects."""
    act = draft(session, act_id)
    if act.corrects_id:
        raise StockError(StockCode.CORRECTS, act=act_id)
    return act


def _line(session: Session, act_id: int, line_id: int) -> AcceptanceLine:
    row = session.get(AcceptanceLine, line_id)
    if row is None or row.act_id != act_id:
        raise StockNotFoundError(StockCode.LINE_UNKNOWN, line=line_id)
    return row


def _values(session: Session, act: AcceptanceAct, line: NewLine) -> dict[str, object]:
    if not 0 < line.copies <= MOST_COPIES:
        raise StockInputError(StockCode.COUNT_INVALID, count=line.copies, most=MOST_COPIES)
    price = check_price(line.price)
    return {
        "record_id": kept_record(session, record_heading(session, line.record_id).id),
        "copies": line.copies,
        "price": price,
        "price_som": price_in_som(price, act.rate),
        "call_number": clean_text(line.call_number, field="call_number", limit=100),
        "note": clean_text(line.note, field="note", limit=500),
    }


def kept_record(session: Session, record_id: int) -> int:
    """Return the record itself, or the one into which it was merged."""
    into = session.scalars(select(Record.merged_into).where(Record.id == record_id)).one()
    return record_id if into is None else kept_record(session, into)
