"""A reader's personal data taken out on request (practice.md §8); rows, sums and figures stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from circulation.account.errors import CareCode, OwnError, OwnInputError
from circulation.account.models import Clearance
from circulation.account.queries.history import old_holds, old_loans, old_visits
from circulation.account.queries.keepers import keepers
from circulation.account.queries.typed import signs_of
from circulation.account.rules import GONE
from circulation.account.services.forgetting import (
    LetGo,
    forget_claims,
    forget_holds,
    forget_loans,
    forget_parts,
    forget_visits,
)
from circulation.account.services.typed import forget_typed
from circulation.charges.models import Charge, Receipt
from circulation.charges.queries import owed
from circulation.desk.services.scans import forget_scans_about
from circulation.events.queries.forgetting import old_attendances, old_memberships
from circulation.events.services.forgetting import end_memberships, forget_attendances, forget_memberships
from circulation.holds.models import Hold
from circulation.holds.queries import ACTIVE_STATES
from circulation.holds.services import cancel_hold
from circulation.loans.models import Loan, Loss, LossState
from circulation.overdue.models import Call, Promise
from circulation.paid.services.forgetting import forget_payer
from circulation.patrons.models import Patron, PatronImportRow, PatronPhoto, Restriction, TelegramLink
from circulation.patrons.rules import full_name, name_keys
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.outbox.services import forget_recipient
from ils.text import fold

# Every column of a reader is here or in KEPT; a test holds that.
BLANK: dict[str, Any] = {
    "given_name": "", "patronymic": "", "other_name": "", "other_typed": False, "birth_date": None, "sex": "",
    "citizenship": "", "phone": "", "email": "", "address": "", "education": "", "workplace": "", "faculty": "",
    "course": "", "study_group": "", "document_number": "", "guardian_id": None, "guardian_name": "",
    "guardian_phone": "", "contract_number": "", "contact_name": "", "member_until": None, "consent_on": None,
    "channels": None, "telegram_id": None, "pin_hash": "", "pin_failures": 0, "pin_locked_until": None, "note": "",
}  # fmt: skip
MADE = frozenset({"surname", "name_sort", "name_folded", "erased_at"})
KEPT = frozenset({"id", "card_number", "category", "kind", "language", "card_lost_on", "created_at"})


@dataclass(frozen=True, slots=True)
class Erased:
    """Whose data were erased, by the card, and what let go of the reader; `holds_cancelled` still waited."""

    card_number: str
    holds_cancelled: int
    let_go: LetGo


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against erasing: copies at home, losses not made good, soʻm owed either way, children answered for."""

    loans: int
    losses: int
    amount: int
    children: int

    def __bool__(self) -> bool:
        return bool(self.loans or self.losses or self.amount or self.children)


def standing(session: Session, patron_id: int) -> Standing:
    """Return what must be settled before a reader's data can be erased."""
    open_loans = select(func.count()).where(Loan.patron_id == patron_id, Loan.closed_at.is_(None))
    losses = select(func.count()).where(Loss.patron_id == patron_id, Loss.state == LossState.OPEN)
    children = select(func.count()).where(Patron.guardian_id == patron_id, Patron.erased_at.is_(None))
    counts = [session.scalars(each).one() for each in (open_loans, losses, children)]
    return Standing(counts[0], counts[1], owed(session, patron_id), counts[2])


def erase(session: Session, work: Work, *, patron_id: int, reason: str, card: str | None = None) -> Erased:
    """Take all personal data of a reader out; the card number and the category stay, and nothing is lent on it again.

    Refused while anything stands, all of it told at once. The reason goes into the audit trail, which nobody can
    change: it must not name the reader. `card`: the number typed to confirm, None where nobody is asked.
    """
    text = clean_text(reason, field="reason", limit=300, required=True)
    patron = locked_patron(session, patron_id)
    _refuse(session, patron, text, card)
    number = patron.card_number
    _blank_around(session, patron_id)
    _blank_lines_like(session, patron)
    forget_scans_about(session, words=(number, patron.surname, patron.given_name))
    messages = forget_recipient(session, work, recipient_type="patron", recipient_id=patron_id)
    forget_typed(session, signs_of(session, patron_id))
    cancelled = _cancel_holds(session, work, patron_id)
    let_go = _let_go(session, work, patron_id, messages)
    _blank_reader(session, patron_id, number, work.now)
    audit(session, work, "reader_erased", subject_type="patron", subject_id=patron_id, reason=text)
    session.flush()
    return Erased(number, cancelled, let_go)


