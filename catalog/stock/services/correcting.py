"""An approved act is never changed: another act takes copies back or gives them another price.

A copy taken back is withdrawn with the correcting act as the reason: ACCESSION −1 (line 10 of the plan), ITEM_WITHDRAW
with the source `correction`, so that the books of written-off copies can leave it out. A copy with another price stays
where it is: its line is taken out and put in again, which adds up to nothing in copies.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import items_by_id
from catalog.items.services import MAY_BE_WITHDRAWN
from catalog.stock.errors import Reason, StockCode, StockError, StockRefused
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState
from catalog.stock.queries.readiness import taken_back
from catalog.stock.queries.standing import StandingCopy, StandingLine, named_by, standing
from catalog.stock.rules.money import check_price, price_in_som
from catalog.stock.services.drafting import locked
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.work import Done, ItemSnapshot, Work
from ils.errors import clean_text
from ils.library.funds import load_fund


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correcting act does: copies to take back, new prices (hundredths of the currency) by standing line."""

    take_back: Collection[int] = ()
    prices: Mapping[int, int] = field(default_factory=dict)


def begin_correction(
    session: Session, work: Work, *, act_id: int, wanted: Correction, day: date, document: str, note: str
) -> int:
    """Write a draft that corrects an approved act; returns its id. Whether copies may go is asked when it is approved."""
    first = locked(session, act_id)
    _refuse_uncorrectable(first)
    copies = standing(session, act_id)
    strangers = set(wanted.take_back) - {copy.item_id for copy in copies}
    if strangers:
        raise StockError(StockCode.NOT_OF_ACT, act=act_id, items=strangers)
    act = _draft_beside(session, work, first, day=day, document=document, note=note)
    lines = _write_lines(session, act, copies, wanted)
    if not lines:
        raise StockError(StockCode.NOTHING_TO_CORRECT, act=act_id)
    audit(session, work, "act_correction_begun", subject_type="act", subject_id=act.id, corrects=act_id)
    return act.id


def _refuse_uncorrectable(act: AcceptanceAct) -> None:
    if act.state is not ActState.APPROVED:
        raise StockError(StockCode.NOT_APPROVED, act=act.id)
    if act.corrects_id:
        raise StockError(StockCode.CORRECTS, act=act.id)


def _draft_beside(
    session: Session, work: Work, first: AcceptanceAct, *, day: date, document: str, note: str
) -> AcceptanceAct:
    act = AcceptanceAct(
        year=day.year, day=day, source=first.source, state=ActState.DRAFT, corrects_id=first.id,
        department=first.department, series=first.series, partner=first.partner,
        document=clean_text(document, field="document", limit=200) or first.document, document_day=None,
        contract=first.contract, currency=first.currency, rate=first.rate, commission=first.commission,
        note=clean_text(note, field="note", limit=1000, required=True), created_at=work.now,
        created_by=work.actor_id,
    )  # fmt: skip
    session.add(act)
    session.flush()
    return act


def _write_lines(
    session: Session, act: AcceptanceAct, copies: Sequence[StandingCopy], wanted: Correction
) -> list[AcceptanceLine]:
    written: list[tuple[AcceptanceLine, list[int]]] = []
    for line in dict.fromkeys(copy.line for copy in copies):
        ids = [copy.item_id for copy in copies if copy.line == line]
        written += _correct_line(act, line, ids, wanted)
    for position, (row, _ids) in enumerate(written, start=1):
        row.position = position
        session.add(row)
    session.flush()
    rows = [{"line_id": row.id, "item_id": item_id} for row, ids in written for item_id in ids]
    if rows:
        session.execute(insert(AcceptedItem), rows)
    return [row for row, _ids in written]


def _correct_line(
    act: AcceptanceAct, line: StandingLine, ids: list[int], wanted: Correction
) -> list[tuple[AcceptanceLine, list[int]]]:
    """Take copies out at their old price, and those that stay in again at the new one."""
    gone = [item_id for item_id in ids if item_id in wanted.take_back]
    stay = [item_id for item_id in ids if item_id not in wanted.take_back]
    price = check_price(wanted.prices.get(line.id, line.price))
    if price != line.price and stay:
        som = price_in_som(price, act.rate)
        out = _row(act, line, -len(ids), line.price, line.price_som)
        return [(out, ids), (_row(act, line, len(stay), price, som), stay)]
    return [(_row(act, line, -len(gone), line.price, line.price_som), gone)] if gone else []


def _row(act: AcceptanceAct, line: StandingLine, copies: int, price: int, price_som: int) -> AcceptanceLine:
    return AcceptanceLine(
        act_id=act.id, record_id=line.record_id, copies=copies, price=price, price_som=price_som,
        call_number=line.call_number, corrects_id=line.first_id, note="",
    )  # fmt: skip


def hold_copies(session: Session, act_id: int) -> None:
    """Hold the copies that an act names until the commit, so that no desk lends one meanwhile."""
    ids = {item_id for named in named_by(session, act_id).values() for item_id in named}
    session.execute(select(Item.id).where(Item.id.in_(ids)).order_by(Item.id).with_for_update())


def take_back_and_reprice(
    session: Session, work: Work, act: AcceptanceAct, lines: Sequence[AcceptanceLine]
) -> list[Done]:
    """Do to the copies what a correcting act says; returns what the log says of those taken back."""
    gone = sorted(taken_back(session, act.id))
    named = named_by(session, act.id)
    for line in lines:
        if line.copies > 0:
            ids = named[line.id]
            session.execute(update(Item).where(Item.id.in_(ids)).values(price=line.price_som or None))
    _withdraw(session, work, act, gone)
    return _withdrawn(session, act, gone)


def _withdraw(session: Session, work: Work, act: AcceptanceAct, ids: Sequence[int]) -> None:
    statement = (
        update(Item)
        .where(Item.id.in_(ids), Item.state.in_(MAY_BE_WITHDRAWN))
        .values(
            state=ItemState.WITHDRAWN, state_since=work.now, withdrawn_on=act.day,
            withdrawn_act=f"№ {act.number}/{act.year}",
        )
    )  # fmt: skip
    result = session.execute(statement, execution_options={"synchronize_session": "fetch"})
    if cast("CursorResult[Any]", result).rowcount != len(ids):
        raise StockRefused(StockCode.NOT_READY, [Reason(StockCode.COPY_CORRECTED, {"item": "…"})])


def _withdrawn(session: Session, act: AcceptanceAct, ids: Sequence[int]) -> list[Done]:
    fund = load_fund(session)
    found = items_by_id(session, ids)
    done = []
    for item_id in ids:
        copy = found[item_id]
        belongs = fund.has(department=copy.department, language=copy.language, number=copy.inventory_number)
        snapshot = ItemSnapshot(
            copy.language, copy.knowledge_branch, copy.document_type, fund.code if belongs else ""
        )
        done.append(
            Done(
                Kind.ITEM_WITHDRAW, "item", item_id, item=snapshot, source=Source.CORRECTION, day=act.day,
                note=copy.withdrawn_act,
            )
        )  # fmt: skip
    return done
