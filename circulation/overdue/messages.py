"""Words of overdue control."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.overdue.errors import OverdueCode
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import EventKind
from circulation.overdue.rules import Pause
from circulation.patrons.models import RestrictionKind
from ils.outbox.models import ChannelName

OVERDUE_WORDS: dict[OverdueCode, Any] = {
    OverdueCode.LEVEL_UNKNOWN: _l("There is no such level."),
    OverdueCode.LEVEL_TAKEN: _l("There is already a level for these days: %(days)s. Change that one."),
    OverdueCode.LEVEL_USED: _l(
        "Loans have reached this level: %(count)s. It cannot be deleted; switch it off instead."
    ),
    OverdueCode.LEVEL_DAYS: _l("The days of a level are a whole number from %(first)s to %(last)s."),
    OverdueCode.LEVEL_CHARGE: _l("The charge is a whole number of soʻm from 0 to %(last)s."),
    OverdueCode.LEVEL_EARLY: _l("A copy that is not late yet cannot restrict, cost anything or be lost."),
    OverdueCode.LEVEL_CHANNEL: _l("There is no channel “%(channel)s”."),
    OverdueCode.LEVEL_TEMPLATE: _l("There is no text “%(template)s”."),
    OverdueCode.PROMISE_UNKNOWN: _l("There is no such promise."),
    OverdueCode.PROMISE_ENDED: _l("This promise has ended already."),
    OverdueCode.PROMISE_DAY: _l("A promise names a day from %(first)s to %(last)s."),
    OverdueCode.PROMISE_NEEDLESS: _l("The copy is due only on %(due)s; no promise is needed before that."),
    OverdueCode.NOTHING_CHOSEN: _l("Nothing was chosen. Tick at least one."),
    OverdueCode.LOAN_CLOSED: _l("This copy has come back meanwhile."),
    OverdueCode.LOAN_OF_OTHER: _l("These copies are not all with one reader."),
}

PAUSE_WORDS: dict[Pause, Any] = {
    Pause.PROMISED: _l("The reader has promised to bring it."),
    Pause.CLAIMED: _l("The reader says that it was returned."),
    Pause.LOST: _l("It is given up for lost."),
}

JOB_KIND_WORDS: dict[str, Any] = {"overdue_nightly": _l("Nightly overdue control")}

OUTCOME_SHOWN: dict[CallOutcome, Any] = {
    CallOutcome.PROMISED: _l("will bring it"),
    CallOutcome.NO_ANSWER: _l("no answer"),
    CallOutcome.WRONG_NUMBER: _l("wrong number"),
    CallOutcome.SAYS_RETURNED: _l("says it was returned"),
    CallOutcome.LOST: _l("has lost it"),
    CallOutcome.REFUSED: _l("refuses"),
    CallOutcome.OTHER: _l("other"),
}

CHANNEL_SHOWN: dict[str, Any] = {
    ChannelName.TELEGRAM.value: _l("Telegram"),
    ChannelName.SMS.value: _l("SMS"),
    ChannelName.EMAIL.value: _l("e-mail"),
    ChannelName.LETTER.value: _l("printed letter"),
    ChannelName.CALL.value: _l("telephone call"),
}

EVENT_WORDS: dict[EventKind, Any] = {
    EventKind.LEVEL: _l("Level reached: %(level)s"),
    EventKind.PASSED: _l("Passed over, for a sterner level was due: %(levels)s"),
    EventKind.QUEUED: _l("Message written"),
    EventKind.SENT: _l("Sent: %(channel)s"),
    EventKind.TRAY: _l("Letter put into the tray"),
    EventKind.PRINTED: _l("Letter printed"),
    EventKind.TO_CALL: _l("Put on the call list"),
    EventKind.ATTEMPT_FAILED: _l("Not sent: %(channel)s"),
    EventKind.CANCELLED: _l("Message cancelled"),
    EventKind.FAILED: _l("No channel reached the reader"),
    EventKind.CALL: _l("Called: %(outcome)s"),
    EventKind.PROMISED: _l("Promised to bring it by %(until)s"),
    EventKind.PROMISE_KEPT: _l("Promise kept: %(until)s"),
    EventKind.PROMISE_BROKEN: _l("Promise broken: %(until)s"),
    EventKind.PROMISE_ENDED: _l("Promise no longer needed: %(until)s"),
    EventKind.RESTRICTED: _l("Reader restricted: %(kind)s"),
    EventKind.LIFTED: _l("Restriction lifted: %(kind)s"),
    EventKind.CHARGED: _l("Charged, soʻm: %(amount)s"),
    EventKind.CHARGE_REVERSED: _l("Charge taken back, soʻm: %(amount)s"),
    EventKind.CLAIMED: _l("The reader says that it was returned"),
    EventKind.LOST: _l("Given up for lost"),
}

RESTRICTION_SHOWN: dict[str, Any] = {
    RestrictionKind.OVERDUE.value: _l("overdue copy"),
    RestrictionKind.LOSS.value: _l("lost copy"),
    RestrictionKind.SUSPENSION.value: _l("suspended for a time"),
    RestrictionKind.MANUAL.value: _l("by hand"),
}

STATE_SHOWN: dict[str, Any] = {
    "free": _l("not paused"),
    "promised": _l("promised"),
    "broken": _l("promise broken"),
    "claimed": _l("said to be returned"),
    "lost": _l("lost"),
}

CHECK_WORDS: dict[str, Any] = {
    "overdue_notice_alone": _l("A level of loan %(loan)s was written about in a message about other loans."),
}

AUDIT_WORDS: dict[str, Any] = {
    "overdue_level_saved": _l("Level of overdue control saved"),
    "overdue_level_deleted": _l("Level of overdue control deleted"),
    "promise_made": _l("Promise noted"),
    "promise_withdrawn": _l("Promise taken back"),
    "overdue_called": _l("Reader called about overdue copies"),
    "overdue_letters": _l("Overdue letters written"),
}