def _refuse(session: Session, patron: Patron, reason: str, card: str | None) -> None:
    if card is not None and card.strip().upper() != patron.card_number.upper():
        raise OwnInputError(CareCode.CARD_DIFFERS)
    stands = standing(session, patron.id)
    if stands:
        raise OwnError(
            CareCode.STILL_STANDS, loans=stands.loans, losses=stands.losses, amount=stands.amount,
            children=stands.children,
        )  # fmt: skip
    name = set(fold(full_name(patron.surname, patron.given_name, patron.patronymic)).split())
    if name & {word for word in fold(reason).split() if len(word) > 2}:
        raise OwnInputError(CareCode.NAME_IN_REASON)


def _cancel_holds(session: Session, work: Work, patron_id: int) -> int:
    waiting = select(Hold.id).where(Hold.patron_id == patron_id, Hold.state.in_(ACTIVE_STATES))
    ids = list(session.scalars(waiting.order_by(Hold.id)))
    for hold_id in ids:
        cancel_hold(session, work, hold_id=hold_id)
    return len(ids)


def _let_go(session: Session, work: Work, patron_id: int, messages: int) -> LetGo:
    """Let everything that has ended go of the reader, however young; what a document names keeps the bare card."""
    session.flush()
    loans = list(session.scalars(old_loans(work.day, patron_id=patron_id)))
    holds = list(session.scalars(old_holds(patron_id=patron_id)))
    visits = list(session.scalars(old_visits(patron_id=patron_id)))
    _run(session, update(Hold).where(Hold.patron_id == patron_id).values(end_reason=""))
    forget_loans(session, loans, day=work.day)
    forget_holds(session, holds)
    forget_visits(session, visits)
    came, members = _out_of_events(session, work, patron_id)
    forget_payer(session, patron_id=patron_id)
    for keeper in keepers():
        keeper.erase(session, work, patron_id)
    return LetGo(len(loans), len(holds), len(visits), came, members, messages)


def _out_of_events(session: Session, work: Work, patron_id: int) -> tuple[int, int]:
    """Let events and clubs go of a reader; a membership of today ends."""
    end_memberships(session, work, patron_id=patron_id)
    came = list(session.scalars(old_attendances(patron_id=patron_id)))
    members = list(session.scalars(old_memberships(patron_id=patron_id)))
    forget_attendances(session, came)
    forget_memberships(session, members)
    return len(came), len(members)


def _blank_around(session: Session, patron_id: int) -> None:
    """Empty whatever was typed about the reader anywhere; the rows and their sums stay."""
    own: tuple[tuple[Any, dict[str, Any]], ...] = (
        (Restriction, {"reason": "", "lift_reason": ""}), (Call, {"note": ""}), (Promise, {"note": ""}),
        (Loss, {"note": ""}), (Charge, {"note": ""}), (Receipt, {"note": ""}), (Clearance, {"reason": GONE}),
        (PatronImportRow, {"cells": {}, "problem": None}),
    )  # fmt: skip
    for table, values in own:
        _run(session, update(table).where(table.patron_id == patron_id).values(values))
    withdrawn = (Clearance.patron_id == patron_id, Clearance.withdrawn_at.is_not(None))
    _run(session, update(Clearance).where(*withdrawn).values(withdraw_reason=GONE))
    for table in (PatronPhoto, TelegramLink):
        _run(session, delete(table).where(table.patron_id == patron_id))
    loans = list(session.scalars(select(Loan.id).where(Loan.patron_id == patron_id)))
    forget_claims(session, loans)
    forget_parts(session, loans)


def _blank_lines_like(session: Session, patron: Patron) -> None:
    """Empty lines of imported tables that became no reader but tell of this one: by the card, or by name."""
    name = set(fold(full_name(patron.surname, patron.given_name, "")).split())
    loose = select(PatronImportRow).where(PatronImportRow.patron_id.is_(None))
    for row in session.scalars(loose.execution_options(yield_per=1000)):
        told = [*row.cells.values(), *(row.problem or {}).get("facts", {}).values()]
        words = set(fold(" ".join(map(str, told))).split())
        if name <= words or patron.card_number in map(str, told):
            row.cells, row.problem = {}, None
    session.flush()


def _blank_reader(session: Session, patron_id: int, card: str, at: datetime) -> None:
    """The surname becomes the card number: every page that named the reader still names somebody."""
    name = f"№ {card}"
    sort, folded = name_keys(name)
    made = {"surname": name, "name_sort": sort, "name_folded": folded, "erased_at": at}
    _run(session, update(Patron).where(Patron.id == patron_id).values(BLANK | made))


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
