"""How an act that went through, or was stopped, becomes rows and boxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.desk.errors import DeskCode
from circulation.desk.rules import Act, Box, BoxKind, Desk, Outcome, Row, Said, Told, told_of
from circulation.loans.errors import LoanRefused
from circulation.loans.rules import Fact, acknowledge, to_text
from circulation.loans.rules import Outcome as Decision
from circulation.patrons.queries import PatronFacts
from ils.activity.work import Work
from ils.errors import LibraryError
from ils.text import repair_layout

R = TypeVar("R")


def attempt(session: Session, act: Callable[[], R]) -> R | LibraryError:
    """Run an act in a savepoint, so that a refusal halfway leaves nothing behind but the receipt."""
    try:
        with session.begin_nested():
            return act()
    except LibraryError as refusal:
        return refusal


def row_of(item: ItemFacts, outcome: Outcome, scanned: str = "") -> Row:
    """Return the row of a copy, under the number that was scanned: barcode or inventory number."""
    readings = {scanned.upper(), (repair_layout(scanned) or "").upper()}
    return Row(
        outcome,
        code=number if (number := item.inventory_number) and number in readings else item.code,
        title=item.title,
        author=item.author or item.responsibility,
        language=item.language,
        call_number=item.call_number,
        record_id=item.record_id,
    )


def reader_row(patron: PatronFacts, outcome: Outcome, *told: Told) -> Row:
    """Return the row of a card."""
    return Row(
        outcome, code=patron.card_number, title=patron.full_name, patron_id=patron.id, told=tuple(told)
    )


def stopped(
    desk: Desk, work: Work, row: Row, refusal: LibraryError, act: Act, *, answered: bool = False
) -> Said:
    """Return the box of a refusal, with every reason; a question leaves no row until it is answered.

    `answered` tells that a yes was given and did not hold: too late, or something had changed meanwhile.
    """
    told = reasons_of(refusal)
    box = Box(BoxKind.REFUSED, act, row.code, row.title, row.reader, told, loan_id=row.loan_id)
    if isinstance(refusal, LoanRefused):
        box = replace(box, acknowledgement=to_text(acknowledge(refusal.assessment, at=work.now)))
        if refusal.assessment.outcome is Decision.ASK:
            again = (Told(DeskCode.ASKED_AGAIN),) if answered else ()
            return Said(desk, box=replace(box, kind=BoxKind.ASKED), notes=again)
    return Said(desk, rows=(replace(row, outcome=Outcome.REFUSED, told=told),), box=box)


def reasons_of(refusal: LibraryError, *, about: str = "") -> tuple[Told, ...]:
    """Return why an act was refused: all reasons of an assessment, else the one code of the refusal."""
    if isinstance(refusal, LoanRefused):
        return told_of(refusal.assessment.reasons, about=about)
    facts = {name: _plain(value) for name, value in refusal.facts.items()}
    return (Told(str(refusal.code), facts, severity="block", about=about),)


def _plain(value: object) -> Fact:
    return value if isinstance(value, str | int | date | None) else str(value)
