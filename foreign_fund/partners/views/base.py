"""What all screens of partners share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from foreign_fund.fund.views import money
from foreign_fund.partners import messages
from foreign_fund.partners.queries.partners import WantedPartners, partners
from foreign_fund.partners.queries.requests import count_late
from foreign_fund.partners.queries.shipments import open_drafts
from ils import clock
from ils.errors import clean_text
from ils.printing.pdf import own_fonts
from ils.web.acting import acted, in_words
from ils.web.session import current_session

blueprint = Blueprint("partners", __name__, template_folder="../templates", url_prefix="/partners")

NUMBER = "int(max=2147483647)"
PARTNER = f"/<{NUMBER}:partner_id>"
SHIPMENT = f"/shipments/<{NUMBER}:shipment_id>"
REQUEST = f"/requests/<{NUMBER}:request_id>"
DATA = Path(__file__).parent.parent / "data"
Answer = str | Response | tuple[str, int]


# A refusal in words, and one act behind a button: both call fields as these pages do.
say = partial(in_words, labels=messages.FIELD_LABELS)
act = partial(acted, labels=messages.FIELD_LABELS)


def asked_text() -> str:
    """Return the words that a list is asked for."""
    return clean_text(request.args.get("text"), field="text", limit=100)


def partner_choices(*, also: int | None = None) -> list[SelectChoice]:
    """Return the active partners as a form offers them, and one that is there already."""
    rows = partners(current_session(), WantedPartners(active=None))
    shown = [row for row in rows if row.active or row.id == also]
    return [SelectChoice(row.id, f"{row.name} · {row.country}") for row in shown]


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return codes with their words as a form offers them."""
    return [SelectChoice(each.value, str(word)) for each, word in words.items()]


def rooms(active: str) -> list[dict[str, Any]]:
    """Return the tabs, with what waits in each."""
    session = current_session()
    counts = {
        "partners.shipments": open_drafts(session) or None,
        "partners.requests": count_late(session, clock.today()) or None,
    }
    labels = {
        "partners.index": _("Partners"),
        "partners.ledger": _("Exchange ledger"),
        "partners.shipments": _("Shipments"),
        "partners.requests": _("Interlibrary requests"),
        "partners.abroad": _("International and methodical work"),
    }
    return [
        {"url": url_for(name), "label": label, "count": counts.get(name), "active": name == active}
        for name, label in labels.items()
    ]


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of partners their words."""
    return {
        "kinds": messages.KINDS,
        "directions": messages.DIRECTIONS,
        "shipment_states": messages.SHIPMENT_STATES,
        "shipment_tags": messages.SHIPMENT_TAGS,
        "ways": messages.WAYS,
        "request_states": messages.REQUEST_STATES,
        "request_tags": messages.REQUEST_TAGS,
        "wanted_forms": messages.FORMS,
        "rooms": rooms,
        "money": money,
    }
