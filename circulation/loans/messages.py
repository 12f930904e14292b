"""Words of lending, renewing and taking back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.items.models import ItemState
from circulation.loans.errors import LoanCode
from circulation.loans.rules import Fact, Reason, Severity, Step, StepCode
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
    LoanCode.HAS_OVERDUE: _l("The reader has overdue copies: %(copies)s, the worst by days: %(days_late)s."),
    LoanCode.COPY_WITHDRAWN: _l("The copy was written off on %(day)s, act %(act)s."),
    LoanCode.COPY_MISSING: _l("The copy has been marked as missing since %(since)s."),
    LoanCode.ON_EXHIBITION: _l(
        "The copy is on the exhibition “%(exhibition)s” until %(until)s: %(section)s."
    ),
    LoanCode.COPY_NOT_READY: _l("The copy is not ready to be lent (%(state)s) since %(since)s."),
    LoanCode.ALREADY_YOURS: _l("The reader already has this copy, due %(due)s."),
    LoanCode.LENT_TO_OTHER: _l("The copy is with %(reader)s until %(due)s."),
    LoanCode.LIMIT_TOTAL: _l("The reader holds copies: %(count)s; the limit is %(limit)s."),
    LoanCode.NO_POLICY: _l("No loan policy fits this reader and this copy."),
    LoanCode.NOT_ON_LOAN: _l("The copy is not on loan, so there is nothing to renew."),
    LoanCode.NOT_THIS_READERS: _l("The copy is with %(reader)s until %(due)s, not with this reader."),
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
        "The copy was written off on %(day)s, act %(act)s. It does not go back to the shelf."
    ),
    LoanCode.REFUSED: _l("This cannot be done at the desk: %(reasons)s."),
    LoanCode.CHANGED_MEANWHILE: _l("Another desk dealt with the copy %(copy)s a moment ago. Scan it again."),
    LoanCode.LOAN_UNKNOWN: _l("There is no such loan."),
}

# Said after COPY_UNKNOWN where there is something near.
NEAREST = _l("Nearest: %(nearest)s.")

# What a yes does, asked after the sentence of the code.
QUESTIONS: dict[LoanCode, Any] = {
    LoanCode.REGISTRATION_DUE: _l("Register for this year now?"),
    LoanCode.HAS_OVERDUE: _l("Lend all the same?"),
    LoanCode.COPY_MISSING: _l("Has it been found?"),
    LoanCode.ON_EXHIBITION: _l("Lend it from the exhibition?"),
    LoanCode.COPY_NOT_READY: _l("Lend all the same?"),
    LoanCode.ALREADY_YOURS: _l("Renew it?"),
    LoanCode.LENT_TO_OTHER: _l("Take it back first, then lend it?"),
    LoanCode.COPY_OVERDUE: _l("Renew all the same?"),
}

SEVERITIES: dict[Severity, Any] = {
    Severity.BLOCK: _l("not possible"),
    Severity.ASK: _l("please decide"),
    Severity.TELL: _l("please note"),
}

STEP_WORDS: dict[StepCode, Any] = {
    StepCode.SAME_DAY: _l("For use in the room: due the same day, %(day)s"),
    StepCode.CALENDAR_DAYS: _l("%(start)s + %(days)s days → %(day)s"),
    StepCode.OPEN_DAYS: _l("%(start)s + %(days)s open days → %(day)s"),
    StepCode.CLOSED_WEEKLY: _l("%(day)s: closed, as every week"),
    StepCode.CLOSED: _l("%(day)s: closed (%(reason)s)"),
    StepCode.CLOSED_SPAN: _l("%(day)s – %(until)s: closed (%(reason)s)"),
    StepCode.MOVED: _l("the next open day → %(day)s"),
}

AUDIT_WORDS: dict[str, Any] = {
    "loan_opened": _l("Book lent"),
    "loan_renewed": _l("Loan renewed"),
    "loan_closed": _l("Book returned"),
}

CHECK_WORDS: dict[str, Any] = {
    "item_lent_twice": _l("The copy %(item)s has open loans: %(loans)s."),
    "state_without_loan": _l("The copy %(item)s is marked as on loan, but no reader has it."),
    "loan_without_state": _l("The copy %(item)s is on loan %(loan)s, but is not marked so."),
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
}


def told(reason: Reason) -> str:
    """Return a reason as a sentence, with places and states named in the language of the request."""
    sentence = explain(reason.code, {name: _named(name, value) for name, value in reason.facts.items()})
    near = reason.facts.get("nearest")
    return f"{sentence} {str(NEAREST) % {'nearest': near}}" if near else sentence


def question(reason: Reason) -> str:
    """Return what a yes to the reason does; empty where nothing is asked."""
    return str(QUESTIONS.get(reason.code, "")) if reason.severity is Severity.ASK else ""


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


def _named(name: str, value: Fact) -> Fact:
    if name == "state":
        return str(STATES.get(str(value), value))
    if name == "department":
        return place_label(_places().get(str(value))) or value
    return value


def _places() -> dict[str, Place]:
    return {place.code: place for place in departments(current_session())}
