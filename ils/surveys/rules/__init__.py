"""What surveys are, and how their answers are read."""

from ils.surveys.rules.answers import Answer, Asked, ReadSheet, read_sheet
from ils.surveys.rules.shapes import (
    CHOICES,
    LANGUAGES,
    Facts,
    Kind,
    Place,
    QuestionFacts,
    SheetChannel,
    State,
    check_past,
    checked,
    checked_question,
    clean_lines,
    in_language,
    is_taking,
    percent,
    same_words,
)

__all__ = [
    "CHOICES", "LANGUAGES", "Answer", "Asked", "Facts", "Kind", "Place", "QuestionFacts", "ReadSheet", "SheetChannel",
    "State", "check_past", "checked", "checked_question", "clean_lines", "in_language", "is_taking", "percent",
    "read_sheet", "same_words",
]  # fmt: skip
