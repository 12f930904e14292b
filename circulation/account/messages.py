"""Words of the reader's own page: what floors below say of a reader is said to the reader here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from circulation.account.errors import CareCode, ClearCode, OwnCode
from circulation.holds.errors import HoldCode
from circulation.loans.errors import LoanCode
from circulation.loans.messages import told
from circulation.loans.rules import DEFAULTS, Reason, Severity
from ils.errors import LibraryError
from ils.outbox.models import MessageState
from ils.web.errors import explain, word_facts

OWN_WORDS: dict[OwnCode, Any] = {
    OwnCode.SIGN_IN_FAILED: _l(
        "Card number or PIN is wrong. After five wrong tries the card has to wait. The desk gives a new PIN."
    ),
    OwnCode.PIN_WRONG: _l("The present PIN is wrong."),
    OwnCode.PINS_DIFFER: _l("The new PIN was typed in two different ways."),
    OwnCode.NO_BOT: _l("The library has no Telegram bot yet."),
}

CARE_WORDS: dict[CareCode, Any] = {
    CareCode.MONTHS_INVALID: _l(
        "Months must be a whole number from 0 to %(most)s; 0 keeps history for ever."
    ),
    CareCode.STILL_STANDS: _l(
        "Not yet. Books at home: %(loans)s. Losses not made good: %(losses)s. Account, soʻm: %(amount)s. "
        "Children answered for: %(children)s. Settle these first."
    ),
    CareCode.CARD_DIFFERS: _l("This is not the reader's card number."),
    CareCode.NAME_IN_REASON: _l(
        "Write the reason without the reader's name: the audit trail cannot be changed later."
    ),
}
JOB_KIND_WORDS: dict[str, Any] = {
    "history_forget": _l("Old history lets go of its readers"),
    "history_forget:done": _l(
        "Loans: %(loans)s, holds: %(holds)s, visits: %(visits)s, messages: %(messages)s"
    ),
}

CLEAR_WORDS: dict[ClearCode, Any] = {
    ClearCode.OWES: _l(
        "Not everything is settled. Copies at home: %(loans)s; lost: %(losses)s; owed, soʻm: %(amount)s."
    ),
    ClearCode.NOTHING_STANDS: _l("The reader owes nothing: a clearance sheet can be given."),
    ClearCode.GIVEN: _l("The reader was given the sheet № %(number)s today."),
    ClearCode.NOBODY: _l("Nobody is ticked."),
    ClearCode.TOO_MANY: _l("At most %(most)s sheets are given at once; ticked: %(count)s."),
    ClearCode.FORMS_TOO_MANY: _l("At most %(most)s readers' forms are printed at once; ticked: %(count)s."),
    ClearCode.UNKNOWN: _l("There is no such clearance sheet."),
    ClearCode.WITHDRAWN: _l("The sheet № %(number)s was withdrawn before."),
}

AUDIT_WORDS: dict[str, Any] = {
    "reader_erased": _l("Reader's data erased"),
    "reader_exported": _l("Reader's data handed out"),
    "history_months_set": _l("Keeping of history set"),
    "history_forgotten": _l("Old history let go of its readers"),
    "clearance_given": _l("Clearance sheet given"),
    "clearance_withdrawn": _l("Clearance sheet withdrawn"),
}

CHECK_WORDS: dict[str, Any] = {
    "clearance_gap": _l("Clearance sheets of %(year)s: %(sheets)s; the last number is %(last)s."),
}

# The tables below are asked for by name: the desk says the same codes in other words.
NOT_RENEWED: dict[LoanCode, Any] = {
    LoanCode.NOT_ON_LOAN: _l("It is not on loan to you any more."),
    LoanCode.GIVEN_UP: _l("It is noted since %(since)s as lost or as given back."),
    LoanCode.OTHERS_WAIT: _l("Other readers wait for it: %(waiting)s. Bring it back by its day."),
    LoanCode.RENEWAL_LIMIT: _l("It was renewed as often as the rules allow: %(limit)s."),
    LoanCode.COPY_OVERDUE: _l("It is late, days: %(days_late)s. Late copies are renewed at the desk only."),
    LoanCode.READER_SUSPENDED: _l("You may not borrow until %(until)s."),
    LoanCode.READER_EXPIRED: _l("Your membership ended on %(until)s."),
    LoanCode.READER_RESTRICTED: _l("You may not borrow since %(since)s."),
    LoanCode.DEBT_LIMIT: _l("You owe, soʻm: %(amount)s; the limit is %(limit)s."),
}
# What time or the reader mends: nobody at the desk needs to be asked.
PLAIN = frozenset({
    LoanCode.NOT_ON_LOAN, LoanCode.OTHERS_WAIT, LoanCode.RENEWAL_LIMIT, LoanCode.RENEWAL_EARLY,
    LoanCode.RENEWAL_NOT_LATER,
})  # fmt: skip

NOT_PLACED: dict[HoldCode, Any] = {
    HoldCode.ALREADY_WAITING: _l("You have been waiting for it since %(since)s."),
    HoldCode.AT_HOME: _l("You have it at home already."),
    HoldCode.NOT_LENDABLE: _l("No copy of it can be set aside there."),
    HoldCode.CARD_LOST: _l("Your card was reported lost on %(day)s. Ask at the desk."),
    HoldCode.RESTRICTED: _l("You may not borrow since %(since)s. Ask at the desk."),
    HoldCode.EXPIRED_MEMBER: _l("Your membership ended on %(day)s. Ask at the desk."),
    HoldCode.TOO_MANY: _l("You wait for titles: %(count)s; the limit is %(most)s."),
}

MESSAGE_STATES: dict[MessageState, Any] = {
    MessageState.QUEUED: _l("on its way to you"),
    MessageState.SENT: _l("sent"),
    MessageState.TO_PRINT: _l("a letter is being printed"),
    MessageState.TO_CALL: _l("the library will call you"),
    MessageState.FAILED: _l("could not reach you"),
}


def why_not(reasons: tuple[Reason, ...], severities: Mapping[str, str]) -> list[str]:
    """Return what stood against a renewal, said to the reader; notes for the desk are not among it."""
    said = [_said(each, severities) for each in reasons if each.severity is Severity.BLOCK]
    return said or [_("It could not be renewed a moment ago. Try once more.")]


def _said(reason: Reason, severities: Mapping[str, str]) -> str:
    words = NOT_RENEWED.get(reason.code)
    sentence = str(words) % word_facts(reason.facts) if words is not None else told(reason)
    if not _desk_decides(reason.code, severities):
        return sentence
    ask = _("Ask at the desk.")
    return f"{sentence} {ask}"


def _desk_decides(code: LoanCode, severities: Mapping[str, str]) -> bool:
    """Tell whether somebody at the desk could say yes to what stops the reader alone."""
    asked = Severity(severities.get(code, DEFAULTS.get(code, Severity.BLOCK))) is Severity.ASK
    return asked or code not in PLAIN


def refusal_told(refusal: LibraryError) -> str:
    """Return a refusal as it is said to the reader."""
    words = NOT_PLACED.get(refusal.code) if isinstance(refusal.code, HoldCode) else None
    if words is None:
        return explain(refusal.code, refusal.facts)
    return str(words) % word_facts(refusal.facts)
