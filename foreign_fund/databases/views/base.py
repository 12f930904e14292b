"""What all screens of databases share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from foreign_fund.databases import messages
from foreign_fund.databases.queries import count_deadlines
from foreign_fund.fund.messages import language_name
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.queries.entries import SUBJECT as ENTRY
from ils.web.errors import explain
from ils.web.session import current_session

blueprint = Blueprint("databases", __name__, template_folder="../templates")

DATABASE = "/foreign/databases/<int(max=2147483647):database_id>"
Answer = str | Response | tuple[str, int]


def say(problem: LibraryError) -> str:
    """Return a refusal in words, its field called as these pages call it."""
    facts = dict(problem.facts)
    name = str(facts.get("field", ""))
    if name in messages.FIELD_LABELS:
        facts["field"] = str(messages.FIELD_LABELS[name])
    return explain(problem.code, facts)


def act(here: str, done: str, do: Callable[[Session], object]) -> Response:
    """Do one act and go back to the page, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            do(session)
        flash(done, "success")
    except LibraryError as problem:
        flash(say(problem), "danger")
    return redirect(here)


def owner_url(owner_type: str, owner_id: int) -> str:
    """Return the page of what a reminder is about."""
    if owner_type == ENTRY:
        return url_for("registers.show", entry_id=owner_id)
    return url_for("databases.show", database_id=owner_id)


def rooms(active: str) -> list[dict[str, Any]]:
    """Return the tabs: databases, and terms that end with how many wait."""
    return [
        {"url": url_for("databases.index"), "label": _("Databases"), "active": active == "index"},
        {
            "url": url_for("databases.deadlines"),
            "label": _("Terms that end"),
            "count": count_deadlines(current_session()) or None,
            "active": active == "deadlines",
        },
    ]


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of databases their words."""
    return {
        "access_words": messages.ACCESS,
        "standings": messages.STANDINGS,
        "standing_tags": messages.STANDING_TAGS,
        "link_words": messages.LINKS,
        "link_tags": messages.LINK_TAGS,
        "term_words": messages.TERMS,
        "outcomes": messages.OUTCOMES,
        "rooms": rooms,
        "owner_url": owner_url,
    }


@blueprint.app_template_filter("language_of")
def language_of(code: str) -> str:
    """Return the name of a language by its code, in the language of the request."""
    return language_name(code)
