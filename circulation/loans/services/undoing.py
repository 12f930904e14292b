"""The last operation taken back whole: loan, copy, queue, debt, restrictions, visit and figures (SB-08)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, item_facts
from catalog.items.services import set_state
from circulation.holds.services import release, unfulfil
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.models import Loan, LoanAct, Loss, Renewal
from circulation.loans.queries.acts import UNDOABLE, ActView, act_view
from circulation.loans.services.moving import keep_off_closed_days
from circulation.loans.services.readers import borrower_of
from circulation.loans.services.taking import where_now, write_incomplete
from circulation.loans.services.twins import latest_row
from circulation.loans.services.unpaying import (
    RULE,
    Back,
    lose_again,
    take_fine_back,
    take_suspension_back,
)
from circulation.loans.services.unvisiting import take_visit_of_act_back
from circulation.patrons.queries import patron_facts
from circulation.patrons.services import unlift
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record, repeat_many, reverse_many
from ils.activity.work import Work
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was taken back, with the act inside it where it had one (CO-15: first taken from another reader)."""

    act: ActView
    inner: ActView | None
    item: ItemFacts  # as it is now


def undo_act(session: Session, work: Work, *, act_id: int, reason: str = "") -> Undone:
    """Take an act back: everything is as before it, the log has its negative twins.

    Refused where it was taken back before, or the loan, the copy, the queue or the debt has changed since.
    """
    text = clean_text(reason, field="reason", limit=500) or RULE  # what the twins say where nobody gave one
    act, inner = _held(session, act_id)
    back = UNDO[act.kind](session, work, act)
    if inner is not None:
        back += UNDO[inner.kind](session, work, inner)
    for each in (act, inner):
        if each is not None:
            each.undone_at, each.undone_by = work.now, work.actor_id
    item_id = session.get_one(Loan, act.loan_id).item_id
    audit(
        session, work, "loan_act_undone", subject_type="loan", subject_id=act.loan_id, act=act.id, kind=act.kind,
        reason=text,
    )  # fmt: skip
    session.flush()
    reverse_many(session, work, activities=back.rows, reason=text)
    record(session, work, *back.done)
    repeat_many(session, work, activities=back.again)
    return Undone(
        act_view(session, act.id),
        act_view(session, inner.id) if inner else None,
        item_facts(session, item_id),
    )


def _held(session: Session, act_id: int) -> tuple[LoanAct, LoanAct | None]:
    """Hold the readers, then the copy; return the act and the one inside it as they are under the locks."""
    seen = session.get(LoanAct, act_id) if 0 < act_id < 2**31 else None
    if seen is None:
        raise LoanNotFound(LoanCode.ACT_UNKNOWN, act=act_id)
    inside = seen.before.get("other_act")
    inner = session.get_one(LoanAct, inside) if inside else None
    acts = [each for each in (seen, inner) if each]
    loans = [session.get_one(Loan, each.loan_id) for each in acts]
    losses = [session.get_one(Loss, each.before["loss"]["id"]) for each in acts if each.before.get("loss")]
    for patron_id in sorted({*map(borrower_of, loans), *(loss.patron_id for loss in losses)}):
        patron_facts(session, patron_id, lock=True)
    item_facts(session, loans[0].item_id, lock=True)
    for row in (*acts, *loans, *losses):
        session.refresh(row)
    _refuse_taken_back(session, seen)
    return seen, inner


def _refuse_taken_back(session: Session, act: LoanAct) -> None:
    if act.undone_at is not None:
        raise LoanError(LoanCode.ACT_UNDONE)
    if act.kind not in UNDOABLE:
        raise LoanError(LoanCode.ACT_NOT_UNDOABLE)
    later = select(LoanAct.id).where(
        LoanAct.loan_id == act.loan_id, LoanAct.id > act.id, LoanAct.undone_at.is_(None)
    )
    if session.scalars(later).first() is not None:
        raise changed_since()


def changed_since() -> LoanError:
    """Return the refusal of an undo that comes too late."""
    return LoanError(LoanCode.CHANGED_SINCE)


def _undo_lend(session: Session, work: Work, act: LoanAct) -> Back:
    """The loan counts in no history; the copy is what it was, lost too, and the hold waits again."""
    loan, before = session.get_one(Loan, act.loan_id), act.before
    if loan.closed_at is not None or loan.lost_on is not None:
        raise changed_since()
    loan.closed_at, loan.closed_on, loan.closed_by = work.now, max(work.day, loan.lent_on), work.actor_id
    loan.undone_at = work.now
    session.flush()
    _refuse_moved(session, loan.item_id, {"state": _lent_state(before), "transit_to": ""})
    _put_back(session, work, loan.item_id, _place(before))
    if before.get("hold"):
        unfulfil(session, work, before["hold"])
    rows = latest_row(session, Kind.LOAN_OPEN, "loan", loan.id)
    rows += take_visit_of_act_back(session, work, act, patron_id=borrower_of(loan))
    return Back(rows) + lose_again(session, work, before.get("loss"))


