"""With which arguments the pages of the desk's subjects are visited, and what has to stand there before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.charges.models import Charge, ChargeKind, Method
from circulation.charges.services import charge, pay
from circulation.holds.models import Hold
from circulation.loans.models import Loan, Loss, Redating
from circulation.loans.services.losing import declare_lost
from circulation.loans.services.redating import redate
from circulation.policies.models import LoanLimit
from circulation.policies.services import save_limit
from ils.activity.work import Work
from ils.outbox.models import Message

NOT_PAGES = {
    "charges.paper", "desk.commands", "loans.losses_paper", "loans.losses_sheet", "outbox.letters_pdf",
    "overdue.export", "foreign_overdue.export",
}  # fmt: skip
Asked = Mapping[str, Any]


def write(session: Session, work: Work) -> None:
    """Leave a debt, a receipt, a lost copy, a late closure and a limit."""
    owes = charge(
        session, work, patron_id=1, kind=ChargeKind.DAMAGE, amount=12_000, note="Muqovasi yirtilgan"
    )
    pay(session, work, patron_id=1, amount=5_000, method=Method.CASH, charge_id=owes)
    newest = select(Loan.id).where(Loan.closed_at.is_(None), Loan.lost_on.is_(None)).order_by(Loan.id.desc())
    declare_lost(session, work, loan_id=session.scalars(newest).first() or 0)
    closed = work.day + timedelta(days=7)
    redate(session, work, first=closed, last=closed + timedelta(days=2), reason="Taʼmir")
    save_limit(session, work, category="pupil", item_type="book", fund="", copies=2)


def desk_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of these subjects; `write` comes first."""

    def first(column: Any) -> int:
        return int(session.scalars(select(column).order_by(column)).first() or 0)

    hold, owes = session.scalars(select(Hold).order_by(Hold.id)).first(), first(Charge.id)
    assert hold is not None
    receipt = 1
    return {
        "charges.account": [{"patron_id": 1}],
        "charges.forgive": [{"charge_id": owes}],
        "charges.receipt": [{"receipt_id": receipt}],
        "charges.reverse": [{"charge_id": owes}],
        "charges.reverse_receipt": [{"receipt_id": receipt}],
        "holds.queue": [{"record_id": hold.record_id}],
        "holds.slip": [{"hold_id": hold.id}],
        "items.edit": [{"item_id": 1}],
        "loans.closure": [{"redating_id": first(Redating.id)}],
        "loans.closures": [{}, {"first": "2026-12-31", "last": "2026-12-31"}],
        "loans.loss": [{"loss_id": first(Loss.id)}],
        "outbox.channel": [{"name": name} for name in ("telegram", "sms", "email", "letter", "call")],
        "outbox.show": [{"message_id": first(Message.id)}],
        "outbox.text": [{"key": "overdue"}, {"key": "hold_ready", "form": "short"}],
        "policies.ask_delete": [{"policy_id": 2}],
        "policies.ask_delete_limit": [{"limit_id": first(LoanLimit.id)}],
        "policies.edit_limit": [{"limit_id": first(LoanLimit.id)}],
        "policies.edit_type": [{"code": "book"}],
        "trial.show": [{}, {"card": "K-000001", "code": "x"}],
        "visits.hours": [{}, {"sector": "lending"}],
    }
