"""What the screens of copy cataloguing share: the blueprint, the questions on their way, what an address asks for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from catalog.copying.queries import TargetView
from catalog.copying.rules import Question, question
from catalog.copying.services import Answer, Askings, ask

blueprint = Blueprint("copying", "catalog.copying", template_folder="templates", url_prefix="/copy")

Page = str | Response | tuple[str, int]

PATIENCE = 0.4
"""Seconds for which a part of a page waits before it is sent to ask again: a thread of the server is not held longer."""

ASKINGS = Askings()


def asked() -> Question:
    """Read what an address, or a form sent from such a page, looks for."""
    given = request.values
    return question(
        given.get("q", ""),
        isbn=given.get("isbn", ""),
        title=given.get("title", ""),
        author=given.get("author", ""),
    )


def typed() -> dict[str, str]:
    """Return the boxes as they were filled, for the page and for its addresses; what is empty is left out."""
    given = request.values
    first = given.get("q") or given.get("isbn") or given.get("title") or ""
    said = {"q": first.strip()[:400], "author": given.get("author", "").strip()[:400]}
    return {name: value for name, value in said.items() if value}


def answer_of(target: TargetView, looked_for: Question) -> Answer | None:
    """Return what a target answers, None while it is awaited."""
    key: Any = (target, looked_for)
    return ASKINGS.answer(key, lambda: ask(target, looked_for), patience=PATIENCE)
