"""Acts of the service to teachers and readers."""

from foreign_fund.service.services.asking import answer, change_query, receive, refuse, reopen
from foreign_fund.service.services.bulletins import make_issue, send_portion, set_every
from foreign_fund.service.services.choosing import (
    change_selection,
    close_selection,
    copy_selection,
    make_selection,
    reopen_selection,
    set_norm,
    wish,
)
from foreign_fund.service.services.listing import (
    add_by_code,
    add_title,
    add_words,
    move_title,
    note_title,
    remove_title,
)
from foreign_fund.service.services.profiles import save_profile, stop_by_link, stop_profile
from foreign_fund.service.services.reviewing import change_review, hold_review, plan_review

__all__ = [
    "add_by_code", "add_title", "add_words", "answer", "change_query", "change_review", "change_selection",
    "close_selection", "copy_selection", "hold_review", "make_issue", "make_selection", "move_title", "note_title",
    "plan_review", "receive", "refuse", "remove_title", "reopen", "reopen_selection", "save_profile", "send_portion",
    "set_every", "set_norm", "stop_by_link", "stop_profile", "wish",
]  # fmt: skip
