"""The acts of events and clubs."""

from circulation.events.services.attending import Attended, attend, remove_attendance
from circulation.events.services.clubs import add_club, change_club, join, leave
from circulation.events.services.counting import SUBJECT
from circulation.events.services.holding import hold, set_headcount, unhold
from circulation.events.services.planning import cancel, change, plan, restore

__all__ = [
    "SUBJECT", "Attended", "add_club", "attend", "cancel", "change", "change_club", "hold", "join", "leave", "plan",
    "remove_attendance", "restore", "set_headcount", "unhold",
]  # fmt: skip
