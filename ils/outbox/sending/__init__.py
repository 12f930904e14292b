"""Sending what waits, saying what would be sent, and hearing what has become of it."""

from ils.outbox.sending.choosing import Choice, planned_channel, read_house
from ils.outbox.sending.planning import Planned, plan_waiting
from ils.outbox.sending.running import Counts, send_waiting
from ils.outbox.sending.statuses import ask_statuses, is_known, note_status, statuses_wait

__all__ = [
    "Choice", "Counts", "Planned", "ask_statuses", "is_known", "note_status", "plan_waiting", "planned_channel",
    "read_house", "send_waiting", "statuses_wait",
]  # fmt: skip
