"""Words of the scan box: refusals, outcomes, boxes, buttons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.desk.errors import DeskCode
from circulation.desk.rules import Act, Box, BoxKind, Outcome, Told
from circulation.loans.errors import LoanCode
from circulation.loans.messages import question, told
from circulation.loans.rules import Reason, Severity
from ils.web.errors import explain

DESK_WORDS: dict[DeskCode, Any] = {
    DeskCode.KEY_INVALID: _l("The request has no valid key. Reload the desk and scan again."),
    DeskCode.KEY_TAKEN: _l(
        "This request was already answered to somebody else. Reload the desk and scan again."
    ),
    DeskCode.CODE_EMPTY: _l("Nothing was scanned."),
    DeskCode.CODE_UNREADABLE: _l(
        "“%(scanned)s” cannot be a number: %(length)s characters, or signs that no barcode has."
    ),
    DeskCode.COMMAND_UNKNOWN: _l("There is no command “%(scanned)s”."),
    DeskCode.YES_INVALID: _l("This yes does not belong to the question on the screen. Scan again."),
    DeskCode.OTHER_WINDOW: _l(
        "The desk has moved on: the reader's session ended or was changed in another window. Look who is open "
        "now and scan again."
    ),
    DeskCode.NO_READER: _l("No reader is open. Scan a card first."),
    DeskCode.NOTHING_TO_RENEW: _l("The reader has no such open loan, so there is nothing to renew."),
    DeskCode.LAYOUT_REPAIRED: _l(
        "The keyboard layout is not Latin. Codes are repaired by themselves, but switch it to EN."
    ),
    DeskCode.SCANNED_TWICE: _l("The same code within 1.5 seconds is one scan; the second was ignored."),
    DeskCode.ASKED_AGAIN: _l("Asked once more: the answer came too late, or something changed meanwhile."),
    DeskCode.VISIT_COUNTED: _l("Visit counted."),
    DeskCode.REGISTERED_NOW: _l("Registered for this year, № %(number)s."),
    DeskCode.TAKEN_FROM: _l("Taken back first from: %(reader)s."),
}

# Word and colour of the tag that ends a row of the feed.
OUTCOMES: dict[Outcome, tuple[Any, str]] = {
    Outcome.OPENED: (_l("Reader"), "info"),
    Outcome.LENT: (_l("Lent"), "ok"),
    Outcome.RENEWED: (_l("Renewed"), "ok"),
    Outcome.RETURNED: (_l("Returned"), "info"),
    Outcome.ON_SHELF: (_l("Not on loan"), "plain"),
    Outcome.REGISTERED: (_l("Registered"), "ok"),
    Outcome.LEFT: (_l("Declined"), "plain"),
    Outcome.REFUSED: (_l("Refused"), "no"),
    Outcome.TWICE: (_l("Scanned twice"), "plain"),
}

_HEADS: dict[tuple[BoxKind, Act], Any] = {
    (BoxKind.REFUSED, Act.OPEN): _l("Card refused"),
    (BoxKind.REFUSED, Act.LEND): _l("Not lent"),
    (BoxKind.REFUSED, Act.RENEW): _l("Not renewed"),
    (BoxKind.REFUSED, Act.TAKE_BACK): _l("Not taken back"),
    (BoxKind.REFUSED, Act.REGISTER): _l("Not registered"),
    (BoxKind.REFUSED, Act.FIND): _l("Not found"),
    (BoxKind.ASKED, Act.LEND): _l("Please decide"),
    (BoxKind.ASKED, Act.RENEW): _l("Renew?"),
    (BoxKind.WHICH, Act.FIND): _l("Card or copy?"),
}
_CANNOT = _l("This cannot be done")

# What the yes button says, by the first of these codes that is asked.
_YES: tuple[tuple[LoanCode, Any], ...] = (
    (LoanCode.ALREADY_YOURS, _l("Renew")),
    (LoanCode.COPY_OVERDUE, _l("Renew")),
    (LoanCode.LENT_TO_OTHER, _l("Take back and lend")),
    (LoanCode.REGISTRATION_DUE, _l("Register and lend")),
    (LoanCode.COPY_MISSING, _l("Found: lend it")),
)
_LEND = _l("Lend")

_SHORT: dict[str, Any] = {
    "copy_unknown": _l("Copy"),
    "reader_unknown": _l("Reader"),
    "card_lost": _l("Lost card"),
    "registration_due": _l("Not registered"),
    "has_overdue": _l("Overdue copies"),
    "copy_withdrawn": _l("Written off"),
    "copy_missing": _l("Missing"),
    "on_exhibition": _l("On an exhibition"),
    "copy_not_ready": _l("Not ready"),
    "already_yours": _l("Already lent"),
    "lent_to_other": _l("With another reader"),
    "limit_total": _l("Limit reached"),
    "no_policy": _l("No policy"),
    "renewal_limit": _l("Renewed before"),
    "copy_overdue": _l("Overdue"),
    "renewal_not_later": _l("No later date"),
}


def sentence(each: Told) -> str:
    """Return what is told as a sentence, in the language of the request."""
    reason = _reason(each)
    return told(reason) if reason else explain(each.code, each.facts)


def asked(each: Told) -> str:
    """Return what a yes to it does, as a question; empty where nothing is asked."""
    reason = _reason(each)
    return question(reason) if reason else ""


def label(each: Told) -> str:
    """Return the two or three words before the sentence: which copy, else what it is about."""
    return each.about or str(_SHORT.get(each.code, ""))


def _reason(each: Told) -> Reason | None:
    if each.code not in set(LoanCode):
        return None
    return Reason(each.rule, LoanCode(each.code), Severity(each.severity), each.facts)


def head(box: Box) -> str:
    """Return the title of a box; without a code nothing was looked for at all."""
    if box.act is Act.FIND and not box.code:
        return str(_CANNOT)
    return str(_HEADS.get((box.kind, box.act), _CANNOT))


def yes_label(box: Box) -> str:
    """Return what the yes button does."""
    given = {each.code for each in box.told if each.severity == Severity.ASK}
    return str(next((words for code, words in _YES if code in given), _LEND))
