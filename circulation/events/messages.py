"""Words of events and clubs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.events.errors import ClubCode, EventCode
from circulation.events.rules import EventState, EventType

EVENT_WORDS: dict[EventCode, Any] = {
    EventCode.UNKNOWN: _l("There is no such event."),
    EventCode.NOT_PLANNED: _l("“%(event)s” is held or cancelled already."),
    EventCode.NOT_HELD: _l("“%(event)s” was not held, so there is nothing to change or take back."),
    EventCode.NOT_CANCELLED: _l("“%(event)s” is not cancelled."),
    EventCode.IS_CANCELLED: _l("“%(event)s” is cancelled. Plan it again first."),
    EventCode.DAY_AHEAD: _l("%(day)s has not come yet. Held is what took place today or before."),
    EventCode.DAY_ODD: _l("%(day)s cannot be the day of an event. Check the year."),
    EventCode.TIMES_REVERSED: _l("An event ends after it begins. Check the hours."),
    EventCode.PERSONS_INVALID: _l("The number of persons is a whole number from 0 to %(most)s."),
    EventCode.TYPE_UNKNOWN: _l("There is no kind of event “%(type)s”."),
    EventCode.CLUB_MISSING: _l("Choose the club whose meeting it is."),
    EventCode.CYCLE_BACKWARDS: _l("The cycle ends on %(until)s, before its first day %(first)s."),
    EventCode.CYCLE_TOO_LONG: _l("This cycle would have meetings: %(count)s; the limit is %(most)s."),
    EventCode.LINK_ODD: _l("A link begins with https:// or http://."),
    EventCode.ATTENDANCE_UNKNOWN: _l("This card is not on the list of the event."),
}

CLUB_WORDS: dict[ClubCode, Any] = {
    ClubCode.UNKNOWN: _l("There is no such club."),
    ClubCode.NAME_TAKEN: _l("There is already a club “%(club)s”."),
    ClubCode.CLOSED: _l("The club “%(club)s” ended on %(day)s."),
    ClubCode.DAY_ODD: _l(
        "%(day)s cannot be this day of a club: it is before its beginning or still to come."
    ),
    ClubCode.CLOSED_BEFORE_FOUNDED: _l("The last day %(closed)s is before the first day %(founded)s."),
    ClubCode.MEMBER_ALREADY: _l("%(reader)s is a member since %(day)s."),
    ClubCode.MEMBER_UNKNOWN: _l("There is no such member, or the membership has ended."),
    ClubCode.LEFT_BEFORE_JOINED: _l("The membership began on %(joined)s and cannot end before."),
}

TYPES: dict[EventType, Any] = {
    EventType.EVENT: _l("Event"),
    EventType.FIELD: _l("Field event"),
    EventType.CLUB: _l("Club meeting"),
    EventType.EXCURSION: _l("Excursion in the library"),
    EventType.TRAINING: _l("Lesson for readers"),
}

STATES: dict[EventState, Any] = {
    EventState.PLANNED: _l("planned"),
    EventState.HELD: _l("held"),
    EventState.CANCELLED: _l("cancelled"),
}

STATE_TAGS: dict[EventState, str] = {
    EventState.PLANNED: "info",
    EventState.HELD: "ok",
    EventState.CANCELLED: "plain",
}

AUDIT_WORDS: dict[str, Any] = {
    "event_planned": _l("Event planned"),
    "event_changed": _l("Event changed"),
    "event_cancelled": _l("Event cancelled"),
    "event_restored": _l("Cancelled event planned again"),
    "event_held": _l("Event held"),
    "event_unheld": _l("Event taken back as not held"),
    "event_headcount_set": _l("Head-count of an event corrected"),
    "event_attended": _l("Reader written down at an event"),
    "event_attendance_removed": _l("Reader struck off the list of an event"),
    "club_added": _l("Club written down"),
    "club_changed": _l("Club changed"),
    "club_joined": _l("Reader joined a club"),
    "club_left": _l("Reader left a club"),
}

CHECK_WORDS: dict[str, Any] = {
    "event_log_differs": _l(
        "Event %(event)s (%(type)s, %(day)s) is held: %(held)s; the activity log says: %(logged)s."
    ),
    "event_headcount_differs": _l(
        "Event %(event)s says that persons came without a card: %(said)s; among the visits stand: %(counted)s."
    ),
}
