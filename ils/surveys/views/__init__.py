"""Screens of surveys, the public page, papers."""

from ils.surveys.views import listing, making, papers, public, questions, sheets, showing, typing
from ils.surveys.views.base import blueprint

__all__ = [
    "blueprint", "listing", "making", "papers", "public", "questions", "sheets", "showing", "typing",
]  # fmt: skip
