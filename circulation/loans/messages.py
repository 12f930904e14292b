"""Words of lending, renewing and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.items.models import ItemState
from circulation.loans.errors import LoanCode
from circulation.loans.models import LossState
from circulation.loans.rules import Fact, Reason, Severity, Step, StepCode
from circulation.loans.rules.copies import HANDED_OVER
from circulation.patrons.queries import categories
from circulation.policies.messages import FUNDS_SHOWN, USES_SHOWN, type_name
from ils.library.places import Place, departments
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

LOAN_WORDS: dict[LoanCode, Any] = {
    LoanCode.COPY_UNKNOWN: _l("No copy has the number “%(scanned)s”."),
    LoanCode.READER_UNKNOWN: _l("No reader has the card “%(scanned)s”."),
    LoanCode.CARD_LOST: _l("This card was reported lost on %(since)s."),
    LoanCode.REGISTRATION_DUE: _l(
        "The reader is not registered for %(year)s. Last registered: %(last_year)s."
    ),
    LoanCode.READER_SUSPENDED: _l("The reader may not borrow until %(until)s: %(reason)s."),
    LoanCode.READER_EXPIRED: _l("The membership or the contract ended on %(until)s."),
    LoanCode.READER_RESTRICTED: _l("The reader may not borrow since %(since)s: %(reason)s. %(lifts)s"),
    LoanCode.DEBT_LIMIT: _l("The reader owes, soʻm: %(amount)s; the limit is %(limit)s."),
    LoanCode.HAS_OVERDUE: _l(
        "The reader has overdue copies: %(copies)s, the worst by days: %(days_late)s. With the days of each: %(each)s."
    ),
    LoanCode.COPY_WITHDRAWN: _l(
        "The copy was written off on %(day)s, act %(act)s. If it came back, accept it anew by an act: it gets a new"
        " number."
    ),
    LoanCode.COPY_MISSING: _l("The copy has been marked as missing since %(since)s."),
    LoanCode.ROOM_ONLY: _l("The copy is for use in the room only: %(location)s. Asked for: %(use)s."),
    LoanCode.ON_EXHIBITION: _l(
        "The copy is on the exhibition “%(exhibition)s” until %(until)s: %(section)s."
    ),
    LoanCode.COPY_NOT_READY: _l("The copy is not ready to be lent (%(state)s) since %(since)s."),
    LoanCode.ALREADY_YOURS: _l("The reader already has this copy, due %(due)s."),
    LoanCode.LENT_TO_OTHER: _l("The copy is with %(reader)s until %(due)s."),
    LoanCode.LIMIT_TOTAL: _l("The reader holds copies: %(count)s; the limit is %(limit)s."),
    LoanCode.LIMIT_TYPE: _l("The reader holds copies of “%(kind)s”: %(count)s; the limit is %(limit)s."),
    LoanCode.HELD_FOR_OTHER: _l("The copy waits on the hold shelf for %(reader)s until %(until)s."),
    LoanCode.QUEUE_WAITING: _l("Others wait for the title: %(waiting)s; other free copies: %(free)s."),
    LoanCode.AGE_MARK: _l("The reader's age is %(age)s; the document is marked %(mark)s+."),
    LoanCode.SAME_TITLE: _l("The reader has another copy of the title: %(copy)s, due %(due)s."),
    LoanCode.HAD_BEFORE: _l("The reader has had this title before, until %(day)s."),
    LoanCode.COUNT_PARTS: _l("Count what belongs to it: %(parts)s."),
    LoanCode.NOTE: _l("%(about)s: %(text)s"),
    LoanCode.DUE_DATE_ODD: _l("The date set by hand, %(date)s, %(why)s."),
    LoanCode.NO_POLICY: _l("No loan policy fits: %(category)s · %(item_type)s · %(place)s."),
    LoanCode.NOT_ON_LOAN: _l("The copy is not on loan, so there is nothing to renew."),
    LoanCode.NOT_THIS_READERS: _l("The copy is with %(reader)s until %(due)s, not with this reader."),
    LoanCode.GIVEN_UP: _l("The copy was given up, or said to be back, on %(since)s. Take it back first."),
    LoanCode.OTHERS_WAIT: _l("Others wait for the title: %(waiting)s; other free copies: %(free)s."),
    LoanCode.RENEWAL_EARLY: _l("It is too early to renew. The first day for it is %(first)s."),
    LoanCode.RENEWAL_LIMIT: _l("The loan was renewed times: %(count)s; the limit is %(limit)s."),
    LoanCode.COPY_OVERDUE: _l("The copy was due %(due)s; days late: %(days_late)s."),
    LoanCode.RENEWAL_NOT_LATER: _l("Renewing today gives %(new)s, no later than the present date %(due)s."),
    LoanCode.ON_SHELF: _l("The copy is not on loan: %(state)s. Nothing was changed."),
    LoanCode.RETURNED_LATE: _l(
        "Due %(due)s; days late: %(days_late)s, of them open days: %(open_days_late)s."
    ),
    LoanCode.BELONGS_ELSEWHERE: _l("Send it to: %(department)s."),
    LoanCode.BACK_TO_EXHIBITION: _l("Back to the exhibition “%(exhibition)s”: %(section)s."),
    LoanCode.COPY_WAS_LOST: _l("The copy has been marked as missing since %(since)s."),
    LoanCode.COPY_WAS_WITHDRAWN: _l(
        "The copy was written off on %(day)s, act %(act)s. It does not go back to the shelf. If the library keeps it,"
        " accept it anew by an act: it gets a new number."
    ),
    LoanCode.DUE_IMPOSSIBLE: _l(
        "%(date)s cannot be a due date: it is more than a year back or ten years ahead."
    ),
    LoanCode.REFUSED: _l("This cannot be done at the desk: %(reasons)s."),
    LoanCode.CHANGED_MEANWHILE: _l("Another desk dealt with the copy %(copy)s a moment ago. Scan it again."),
    LoanCode.LOAN_UNKNOWN: _l("There is no such loan."),
}

RETURN_WORDS: dict[LoanCode, Any] = {
    LoanCode.SCANNED_TWICE: _l(
        "The copy %(code)s was scanned a moment ago. The second scan changes nothing."
    ),
    LoanCode.ARRIVED: _l("The copy has arrived from another department."),
    LoanCode.FINED: _l("Charged for the delay, soʻm: %(amount)s."),
    LoanCode.SUSPENDED: _l("For the delay the reader may not borrow until %(until)s."),
    LoanCode.RESTRICTION_LIFTED: _l("Restrictions lifted, because the copy is back: %(count)s."),
    LoanCode.CAUGHT: _l(
        "Set it aside for %(reader)s, card %(card)s, fetched at: %(department)s. On the hold shelf until: %(until)s."
    ),
    LoanCode.LOSS_REVERSED: _l("The charge for the loss was taken back, soʻm: %(amount)s."),
    LoanCode.FOUND_AGAIN: _l("The copy was missing since %(since)s. It is found and free again."),
    LoanCode.CLAIM_RESOLVED: _l(
        "The reader had said on %(since)s that it was returned. That is settled now."
    ),
    LoanCode.PARTS_BACK: _l("Count what belongs to it: %(parts)s. Missing before: %(missing)s."),
    LoanCode.COPY_INCOMPLETE: _l("Marked as incomplete; missing: %(missing)s."),
    LoanCode.BACK_DATED: _l("The return counts for %(day)s."),
    LoanCode.USED_IN_ROOM: _l("Counted as used in the room."),
    LoanCode.RETURN_AHEAD: _l("%(day)s is still to come. A return counts for today or a day before."),
    LoanCode.LOAN_CLOSED: _l("The loan ended on %(day)s."),
    LoanCode.READER_FORGOTTEN: _l("The reader of this loan was forgotten. Nothing more can be done with it."),
}

UNDO_WORDS: dict[LoanCode, Any] = {
    LoanCode.ACT_UNKNOWN: _l("There is no such operation."),
    LoanCode.ACT_UNDONE: _l("This operation was taken back before."),
    LoanCode.ACT_NOT_UNDOABLE: _l("A declared loss is not taken back here. If the copy is found, return it."),
    LoanCode.CHANGED_SINCE: _l("It cannot be taken back: the loan or the copy has changed since."),
    LoanCode.FINE_PAID: _l(
        "It cannot be taken back: the fine is paid, soʻm: %(amount)s. Reverse its receipt first."
    ),
}

LOSS_WORDS: dict[LoanCode, Any] = {
    LoanCode.ALREADY_CLAIMED: _l("The reader's claim was written down on %(day)s."),
    LoanCode.ENDED_ALREADY: _l(
        "This loan of %(copy)s has ended already. Scan the copy if it is in your hands."
    ),
    LoanCode.ALREADY_LOST: _l("The copy was declared lost on %(day)s."),
    LoanCode.LOSS_UNKNOWN: _l("There is no such row in the register of lost books."),
    LoanCode.LOSS_SETTLED: _l("The loss № %(number)s was settled on %(day)s."),
    LoanCode.LOSS_UNPRICED: _l("The library's rule gives no sum for this copy. Enter the amount."),
    LoanCode.LOSS_UNPAID: _l("Still to be paid for it, soʻm: %(amount)s. Say how it is paid."),
    LoanCode.LOSS_NOT_REPLACED: _l("The loss № %(number)s was not settled by another book."),
    LoanCode.NEW_COPY_UNKNOWN: _l("No other copy has the number “%(code)s”. Accept it by an act first."),
    LoanCode.NEW_COPY_TAKEN: _l("The copy %(code)s stands for the loss № %(number)s already."),
    LoanCode.MULTIPLE_INVALID: _l("The multiple of the price is a number from 0 to %(most)s."),
}

CLOSURE_WORDS: dict[LoanCode, Any] = {
    LoanCode.CLOSURE_INVALID: _l("From %(first)s to %(last)s is not a closure of 1 to 366 days."),
    LoanCode.REDATING_UNKNOWN: _l("There is no such late closure."),
    LoanCode.REDATING_UNDONE: _l("This late closure was taken back before."),
}

# Why the undoing of a late closure has left a date as it is (DD-10).
KEPT: dict[str, Any] = {
    "returned": _l("returned meanwhile"),
    "changed": _l("moved again since"),
    "closed": _l("the old day is closed for another reason"),
    "passed": _l("the old day has gone by"),
}

ACTS: dict[str, Any] = {
    "lend": _l("Lent"),
    "renew": _l("Renewed"),
    "return": _l("Returned"),
    "lose": _l("Declared lost"),
    "claim": _l("Claimed to be returned"),
}

# What taking an act back is called on its button.
ACTS_BACK: dict[str, Any] = {
    "lend": _l("Take the lending back"),
    "renew": _l("Take the renewal back"),
    "return": _l("Take the return back"),
    "claim": _l("Take the claim back"),
}

LOSS_STATES: dict[LossState, Any] = {
    LossState.OPEN: _l("not made good yet"),
    LossState.REPLACED: _l("another book accepted"),
    LossState.COMPENSATED: _l("paid for"),
    LossState.FOUND: _l("found"),
    LossState.FORGIVEN: _l("forgiven"),
}

# Said after COPY_UNKNOWN where there is something near.
NEAREST = _l("Nearest: %(nearest)s.")

# What a yes does, asked after the sentence of the code.
QUESTIONS: dict[LoanCode, Any] = {
    LoanCode.REGISTRATION_DUE: _l("Register for this year now?"),
    LoanCode.HAS_OVERDUE: _l("Lend all the same?"),
    LoanCode.COPY_MISSING: _l("Has it been found?"),
    LoanCode.ROOM_ONLY: _l("Lend it for use in the room?"),
    LoanCode.QUEUE_WAITING: _l("Lend all the same?"),
    LoanCode.AGE_MARK: _l("Lend all the same?"),
    LoanCode.SAME_TITLE: _l("Lend this one too?"),
    LoanCode.COUNT_PARTS: _l("Is everything there?"),
    LoanCode.DUE_DATE_ODD: _l("Set it all the same?"),
    LoanCode.ON_EXHIBITION: _l("Lend it from the exhibition?"),
    LoanCode.COPY_NOT_READY: _l("Lend all the same?"),
    LoanCode.ALREADY_YOURS: _l("Renew it?"),
    LoanCode.LENT_TO_OTHER: _l("Take it back first, then lend it?"),
    LoanCode.COPY_OVERDUE: _l("Renew all the same?"),
    LoanCode.PARTS_BACK: _l("Is everything there?"),
}

# Asked where the library made a question of what stops by default.
GO_ON = _l("Go on all the same?")

SEVERITIES: dict[Severity, Any] = {
    Severity.BLOCK: _l("not possible"),
    Severity.ASK: _l("please decide"),
    Severity.TELL: _l("please note"),
    Severity.OFF: _l("off"),
}

STEP_WORDS: dict[StepCode, Any] = {
    StepCode.SAME_DAY: _l("For use in the room: due the same day, %(day)s"),
    StepCode.AT_CLOSING: _l("Due at closing: %(day)s, %(time)s"),
    StepCode.AT_OPENING: _l("Overnight: due when the library opens next, %(day)s, %(time)s"),
    StepCode.QUEUE: _l("Waiting for the title: %(waiting)s, more than %(longer)s → days: %(days)s"),
    StepCode.CALENDAR_DAYS: _l("%(start)s + %(days)s days → %(day)s"),
    StepCode.OPEN_DAYS: _l("%(start)s + %(days)s open days → %(day)s"),
    StepCode.CLOSED_WEEKLY: _l("%(day)s: closed, as every week"),
    StepCode.CLOSED: _l("%(day)s: closed (%(reason)s)"),
    StepCode.CLOSED_SPAN: _l("%(day)s – %(until)s: closed (%(reason)s)"),
    StepCode.MOVED: _l("the next open day → %(day)s"),
    StepCode.FIXED: _l("never after the last day of loans → %(day)s"),
    StepCode.MEMBERSHIP: _l("never after the end of membership → %(day)s"),
    StepCode.MOVED_BACK: _l("the open day before → %(day)s"),
    StepCode.BY_HAND: _l("set by hand → %(day)s"),
}

AUDIT_WORDS: dict[str, Any] = {
    "loan_opened": _l("Book lent"),
    "loan_renewed": _l("Loan renewed"),
    "loan_overridden": _l("Lent or renewed over a block"),
    "loan_closed": _l("Book returned"),
    "loan_act_undone": _l("Operation taken back"),
    "loan_claimed": _l("Claimed to be returned"),
    "loan_lost": _l("Book declared lost"),
    "loss_settled": _l("Loss settled"),
    "loss_copy_named": _l("Copy named that was accepted for a loss"),
    "loss_rules_set": _l("Rules for lost books set"),
    "item_found": _l("Missing copy found"),
    "item_found_undone": _l("Missing copy not found after all"),
    "item_used_in_room": _l("Copy used in the room"),
    "item_use_undone": _l("Use in the room taken back"),
    "loans_redated": _l("Due dates moved by a late closure"),
    "redating_undone": _l("Late closure taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "item_lent_twice": _l("The copy %(item)s has open loans: %(loans)s."),
    "state_without_loan": _l("The copy %(item)s is marked as on loan, but no reader has it."),
    "loan_without_state": _l("The copy %(item)s is on loan %(loan)s, but is not marked so."),
    "loss_gap": _l("The register of losses of %(year)s has rows: %(rows)s; the last number is %(last)s."),
    "loss_loan_differs": _l("The loss %(loss)s and its loan %(loan)s do not agree."),
    "loan_renewals_differ": _l("The loan %(loan)s counts renewals: %(counted)s; rows found: %(rows)s."),
}

# The states of a copy as words inside a sentence.
STATES: dict[str, Any] = {
    ItemState.AVAILABLE.value: _l("it is on the shelf"),
    ItemState.ON_LOAN.value: _l("it is marked as on loan"),
    ItemState.PROCESSING.value: _l("it is being processed"),
    ItemState.IN_REPAIR.value: _l("it is in repair"),
    ItemState.MISSING.value: _l("it is missing"),
    ItemState.LOST.value: _l("it is lost"),
    ItemState.WITHDRAWN.value: _l("it was written off"),
    ItemState.HELD.value: _l("it is on the hold shelf"),
    ItemState.IN_TRANSIT.value: _l("it is on its way to another department"),
    HANDED_OVER: _l("it is being handed over to another custodian"),
}


# What a fact stands for where it is one of a few codes.
_NAMES: dict[str, dict[str, Any]] = {
    "state": STATES,
    "use": USES_SHOWN,
    "place": USES_SHOWN,
    "kind": FUNDS_SHOWN,
    "about": {
        "reader": _l("Note on the reader"),
        "copy": _l("Note on the copy"),
        "incomplete": _l("The copy is incomplete"),
    },
    "why": {
        "past": _l("is in the past"),
        "closed": _l("is a closed day"),
        "membership": _l("is after the end of membership"),
        "fixed": _l("is after the last day of loans"),
    },
    "lifts": {
        "overdue": _l("It is lifted when the late copies are back."),
        "loss": _l("It is lifted when the lost copy is made good."),
        "manual": _l("A librarian lifts it on the reader's page."),
    },
}


def told(reason: Reason) -> str:
    """Return a reason as a sentence, with places and states named in the language of the request."""
    facts = reason.facts
    sentence = explain(reason.code, {name: _named(name, value, facts) for name, value in facts.items()})
    near = facts.get("nearest")
    return f"{sentence} {str(NEAREST) % {'nearest': near}}" if near else sentence


def question(reason: Reason) -> str:
    """Return what a yes to the reason does; empty where nothing is asked."""
    return str(QUESTIONS.get(reason.code, GO_ON)) if reason.severity is Severity.ASK else ""


def step_told(step: Step) -> str:
    """Return one step of the reckoning of a due date (DD-09)."""
    return explain(step.code, step.facts)


def refused_in_words(reasons: tuple[Reason, ...]) -> list[dict[str, str]]:
    """Return the reasons as the page's refusal box takes them: label, text, rule."""
    return [
        {
            "label": str(SEVERITIES[each.severity]),
            "text": f"{told(each)} {question(each)}".strip(),
            "code": each.rule,
        }
        for each in reasons
    ]


def _named(name: str, value: Fact, facts: Mapping[str, Fact]) -> Fact:
    """Return a fact that is a code by its name in the language of the request."""
    code = str(value)
    if name in {"department", "location"}:
        return place_label(_places().get(code)) or value
    if name == "category":
        return (
            place_label(next((each for each in categories(current_session()) if each.code == code), None))
            or value
        )
    if name == "item_type" or (name == "kind" and facts.get("of") == "item_type"):
        return type_name(current_session(), code)
    table = _NAMES.get(name)
    return value if table is None else str(table.get(code, value))


def _places() -> dict[str, Place]:
    return {place.code: place for place in departments(current_session())}
