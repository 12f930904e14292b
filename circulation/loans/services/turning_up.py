"""A missing or lost copy turns up where no desk is: in a check of the fund, in a case of an exhibition (CI-08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import item_facts
from catalog.items.services import set_state
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loan, LoanAct, Loss
from circulation.loans.rules.outcome import Reason
from circulation.loans.rules.returning import tell
from circulation.loans.services.readers import borrower_of
from circulation.loans.services.results import Returned
from circulation.loans.services.returning import check_in
from circulation.loans.services.seen import hold_loan_of
from circulation.loans.services.standing import GONE, found_standing
from circulation.loans.services.undoing import undo_act
from circulation.loans.services.unpaying import RULE, lose_again
from circulation.patrons.queries import patron_facts
from ils.accounts.audit import audit
from ils.activity.services import record, repeat_many, reverse_many
from ils.activity.work import Work

# The copy stays where it was scanned, so nothing is said of where it should go; that it was lost is said anyway.
UNSAID = frozenset({LoanCode.BELONGS_ELSEWHERE, LoanCode.BACK_TO_EXHIBITION, LoanCode.COPY_WAS_LOST})


@dataclass(frozen=True, slots=True)
class TurnedUp:
    """A copy that is found and stands free where it was scanned; `image` is what `vanish_again` needs, as plain JSON."""

    reasons: tuple[Reason, ...]
    image: Mapping[str, Any]


def turn_up(session: Session, work: Work, *, item_id: int) -> TurnedUp | None:
    """Let a copy that somebody has in hand be found as at the desk's return; None where it was not missing or lost.

    A loan that was open for it ends without a visit, a loss ends as found, and what was charged goes by the library's
    rule. The copy stays where it is: it goes to no hold shelf and to no other department. Held are the loan's reader
    and then the copy, so no copy is to be held before; the figures come last.
    """
    _patron, item, loan = hold_loan_of(session, item_id)
    if item.state not in GONE:
        return None
    if loan is None:
        came, loss = found_standing(session, work, item)
    else:
        came, loss = check_in(session, work, loan_id=loan.id, drop=True, counted=False, stays=True), None
        audit(session, work, "item_found", subject_type="item", subject_id=item_id, was=item.state.value)
    since = item.state_since
    image = {
        "was": item.state.value, "since": since.isoformat(), "at": work.now.isoformat(), "act": came.act_id, "loss": loss,
    }  # fmt: skip
    return TurnedUp(_told(came, since), image)


def _told(came: Returned, since: datetime) -> tuple[Reason, ...]:
    found = tell("CI-08", LoanCode.FOUND_AGAIN, since=since)
    ended = (tell("CI-08", LoanCode.LOAN_CLOSED, day=came.closed_on),) if came.closed_on else ()
    others = (each for each in came.reasons if each.code not in UNSAID | {found.code})
    return (found, *ended, *others)


def vanish_again(session: Session, work: Work, *, item_id: int, image: Mapping[str, Any]) -> bool:
    """Take it back that a copy turned up: it is missing or lost as before, with loan, loss and debt.

    False where somebody has dealt with the copy since: then it is here whatever was scanned by mistake.
    """
    _hold_readers(session, image)
    _patron, item, _loan = hold_loan_of(session, item_id)
    found_at = datetime.fromisoformat(image["at"])
    if item.state is not ItemState.AVAILABLE or item.state_since != found_at:
        return False
    if image["act"]:
        undo_act(session, work, act_id=image["act"])
        return True
    was, since = ItemState(image["was"]), datetime.fromisoformat(image["since"])
    set_state(session, item.id, was=ItemState.AVAILABLE, becomes=was, now=since)
    back = lose_again(session, work, image["loss"])
    audit(session, work, "item_found_undone", subject_type="item", subject_id=item.id, becomes=was.value)
    reverse_many(session, work, activities=back.rows, reason=RULE)
    record(session, work, *back.done)
    repeat_many(session, work, activities=back.again)
    return True


def _hold_readers(session: Session, image: Mapping[str, Any]) -> None:
    """Hold whose loan or loss it is: readers come before copies, as everywhere."""
    patrons = []
    if image["act"]:
        act = session.get_one(LoanAct, image["act"])
        patrons.append(borrower_of(session.get_one(Loan, act.loan_id)))
    if image["loss"]:
        patrons.append(session.get_one(Loss, image["loss"]["id"]).patron_id)
    for patron_id in sorted(patrons):
        patron_facts(session, patron_id, lock=True)


def hold_gone(session: Session, *, item_id: int) -> bool:
    """Hold a missing or lost copy, its reader first, for an act that lets it turn up; False for any other copy."""
    if item_facts(session, item_id).state not in GONE:
        return False
    hold_loan_of(session, item_id)
    return True
