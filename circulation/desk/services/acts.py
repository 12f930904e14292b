"""What a scanned copy does: lend, take back, renew, wait for; which of the two a number is; that nobody has it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from catalog.items.models import Use
from catalog.items.queries import ItemFacts, nearest_codes
from circulation.desk.errors import DeskCode
from circulation.desk.rules import (
    TAKES_BACK,
    Act,
    Box,
    BoxKind,
    Desk,
    Mode,
    Outcome,
    Place,
    Row,
    Said,
    Slip,
    Told,
    told_of,
)
from circulation.desk.services.saying import attempt, row_of, stopped
from circulation.loans.errors import LoanCode
from circulation.loans.rules import Acknowledgement, Reason, Severity, copy_unknown, reader_unknown
from circulation.loans.services import RENEWED, RETURNED, Lent, Override, Returned, check_in, check_out
from circulation.patrons.queries import PatronFacts, patron_facts
from ils.activity.work import Work
from ils.errors import LibraryError


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person said to the questions and blocks of a scan: the yes, the override, the parts that are missing."""

    yes: Acknowledgement | None = None
    override: Override | None = None
    parts: str | None = None

    @property
    def given(self) -> bool:
        """Tell whether anything was answered at all."""
        return self.yes is not None or self.override is not None or self.parts is not None


UNANSWERED = Answered()


def lend(
    session: Session, work: Work, desk: Desk, item: ItemFacts, scanned: str, answered: Answered = UNANSWERED
) -> Said:
    """Lend the copy to the reader whose session is open, or renew it by CO-14."""
    patron = patron_facts(session, desk.patron_id or 0)
    row = replace(row_of(item, Outcome.LENT, scanned), patron_id=patron.id, reader=patron.full_name)
    lent = attempt(
        session,
        lambda: check_out(
            session, work, card=patron.card_number, code=item.code, acknowledged=answered.yes,
            override=answered.override, due_on=desk.due_on,
            use=None if desk.place is Place.HOME else Use(desk.place.value),
        ),
    )  # fmt: skip
    if isinstance(lent, LibraryError):
        return stopped(desk, work, row, lent, Act.LEND, answered=answered.given)
    outcome = Outcome.RENEWED if lent.outcome == RENEWED else Outcome.LENT
    told = (*_passed(answered), *_beside(lent))
    row = replace(
        row, outcome=outcome, loan_id=lent.loan_id, due=lent.due_on, minute=lent.due_minute, told=told
    )
    return Said(desk, rows=(row,))


def _passed(answered: Answered) -> tuple[Told, ...]:
    return (
        (Told(DeskCode.OVERRIDDEN, {"reason": answered.override.reason}, severity="tell"),)
        if answered.override
        else ()
    )


def _beside(lent: Lent) -> tuple[Told, ...]:
    """Return what happened beside the loan itself."""
    told = list(told_of(each for each in lent.reasons if each.severity is Severity.TELL))
    if lent.taken_back_from:
        told.append(Told(DeskCode.TAKEN_FROM, {"reader": lent.taken_back_from}))
    if lent.running_number:
        told.append(Told(DeskCode.REGISTERED_NOW, {"number": lent.running_number}))
    return tuple(told)


def take_back(
    session: Session, work: Work, desk: Desk, item: ItemFacts, scanned: str, answered: Answered = UNANSWERED
) -> Said:
    """Take the copy back, whoever has it; an open session of another reader stays open.

    The modes of the desk say how: dated back, from the book drop (CI-11), from the tables of the room (CI-02).
    """
    returned = attempt(
        session,
        lambda: check_in(
            session, work, code=item.code, on=desk.back_on if desk.mode in TAKES_BACK else None,
            drop=desk.mode is Mode.DROP, parts=answered.parts, acknowledged=answered.yes,
            room_use=desk.mode is Mode.IN_ROOM,
        ),
    )  # fmt: skip
    if isinstance(returned, LibraryError):
        row = row_of(item, Outcome.REFUSED, scanned)
        return stopped(desk, work, row, returned, Act.TAKE_BACK, answered=answered.given)
    return Said(desk, rows=(_returned_row(item, returned, scanned),), slip=_hold_slip(returned))


def _returned_row(item: ItemFacts, returned: Returned, scanned: str) -> Row:
    patron = returned.patron
    return replace(
        row_of(item, _came_back(returned), scanned),
        patron_id=patron.id if patron else None,
        reader=patron.full_name if patron else "",
        loan_id=returned.loan_id,
        told=told_of(returned.reasons),
    )


def _came_back(returned: Returned) -> Outcome:
    codes = {each.code for each in returned.reasons}
    if returned.outcome == RETURNED:
        return Outcome.RETURNED
    if LoanCode.SCANNED_TWICE in codes:
        return Outcome.TWICE
    if LoanCode.USED_IN_ROOM in codes:
        return Outcome.IN_ROOM
    return Outcome.ARRIVED if returned.arrived else Outcome.ON_SHELF


def _hold_slip(returned: Returned) -> Slip | None:
    """Return the slip that goes into a copy set aside for a reader (CI-05)."""
    if returned.caught:
        return Slip(returned.caught.patron_id, returned.caught.hold_id)
    arrived = returned.arrived
    return Slip(0, arrived.hold_id) if arrived and arrived.hold_id else None


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
