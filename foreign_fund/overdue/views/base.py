"""The blueprint of the watch, and what its pages share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _

from circulation.patrons.queries import categories
from ils.library.places import institution_name
from ils.printing.pdf import own_fonts
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("foreign_overdue", __name__, template_folder="../templates", url_prefix="/fund/overdue")

DATA = Path(__file__).parent.parent / "data"
LONGEST = 100

Choices = list[tuple[str, str]]


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the pages of the watch; `here` is the one that is open."""
    places = [
        ("watch", _("Overdue"), url_for("foreign_overdue.index")),
        ("semester", _("End of semester"), url_for("foreign_overdue.semester")),
        ("graduation", _("Graduation"), url_for("foreign_overdue.graduation")),
        ("month", _("Report of the month"), url_for("foreign_overdue.month")),
    ]
    return [{"label": label, "url": url, "active": name == here} for name, label, url in places]


def asked(name: str) -> str:
    """Return a text of the address."""
    return request.args.get(name, "").strip()[:LONGEST]


def with_all(values: Iterable[str]) -> Choices:
    """Return a filter's choices under the one that does not narrow."""
    return [("", _("All")), *((value, value) for value in values)]


def category_names() -> dict[str, str]:
    """Return the categories of readers by code."""
    return {place.code: place_label(place) for place in categories(current_session())}


def institution() -> str:
    """Return the name of the library in the script of the interface."""
    return latin_or_cyrillic(institution_name(current_session()))


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)
