"""Acts of surveys."""

from ils.surveys.services.closing import close, reopen
from ils.surveys.services.filling import fill, withdraw_sheet
from ils.surveys.services.making import change, create, discard, open_survey, to_draft
from ils.surveys.services.questions import add_question, change_question, move_question, remove_question

__all__ = [
    "add_question", "change", "change_question", "close", "create", "discard", "fill", "move_question", "open_survey",
    "remove_question", "reopen", "to_draft", "withdraw_sheet",
]  # fmt: skip
