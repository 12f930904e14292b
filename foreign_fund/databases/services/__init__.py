"""Acts on databases and reminders."""

from foreign_fund.databases.services.keeping import (
    change_database,
    close_database,
    count_click,
    enter_database,
    reopen_database,
    shown_address,
)
from foreign_fund.databases.services.linking import Answered, ask_address, note_links
from foreign_fund.databases.services.reminding import answer_deadline, remind

__all__ = [
    "Answered",
    "answer_deadline",
    "ask_address",
    "change_database",
    "close_database",
    "count_click",
    "enter_database",
    "note_links",
    "remind",
    "reopen_database",
    "shown_address",
]
