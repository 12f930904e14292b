"""Reads of events and clubs."""

from circulation.events.queries.clubs import (
    ClubRow,
    MemberRow,
    club_row,
    clubs,
    current_members,
    members,
)
from circulation.events.queries.coming import AttendanceRow, attendance_of, attendance_row
from circulation.events.queries.listing import (
    EventPage,
    EventRow,
    Wanted,
    counts,
    describe,
    event_row,
    events,
    events_of_month,
)

__all__ = [
    "AttendanceRow", "ClubRow", "EventPage", "EventRow", "MemberRow", "Wanted", "attendance_of", "attendance_row",
    "club_row", "clubs", "counts", "current_members", "describe", "event_row", "events", "events_of_month",
    "members",
]  # fmt: skip
