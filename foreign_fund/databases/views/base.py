"""What all screens of databases share."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.databases import messages
from foreign_fund.databases.queries import count_deadlines
from foreign_fund.fund.messages import language_name
from ils.registers.queries.entries import SUBJECT as ENTRY
from ils.web.acting import acted, in_words
from ils.web.session import current_session

blueprint = Blueprint("databases", __name__, template_folder="../templates")

DATABASE = "/foreign/databases/<int(max=2147483647):database_id>"
Answer = str | Response | tuple[str, int]


# A refusal in words, and one act behind a button: both call fields as these pages do.
say = partial(in_words, labels=messages.FIELD_LABELS)
act = partial(acted, labels=messages.FIELD_LABELS)


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
