"""Proof that acts, copies and the log agree, and that no number is missing or given twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState, InventorySeries
from catalog.stock.rules.numbers import leads
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity

_APPROVED = AcceptanceAct.state == ActState.APPROVED


def acts_are_logged(session: Session) -> Iterator[Problem]:
    """Line 10: the copies of all approved acts, with their sign, are what the log says, in all and by source."""
    kept = {
        source.value: int(copies)
        for source, copies in session.execute(
            select(AcceptanceAct.source, func.sum(AcceptanceLine.copies))
            .join(AcceptanceLine, AcceptanceLine.act_id == AcceptanceAct.id)
            .where(_APPROVED)
            .group_by(AcceptanceAct.source)
        )
    }
    yield from equals_log(session, what="acceptance", rows=sum(kept.values()), kinds=(Kind.ACCESSION,))
    logged = {
        source: int(amount)
        for source, amount in session.execute(
            select(Activity.source, func.sum(Activity.amount))
            .where(Activity.kind == Kind.ACCESSION)
            .group_by(Activity.source)
        )
    }
    for source in sorted(kept.keys() | logged.keys()):
        if kept.get(source, 0) != logged.get(source, 0):
            what = f"acceptance:{source}"
            facts = {"what": what, "rows": kept.get(source, 0), "logged": logged.get(source, 0)}
            yield Problem("log_differs", facts)


def lines_have_their_copies(session: Session) -> Iterator[Problem]:
    """A line of an approved act names as many copies as it counts."""
    named = func.count(AcceptedItem.item_id)
    rows = session.execute(
        select(
            AcceptanceAct.number, AcceptanceAct.year, AcceptanceLine.position, AcceptanceLine.copies, named
        )
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .outerjoin(AcceptedItem, AcceptedItem.line_id == AcceptanceLine.id)
        .where(_APPROVED)
        .group_by(
            AcceptanceLine.id,
            AcceptanceAct.number,
            AcceptanceAct.year,
            AcceptanceLine.position,
            AcceptanceLine.copies,
        )
        .having(named != func.abs(AcceptanceLine.copies))
        .order_by(AcceptanceLine.id)
    )
    for number, year, position, copies, found in rows:
        told = {"act": f"{number}/{year}", "line": position, "copies": copies, "found": found}
        yield Problem("act_copies_differ", told)


def taken_back_copies_are_gone(session: Session) -> Iterator[Problem]:
    """A copy of which approved acts hold nothing any more is withdrawn."""
    sign = func.sum(AcceptanceLine.copies / func.abs(AcceptanceLine.copies))
    rows = session.execute(
        select(Item.id, Item.inventory_number)
        .join(AcceptedItem, AcceptedItem.item_id == Item.id)
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(_APPROVED)
        .group_by(Item.id, Item.inventory_number, Item.state)
        .having(sign < 1, Item.state != ItemState.WITHDRAWN)
        .order_by(Item.id)
    )
    for item_id, number in rows:
        yield Problem("act_copy_still_here", {"item": item_id, "inventory_number": number})


def act_numbers_have_no_gaps(session: Session) -> Iterator[Problem]:
    """The approved acts of a year are numbered 1, 2, 3 …"""
    rows = session.execute(
        select(
            AcceptanceAct.year, func.count(), func.min(AcceptanceAct.number), func.max(AcceptanceAct.number)
        )
        .where(_APPROVED)
        .group_by(AcceptanceAct.year)
        .order_by(AcceptanceAct.year)
    )
    for year, count, first, last in rows:
        if (first, last) != (1, count):
            yield Problem("act_number_gap", {"year": year, "acts": count, "first": first, "last": last})


def series_have_no_gaps(session: Session) -> Iterator[Problem]:
    """The ranges that acts gave follow one another up to the next number, but for moves by hand, which are audited."""
    moves = _moves(session)
    for series in session.scalars(select(InventorySeries).order_by(InventorySeries.code)):
        ranges = session.execute(
            select(AcceptanceLine.first_number, AcceptanceLine.last_number)
            .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
            .where(AcceptanceAct.series == series.code, _APPROVED, AcceptanceLine.first_number.is_not(None))
            .order_by(AcceptanceLine.first_number)
        ).all()
        ends = [(first or 0) for first, _last in ranges[1:]] + [series.next_number]
        for (_first, last), begins in zip(ranges, ends, strict=False):
            if not leads(moves[series.code], (last or 0) + 1, begins):
                yield Problem("series_gap", {"series": series.code, "after": last, "next": begins})


def _moves(session: Session) -> dict[str, dict[int, set[int]]]:
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for details in session.scalars(select(AuditEntry.details).where(AuditEntry.action == "series_moved")):
        found[details["code"]][details["was"]].add(details["becomes"])
    return found


CHECKS: tuple[Check, ...] = (
    acts_are_logged,
    lines_have_their_copies,
    taken_back_copies_are_gone,
    act_numbers_have_no_gaps,
    series_have_no_gaps,
)
