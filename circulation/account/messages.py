"""Words of the reader's own page: what floors below say of a reader is said to the reader here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from circulation.account.errors import OwnCode
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
