"""What the screens of the rules share: the blueprint, the lists to choose from, the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from circulation.patrons.queries import categories
from circulation.policies.messages import FUNDS_SHOWN, USES_SHOWN, type_choices
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("policies", __name__, template_folder="../templates", url_prefix="/policies")

Choices = dict[str, list[tuple[str, str]]]
CELLS = ("category", "item_type", "use", "department")


def choices() -> Choices:
    """Return what every cell may be, by name, in the language of the request."""
    session = current_session()
    return {
        "category": [(each.code, place_label(each)) for each in categories(session)],
        "item_type": type_choices(session),
        "use": [(code, str(words)) for code, words in USES_SHOWN.items()],
        "department": [(each.code, place_label(each)) for each in departments(session)],
        "fund": [(code, str(words)) for code, words in FUNDS_SHOWN.items()],
    }


def names(offered: Choices) -> dict[str, dict[str, str]]:
    """Return the name of every code."""
    return {cell: dict(pairs) for cell, pairs in offered.items()}


def asked(cell: str, offered: Choices) -> str:
    """Return what the address asks of a cell; refuse what is not offered."""
    value = request.args.get(cell, "")
    if value and value not in dict(offered[cell]):
        raise InputError(InputCode.UNKNOWN_CHOICE, field=cell, value=value[:40])
    return value


def tabs() -> list[dict[str, Any]]:
    """Return the pages of the rules."""
    pages: Mapping[str, str] = {
        "policies.index": _("Table"),
        "policies.limits": _("Limits by type and fund"),
        "policies.decisions": _("Decisions of the desk"),
        "policies.types": _("Item types"),
    }
    return [
        {"label": label, "url": url_for(endpoint), "active": request.endpoint == endpoint}
        for endpoint, label in pages.items()
    ]


def attempt(act: Callable[[Session], object]) -> str | None:
    """Run an act in its transaction; return why it was refused, None when it is done."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None
