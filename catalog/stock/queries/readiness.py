"""Everything that stands in the way of approving an act, found at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import taken_numbers
from catalog.stock.errors import Reason, StockCode
from catalog.stock.models import AcceptanceLine, ActState, InventorySeries
from catalog.stock.queries.showing import ActView, LineView, act_view
from catalog.stock.queries.standing import StandingCopy, named_by, standing
from catalog.stock.rules.numbers import number_text, spellings
from catalog.stock.rules.ready import MOST_IN_ACT, Case, CaseLine, reasons

PORTION = 5_000  # numbers asked for at a time
SHOWN = 5  # numbers named in a refusal


def obstacles(
    session: Session, act: ActView, lines: Sequence[LineView], *, today: date
) -> tuple[Reason, ...]:
    """Return every reason against approving a draft; nothing for an act that is no draft."""
    if act.state is not ActState.DRAFT:
        return ()
    first = act_view(session, act.corrects_id) if act.corrects_id else None
    case = Case(
        source=act.source.value, day=act.day, today=today, facts=act.facts(),
        lines=tuple(_case_line(number, line) for number, line in enumerate(lines, start=1)),
        first_day=first.day if first else None,
    )  # fmt: skip
    found = [*reasons(case)]
    if first is not None:
        found += _against_correcting(session, act, first)
    else:
        found += _against_numbers(session, act, lines)
    return tuple(found)


def _case_line(number: int, line: LineView) -> CaseLine:
    return CaseLine(number, line.title, line.copies, line.price_som, line.note)


def _against_numbers(session: Session, act: ActView, lines: Sequence[LineView]) -> Iterator[Reason]:
    """Find numbers that the series would give and copies added elsewhere have, whatever zeros they stand with."""
    series = session.get_one(InventorySeries, act.series)
    copies = min(sum(line.copies for line in lines), MOST_IN_ACT)
    if not copies:
        return
    numbers = range(series.next_number, series.next_number + copies)
    texts = [text for number in numbers for text in spellings(series.prefix, number)]
    taken: list[str] = []
    for at in range(0, len(texts), PORTION):
        _codes, found = taken_numbers(session, barcodes=(), inventory_numbers=texts[at : at + PORTION])
        taken += sorted(found)
    if taken:
        shown = ", ".join(taken[:SHOWN]) + (" …" if len(taken) > SHOWN else "")
        first, last = (number_text(series.prefix, series.digits, each) for each in (numbers[0], numbers[-1]))
        told = {"first": first, "last": last, "numbers": shown, "count": len(taken), "series": series.code}
        yield Reason(StockCode.NUMBERS_TAKEN, told)


def _against_correcting(session: Session, act: ActView, first: ActView) -> Iterator[Reason]:
    """Find copies that can no longer be taken back or given another price."""
    copies = {copy.item_id: copy for copy in standing(session, first.id)}
    named = named_by(session, act.id)
    for item_id in sorted({each for ids in named.values() for each in ids} - copies.keys()):
        yield Reason(StockCode.COPY_CORRECTED, {"item": item_id})
    for item_id in sorted(taken_back(session, act.id) & copies.keys()):
        if reason := _against_taking(copies[item_id]):
            yield reason


def _against_taking(copy: StandingCopy) -> Reason | None:
    told = {"code": copy.code, "title": copy.line.title}
    if copy.state is ItemState.ON_LOAN:
        return Reason(StockCode.COPY_ON_LOAN, told)
    if copy.state in {ItemState.HELD, ItemState.IN_TRANSIT}:
        return Reason(StockCode.COPY_PROMISED, told)
    if copy.state is ItemState.WITHDRAWN:
        return Reason(StockCode.COPY_WITHDRAWN, told)
    if copy.label:
        return Reason(StockCode.COPY_PLACED, {**told, "label": copy.label})
    return None


def taken_back(session: Session, act_id: int) -> set[int]:
    """Return the copies that a correcting act takes back: in a negative line of it and in no positive one."""
    named = named_by(session, act_id)
    signs = {line_id: session.get_one(AcceptanceLine, line_id).copies > 0 for line_id in named}
    kept = {item for line_id, ids in named.items() if signs[line_id] for item in ids}
    gone = {item for line_id, ids in named.items() if not signs[line_id] for item in ids}
    return gone - kept
