"""Words of the scan box: refusals, outcomes, boxes, buttons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.desk.errors import DeskCode
from circulation.desk.rules import Act, Box, BoxKind, Command, Mode, Outcome, Place, Reply, Told
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
    DeskCode.ANSWER_INVALID: _l("This answer does not belong to the question on the screen. Scan again."),
    DeskCode.OTHER_WINDOW: _l(
        "The desk has moved on: the reader's session ended or was changed in another window. Look who is open "
        "now and scan again."
    ),
    DeskCode.NO_READER: _l("No reader is open. Scan a card first."),
    DeskCode.NOTHING_TO_RENEW: _l("The reader has no such open loan, so there is nothing to renew."),
    DeskCode.NOTHING_TO_UNDO: _l("You have done nothing here lately that could be undone."),
    DeskCode.NO_SLIP: _l("There is no slip to print yet. Scan a card first."),
    DeskCode.DAY_UNREADABLE: _l("“%(text)s” is no date. Type it as 05.04.2026, 5.4 or −1."),
    DeskCode.DAY_NOT_BACK: _l("Returns cannot be dated to %(day)s: only from %(first)s to today."),
    DeskCode.DAY_NOT_DUE: _l("%(day)s cannot be a due date: only from today to %(last)s."),
    DeskCode.REASON_MISSING: _l("An override needs a written reason."),
    DeskCode.PARTS_UNSAID: _l("Say what is missing."),
    DeskCode.TITLE_MISSING: _l("A title is needed."),
    DeskCode.LAYOUT_REPAIRED: _l(
        "The keyboard layout is not Latin. Codes are repaired by themselves, but switch it to EN."
    ),
    DeskCode.SCANNED_TWICE: _l("The same code within 1.5 seconds is one scan; the second was ignored."),
    DeskCode.ASKED_AGAIN: _l("Asked once more: the answer came too late, or something changed meanwhile."),
    DeskCode.VISIT_COUNTED: _l("Visit counted."),
    DeskCode.REGISTERED_NOW: _l("Registered for this year, № %(number)s."),
    DeskCode.TAKEN_FROM: _l("Taken back first from: %(reader)s."),
    DeskCode.OVERRIDDEN: _l("Allowed by you, reason: %(reason)s."),
    DeskCode.ADDED_NOW: _l("Added at the desk as a brief record; the cataloguers complete it."),
    DeskCode.HOLD_PLACED: _l("The reader waits for this title, place in the queue: %(place)s."),
    DeskCode.UNDONE_LOAN: _l("The loan to %(reader)s is undone."),
    DeskCode.UNDONE_RENEWAL: _l("The renewal for %(reader)s is undone."),
    DeskCode.UNDONE_RETURN: _l("The return from %(reader)s is undone: the copy is on loan again."),
    DeskCode.UNDONE_CLAIM: _l("The claim of %(reader)s is undone."),
    DeskCode.UNDONE_USE: _l("The use in the room is undone and does not count."),
    DeskCode.STILL_OWED: _l("The reader owes, soʻm: %(amount)s."),
}

JOB_KIND_WORDS: dict[str, Any] = {"desk_end_idle": _l("End of sessions left open at the desk")}

AUDIT_WORDS: dict[str, Any] = {
    "desk_overridden": _l("A lost card was opened by override"),
    "returns_dated_back": _l("Returns are dated back from now on"),
    "slip_printed": _l("Slip printed"),
    "copy_added_at_desk": _l("Copy added at the desk"),
    "desk_settings_changed": _l("Settings of the desk changed"),
}

COMMANDS: dict[Command, Any] = {
    Command.LEND: _l("Lend and return"),
    Command.RETURN: _l("Returns only"),
    Command.DROP: _l("Book drop"),
    Command.IN_ROOM: _l("Room use"),
    Command.RENEW_EACH: _l("Renew each"),
    Command.HOLD: _l("Hold each"),
    Command.BACKDATE: _l("Date returns back"),
    Command.HOME: _l("For home"),
    Command.ROOM: _l("For the room"),
    Command.NIGHT: _l("Overnight"),
    Command.DUE: _l("Due date by hand"),
    Command.DONE: _l("Finish with the reader"),
    Command.RENEW: _l("Renew all"),
    Command.REGISTER: _l("Register for this year"),
    Command.UNDO: _l("Undo the last act"),
    Command.SLIP: _l("Print the slip"),
}

# What the bars below the scan box say, so that an unusual state is never overlooked.
MODE_BARS: dict[Mode, Any] = {
    Mode.RETURN: _l("Every copy is taken back"),
    Mode.DROP: _l("Book drop: taken back, no visit is counted"),
    Mode.IN_ROOM: _l("Copies from the tables are counted as used in the room"),
    Mode.RENEW: _l("Every copy is renewed"),
    Mode.HOLD: _l("Every copy is a hold for the reader"),
}
PLACE_BARS: dict[Place, Any] = {
    Place.ROOM: _l("Lent for the reading room: due today at closing"),
    Place.OVERNIGHT: _l("Lent overnight: due when the library opens"),
}

# Word and colour of the tag that ends a row of the feed.
OUTCOMES: dict[Outcome, tuple[Any, str]] = {
    Outcome.OPENED: (_l("Reader"), "info"),
    Outcome.LENT: (_l("Lent"), "ok"),
    Outcome.RENEWED: (_l("Renewed"), "ok"),
    Outcome.RETURNED: (_l("Returned"), "info"),
    Outcome.ON_SHELF: (_l("Not on loan"), "plain"),
    Outcome.ARRIVED: (_l("Arrived"), "info"),
    Outcome.IN_ROOM: (_l("Used in the room"), "ok"),
    Outcome.HELD: (_l("In the queue"), "ok"),
    Outcome.UNDONE: (_l("Undone"), "warn"),
    Outcome.ADDED: (_l("Added"), "ok"),
    Outcome.REGISTERED: (_l("Registered"), "ok"),
    Outcome.LEFT: (_l("Declined"), "plain"),
    Outcome.REFUSED: (_l("Refused"), "no"),
    Outcome.TWICE: (_l("Scanned twice"), "plain"),
}

# Where a copy that came back goes, by the first of these that was told: instead of the plain word.
GOES: tuple[tuple[LoanCode, Any, str], ...] = (
    (LoanCode.CAUGHT, _l("Returned → hold shelf"), "hold"),
    (LoanCode.BACK_TO_EXHIBITION, _l("Returned → exhibition"), "info"),
    (LoanCode.BELONGS_ELSEWHERE, _l("Returned → send on"), "warn"),
)

_HEADS: dict[tuple[BoxKind, Act], Any] = {
    (BoxKind.REFUSED, Act.OPEN): _l("Card refused"),
    (BoxKind.REFUSED, Act.LEND): _l("Not lent"),
    (BoxKind.REFUSED, Act.RENEW): _l("Not renewed"),
    (BoxKind.REFUSED, Act.TAKE_BACK): _l("Not taken back"),
    (BoxKind.REFUSED, Act.REGISTER): _l("Not registered"),
    (BoxKind.REFUSED, Act.FIND): _l("Not found"),
    (BoxKind.REFUSED, Act.HOLD): _l("No hold placed"),
    (BoxKind.REFUSED, Act.UNDO): _l("Not undone"),
    (BoxKind.REFUSED, Act.ADD): _l("Not added"),
    (BoxKind.ASKED, Act.LEND): _l("Please decide"),
    (BoxKind.ASKED, Act.RENEW): _l("Renew?"),
    (BoxKind.ASKED, Act.TAKE_BACK): _l("Count the parts"),
    (BoxKind.WHICH, Act.FIND): _l("Card or copy?"),
    (BoxKind.ENTRY, Act.BACKDATE): _l("Date of the returns"),
    (BoxKind.ENTRY, Act.DUE): _l("Due date by hand"),
}
_CANNOT = _l("This cannot be done")

# What the yes button says, by the first of these codes that is asked.
_YES: tuple[tuple[LoanCode, Any], ...] = (
    (LoanCode.PARTS_BACK, _l("Complete")),
    (LoanCode.ALREADY_YOURS, _l("Renew")),
    (LoanCode.COPY_OVERDUE, _l("Renew")),
    (LoanCode.LENT_TO_OTHER, _l("Take back and lend")),
    (LoanCode.REGISTRATION_DUE, _l("Register and lend")),
    (LoanCode.COPY_MISSING, _l("Found: lend it")),
    (LoanCode.ROOM_ONLY, _l("Lend for the room")),
)
_LEND = _l("Lend")

REPLIES: dict[Reply, Any] = {
    Reply.NO: _l("Leave it"),
    Reply.OVERRIDE: _l("Allow with a reason"),
    Reply.MISSING: _l("Something is missing"),
    Reply.BACK: _l("Only take it back"),
    Reply.HOLD: _l("Put the reader into the queue"),
    Reply.ADD: _l("Describe it briefly"),
    Reply.ENTER: _l("Take this date"),
}

_SHORT: dict[str, Any] = {
    "copy_unknown": _l("Copy"),
    "reader_unknown": _l("Reader"),
    "card_lost": _l("Lost card"),
    "registration_due": _l("Not registered"),
    "reader_suspended": _l("Suspended"),
    "reader_expired": _l("Membership ended"),
    "reader_restricted": _l("Restricted"),
    "debt_limit": _l("Debt"),
    "has_overdue": _l("Overdue copies"),
    "copy_withdrawn": _l("Written off"),
    "copy_missing": _l("Missing"),
    "room_only": _l("Reading room only"),
    "on_exhibition": _l("On an exhibition"),
    "copy_not_ready": _l("Not ready"),
    "already_yours": _l("Already lent"),
    "lent_to_other": _l("With another reader"),
    "limit_total": _l("Limit reached"),
    "limit_type": _l("Limit of its kind"),
    "held_for_other": _l("For another reader"),
    "queue_waiting": _l("Others wait"),
    "age_mark": _l("Age mark"),
    "same_title": _l("Same title"),
    "had_before": _l("Had before"),
    "count_parts": _l("Parts"),
    "parts_back": _l("Parts"),
    "note": _l("Note"),
    "due_date_odd": _l("Due date"),
    "no_policy": _l("No policy"),
    "others_wait": _l("Others wait"),
    "renewal_limit": _l("Renewed before"),
    "renewal_early": _l("Too early"),
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


def outcome_of(outcome: Outcome, codes: set[str]) -> tuple[str, str]:
    """Return the tag of a row, word and colour; a copy that came back says where it goes now (CI-05 to CI-07)."""
    if outcome in {Outcome.RETURNED, Outcome.ARRIVED}:
        for code, words, colour in GOES:
            if code.value in codes:
                return str(words), colour
    words, colour = OUTCOMES[outcome]
    serious = LoanCode.RETURNED_LATE.value in codes
    return str(words), "warn" if serious else colour
