"""One act behind a button: done or refused in words, then back to the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils.db import transaction
from ils.errors import LibraryError
from ils.web.errors import explain
from ils.web.session import current_session


def in_words(problem: LibraryError, *, labels: Mapping[str, Any]) -> str:
    """Return a refusal in words, its field called as the room's pages call it (`labels`)."""
    facts = dict(problem.facts)
    name = str(facts.get("field", ""))
    if name in labels:
        facts["field"] = str(labels[name])
    return explain(problem.code, facts)


def acted(here: str, done: str, do: Callable[[Session], object], *, labels: Mapping[str, Any]) -> Response:
    """Do one act and go back to the page, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            do(session)
        flash(done, "success")
    except LibraryError as problem:
        flash(in_words(problem, labels=labels), "danger")
    return redirect(here)
