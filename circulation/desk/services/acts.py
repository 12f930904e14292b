"""What a scan does: lend, take back, ask which of the two a number is, say that nobody has it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, nearest_codes
from circulation.desk.errors import DeskCode
from circulation.desk.rules import Act, Box, BoxKind, Desk, Outcome, Row, Said, Told, told_of
from circulation.desk.services.saying import attempt, row_of, stopped
from circulation.loans.rules import Acknowledgement, Reason, Severity, copy_unknown, reader_unknown
from circulation.loans.services import RENEWED, RETURNED, Lent, Returned, check_in, check_out
from circulation.patrons.queries import PatronFacts, patron_facts
from ils.activity.work import Work
from ils.errors import LibraryError


def lend(
    session: Session,
    work: Work,
    desk: Desk,
    item: ItemFacts,
    scanned: str,
    acknowledged: Acknowledgement | None,
) -> Said:
    """Lend the copy to the reader whose session is open, or renew it by CO-14."""
    patron = patron_facts(session, desk.patron_id or 0)
    row = replace(row_of(item, Outcome.LENT, scanned), patron_id=patron.id, reader=patron.full_name)
    lent = attempt(
        session,
        lambda: check_out(session, work, card=patron.card_number, code=item.code, acknowledged=acknowledged),
    )
    if isinstance(lent, LibraryError):
        return stopped(desk, work, row, lent, Act.LEND, answered=acknowledged is not None)
    outcome = Outcome.RENEWED if lent.outcome == RENEWED else Outcome.LENT
    return Said(
        desk,
        rows=(replace(row, outcome=outcome, loan_id=lent.loan_id, due=lent.due_on, told=_beside(lent)),),
    )


def _beside(lent: Lent) -> tuple[Told, ...]:
    """Return what happened beside the loan itself."""
    told = list(told_of(each for each in lent.reasons if each.severity is Severity.TELL))
    if lent.taken_back_from:
        told.append(Told(DeskCode.TAKEN_FROM, {"reader": lent.taken_back_from}))
    if lent.running_number:
        told.append(Told(DeskCode.REGISTERED_NOW, {"number": lent.running_number}))
    return tuple(told)


def take_back(session: Session, work: Work, desk: Desk, item: ItemFacts, scanned: str) -> Said:
    """Take the copy back, whoever has it; an open session of another reader stays open."""
    returned = attempt(session, lambda: check_in(session, work, code=item.code))
    if isinstance(returned, LibraryError):
        return stopped(desk, work, row_of(item, Outcome.REFUSED, scanned), returned, Act.TAKE_BACK)
    return Said(desk, rows=(_returned_row(item, returned, scanned),))


def _returned_row(item: ItemFacts, returned: Returned, scanned: str) -> Row:
    outcome = Outcome.RETURNED if returned.outcome == RETURNED else Outcome.ON_SHELF
    patron = returned.patron
    return replace(
        row_of(item, outcome, scanned),
        patron_id=patron.id if patron else None,
        reader=patron.full_name if patron else "",
        loan_id=returned.loan_id,
        told=told_of(returned.reasons),
    )


def ask_which(desk: Desk, code: str, patron: PatronFacts, item: ItemFacts) -> Said:
    """Ask what a number means that is both a card and a copy (SB-06)."""
    box = Box(BoxKind.WHICH, Act.FIND, code, title=item.title, reader=patron.full_name)
    return Said(desk, box=box)


def unknown(session: Session, desk: Desk, code: str) -> Said:
    """Say that neither a copy nor a reader has this number (CO-01, CO-02)."""
    reasons: tuple[Reason, ...] = (
        copy_unknown("CO-01", code, nearest_codes(session, code)),
        reader_unknown(code),
    )
    return _not_found(desk, code, told_of(reasons))


def unknown_command(desk: Desk, code: str) -> Said:
    """Say that there is no such command barcode."""
    return _not_found(desk, code, (Told(DeskCode.COMMAND_UNKNOWN, {"scanned": code}, severity="block"),))


def _not_found(desk: Desk, code: str, told: tuple[Told, ...]) -> Said:
    row = Row(Outcome.REFUSED, code, told=told)
    return Said(desk, rows=(row,), box=Box(BoxKind.REFUSED, Act.FIND, code, told=told))