def _lent_state(before: Mapping[str, Any]) -> str:
    """Return what lending had made of the copy; one that is written off stays so (CO-09 overridden)."""
    written_off = ItemState.WITHDRAWN.value
    return written_off if before["item_state"] == written_off else ItemState.ON_LOAN.value


def _place(before: Mapping[str, Any]) -> dict[str, str]:
    """Return where a copy was before it was lent; what was taken from another reader first stood free (CO-15)."""
    if before.get("other_act") and before["item_state"] != ItemState.WITHDRAWN.value:
        return {"state": ItemState.AVAILABLE.value, "transit_to": ""}
    return {"state": before["item_state"], "transit_to": before.get("transit_to") or ""}


def _refuse_moved(session: Session, item_id: int, after: Mapping[str, str]) -> None:
    """Refuse where the copy is not where the act had left it."""
    if where_now(session, item_id) != after:
        raise changed_since()


def _put_back(session: Session, work: Work, item_id: int, was: Mapping[str, str]) -> None:
    now = where_now(session, item_id)
    if now != was:
        set_state(
            session, item_id, was=ItemState(now["state"]), becomes=ItemState(was["state"]), now=work.now,
            transit_to=was["transit_to"],
        )  # fmt: skip


def _undo_renew(session: Session, work: Work, act: LoanAct) -> Back:
    """The loan has its old date and the way it came about; the renewal stays as a row that does not count."""
    loan, before = session.get_one(Loan, act.loan_id), act.before
    latest = select(Renewal).where(Renewal.loan_id == loan.id, Renewal.undone_at.is_(None))
    renewal = session.scalars(latest.order_by(Renewal.id.desc()).limit(1)).one()
    if loan.closed_at is not None or loan.lost_on is not None or loan.due_on != renewal.new_due_on:
        raise changed_since()
    renewal.undone_at = work.now
    loan.due_on, loan.due_minute = renewal.old_due_on, before["due_minute"]
    loan.due_steps, loan.renewals = before["due_steps"], before["renewals"]
    session.flush()
    keep_off_closed_days(session, work, loan, since=act.at)
    rows = latest_row(session, Kind.LOAN_RENEW, "loan", loan.id)
    return Back(rows + take_visit_of_act_back(session, work, act, patron_id=borrower_of(loan)))


def _undo_return(session: Session, work: Work, act: LoanAct) -> Back:
    """The reader has the copy again, with the restrictions it had caused and without the fine."""
    loan, before = session.get_one(Loan, act.loan_id), act.before
    if loan.closed_at is None or loan.undone_at is not None:
        raise changed_since()
    _refuse_moved(session, loan.item_id, before["after"])
    rows = release(session, work, before["caught"]) if before["caught"] else ()
    _put_back(session, work, loan.item_id, before["item"])
    loan.closed_at = loan.closed_on = loan.closed_by = None
    session.flush()
    keep_off_closed_days(session, work, loan, since=act.at)
    _write_back(session, loan.item_id, before["incomplete"])
    rows += take_fine_back(session, work, before["charge_id"])
    take_suspension_back(session, work, before["suspension_id"])
    unlift(session, work, restriction_ids=before["lifted"])
    rows += latest_row(session, Kind.LOAN_CLOSE, "loan", loan.id)
    rows += take_visit_of_act_back(session, work, act, patron_id=borrower_of(loan))
    return Back(rows) + lose_again(session, work, before["loss"])


def _write_back(session: Session, item_id: int, texts: list[str]) -> None:
    was, became = texts
    item = item_facts(session, item_id)
    if item.incomplete == became:  # else somebody has written something else since: that stays
        write_incomplete(session, item, was)


def _undo_claim(session: Session, _work: Work, act: LoanAct) -> Back:
    loan = session.get_one(Loan, act.loan_id)
    if loan.closed_at is not None:
        raise changed_since()
    loan.claimed_on = None
    session.flush()
    return Back()


UNDO: Mapping[str, Callable[[Session, Work, LoanAct], Back]] = {
    "lend": _undo_lend,
    "renew": _undo_renew,
    "return": _undo_return,
    "claim": _undo_claim,
}
