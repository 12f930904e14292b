"""Approving an act: one transaction gives it its number, its copies theirs, and the log its rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from catalog.items.queries import record_headings, snapshot_of
from catalog.items.rules import NewItem
from catalog.items.services import added, free_barcodes, insert_items, queue_numbers
from catalog.stock.errors import StockCode, StockRefused
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState, InventorySeries
from catalog.stock.queries.readiness import obstacles
from catalog.stock.queries.showing import act_lines, act_view
from catalog.stock.rules.numbers import number_text
from catalog.stock.services.correcting import hold_copies, take_back_and_reprice
from catalog.stock.services.drafting import draft, lines_of, locked
from catalog.stock.services.lines import kept_record
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.funds import load_fund


def approve(session: Session, work: Work, *, act_id: int) -> int:
    """Approve a draft; ACT_NOT_READY with all reasons if anything is missing. Returns the act's number in its year.

    Whoever gives numbers to copies passes one by one, so that numbers of acts and of copies come without a gap.
    """
    queue_numbers(session)
    act = draft(session, act_id)
    if act.corrects_id:
        locked(session, act.corrects_id)  # two corrections of one act, one after the other
        hold_copies(session, act_id)
    lines = lines_of(session, act_id)
    for line in lines:
        line.record_id = kept_record(session, line.record_id)
    session.flush()
    _refuse_unready(session, work, act_id)
    _number(session, work, act)
    done = (
        take_back_and_reprice(session, work, act, lines)
        if act.corrects_id
        else _accept(session, work, act, lines)
    )
    audit(
        session,
        work,
        "act_approved",
        subject_type="act",
        subject_id=act_id,
        number=f"{act.number}/{act.year}",
    )
    record(session, work, *_logged(session, act, lines), *done)
    return act.number or 0


def _refuse_unready(session: Session, work: Work, act_id: int) -> None:
    view = act_view(session, act_id)
    found = obstacles(session, view, act_lines(session, view), today=work.day)
    if found:
        raise StockRefused(StockCode.NOT_READY, found)


def _number(session: Session, work: Work, act: AcceptanceAct) -> None:
    last = select(func.coalesce(func.max(AcceptanceAct.number), 0)).where(AcceptanceAct.year == act.day.year)
    act.number = (session.scalars(last).one() or 0) + 1
    act.year = act.day.year
    act.state = ActState.APPROVED
    act.approved_at = work.now
    act.approved_by = work.actor_id
    session.flush()


def _accept(session: Session, work: Work, act: AcceptanceAct, lines: Sequence[AcceptanceLine]) -> list[Done]:
    """Make the copies; returns what the log says of each."""
    series = session.scalars(
        select(InventorySeries).where(InventorySeries.code == act.series).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
    codes = iter(free_barcodes(session, sum(line.copies for line in lines)))
    new: list[NewItem] = []
    for line in lines:
        line.first_number = series.next_number
        line.last_number = series.next_number + line.copies - 1
        series.next_number += line.copies
        new += [_item(act, line, series, number, next(codes)) for number in _numbers(line)]
    ids = insert_items(session, work, new)
    whose = [line.id for line in lines for _copy in range(line.copies)]
    rows = [{"line_id": line, "item_id": item} for line, item in zip(whose, ids, strict=True)]
    session.execute(insert(AcceptedItem), rows)
    return added(session, new, ids, source=act.source.value)


def _numbers(line: AcceptanceLine) -> range:
    first, last = line.first_number or 0, line.last_number or 0
    return range(first, last + 1)


def _item(
    act: AcceptanceAct, line: AcceptanceLine, series: InventorySeries, number: int, code: str
) -> NewItem:
    return NewItem(
        record_id=line.record_id,
        department=act.department,
        barcode=code,
        inventory_number=number_text(series.prefix, series.digits, number),
        call_number=line.call_number,
        price=line.price_som or None,
        acquired_on=act.day,
    )


def _logged(session: Session, act: AcceptanceAct, lines: Sequence[AcceptanceLine]) -> list[Done]:
    """Return an ACCESSION a line, with its sign, on the act's own day: line 10 of the plan is the sum of them."""
    headings = record_headings(session, {line.record_id for line in lines})
    fund, series = load_fund(session), session.get_one(InventorySeries, act.series)
    number = number_text(
        series.prefix, series.digits, series.next_number
    )  # of the book that all lines are in
    return [
        Done(
            Kind.ACCESSION, "acceptance_line", line.id, amount=line.copies, source=act.source.value, day=act.day,
            item=snapshot_of(headings[line.record_id], department=act.department, number=number, fund=fund),
            note=f"№ {act.number}/{act.year}",
        )
        for line in lines
    ]  # fmt: skip
