"""Words of holds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.holds.errors import HoldCode
from circulation.holds.models import HoldState
from circulation.holds.rules.endings import NOT_NEEDED, ON_SHELF, Arrival

HOLD_WORDS: dict[HoldCode, Any] = {
    HoldCode.UNKNOWN: _l("There is no such hold."),
    HoldCode.RECORD_UNKNOWN: _l("No title or copy was found by “%(text)s”."),
    HoldCode.READER_UNKNOWN: _l("No reader has the card “%(reader)s”."),
    HoldCode.COPY_UNKNOWN: _l("No copy has the number “%(code)s”."),
    HoldCode.COPY_OF_ANOTHER: _l("This copy is not a copy of “%(title)s”."),
    HoldCode.ALREADY_WAITING: _l("%(reader)s has been waiting for “%(title)s” since %(since)s."),
    HoldCode.AT_HOME: _l("%(reader)s has “%(title)s” at home already."),
    HoldCode.NOT_LENDABLE: _l("No copy of “%(title)s” can be set aside there. Copies: %(copies)s."),
    HoldCode.CARD_LOST: _l("The card of %(reader)s was reported lost on %(day)s. Give a new card first."),
    HoldCode.RESTRICTED: _l("%(reader)s may not borrow since %(since)s: %(reason)s."),
    HoldCode.EXPIRED_MEMBER: _l("The membership of %(reader)s ended on %(day)s."),
    HoldCode.TOO_MANY: _l("%(reader)s waits for %(count)s titles already; the limit is %(most)s."),
    HoldCode.DAY_PAST: _l("%(day)s is past: nobody waits until a day gone by."),
    HoldCode.ENDED: _l("This hold has ended already."),
    HoldCode.PLACE_INVALID: _l("There is no place %(place)s in a queue of %(most)s."),
    HoldCode.NOT_WAITING: _l("A copy is set aside for this reader already."),
    HoldCode.NOBODY_WAITS: _l("Nobody waits for the copy %(code)s. Put it back on its shelf."),
    HoldCode.NOT_FREE: _l("The copy %(code)s is not free."),
    HoldCode.NOT_ON_THE_WAY: _l("The copy %(code)s is not on its way."),
    HoldCode.NOT_SENT: _l("The copy %(code)s cannot be sent: it does not stand on the shelf."),
    HoldCode.SENT_NOWHERE: _l("The copy %(code)s is in this department already."),
    HoldCode.NOT_LOST: _l("The copy %(code)s is neither on the hold shelf nor on its way."),
    HoldCode.READER_FORGOTTEN: _l("The reader of this hold was forgotten. Nothing more can be done with it."),
    HoldCode.CHANGED: _l("The hold has changed since. Reload the page and look again."),
    HoldCode.DAYS_INVALID: _l(
        "A copy waits 0 to %(most)s open days, and a reader may wait for 0 to 1000 titles."
    ),
}

STATES: dict[HoldState, Any] = {
    HoldState.WAITING: _l("waiting"),
    HoldState.READY: _l("set aside"),
    HoldState.FULFILLED: _l("borrowed"),
    HoldState.CANCELLED: _l("cancelled"),
    HoldState.EXPIRED: _l("not fetched"),
}

STATE_TAGS: dict[HoldState, str] = {
    HoldState.WAITING: "plain",
    HoldState.READY: "ok",
    HoldState.FULFILLED: "info",
    HoldState.CANCELLED: "plain",
    HoldState.EXPIRED: "warn",
}

REASONS: dict[str, Any] = {
    ON_SHELF: _l("not fetched in time"),
    NOT_NEEDED: _l("not needed any more"),
}

ARRIVALS: dict[Arrival, Any] = {
    Arrival.HELD: _l("On the hold shelf, for %(reader)s. Until: %(until)s"),
    Arrival.SHELVED: _l("Back on its shelf."),
    Arrival.SENT_ON: _l("Send it on to: %(department)s"),
    Arrival.WRONG_PLACE: _l("It belongs elsewhere. Send it on to: %(department)s"),
}

JOB_WORDS: dict[str, Any] = {
    "holds:expire": _l("Look at the hold shelves"),
    "holds:expire:done": _l("Holds ended: %(expired)s."),
}

AUDIT_WORDS: dict[str, Any] = {
    "hold_placed": _l("Hold placed"),
    "hold_cancelled": _l("Hold cancelled"),
    "hold_moved": _l("Hold moved in its queue"),
    "hold_pickup_changed": _l("Hold to be fetched elsewhere"),
    "hold_set_aside": _l("Copy set aside for a hold"),
    "hold_released": _l("Copy no longer set aside for a hold"),
    "hold_passed_over": _l("Copy set aside was lent to somebody else"),
    "hold_fulfilled": _l("Hold ended by a loan"),
    "hold_taken_up_again": _l("Hold taken up again"),
    "hold_expired": _l("Hold expired"),
    "hold_merged": _l("Two holds of one reader made into one"),
    "holds_chosen": _l("Rules of holds chosen"),
    "held_copy_missing": _l("Copy of the hold shelf not found"),
    "item_sent": _l("Copy sent to another department"),
    "item_received": _l("Copy received from another department"),
}

CHECK_WORDS: dict[str, Any] = {
    "hold_set_aside_unlogged": _l(
        "A copy was set aside for the hold %(hold)s, and the log does not tell of it."
    ),
    "held_item_without_hold": _l(
        "The copy %(item)s is on the hold shelf for %(holds)s readers instead of one."
    ),
    "ready_hold_without_copy": _l(
        "The hold %(hold)s has the copy %(item)s set aside, but its state is “%(state)s”."
    ),
    "transit_without_aim": _l("The copy %(item)s is on its way to “%(to)s”, which is no department."),
    "waits_twice": _l("The reader %(patron)s waits for the record %(record)s %(holds)s times."),
    "hold_of_merged_record": _l(
        "The hold %(hold)s waits for the record %(record)s, which went into another."
    ),
}
