"""What all screens of orders share."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.orders import messages, queries
from catalog.records.queries import LARGEST_ID, brief
from catalog.records.queries.showing import Brief
from ils import clock
from ils.errors import InputCode, InputError, clean_text
from ils.registers.views.base import department_choices
from ils.text import whole_number
from ils.web.acting import acted, in_words
from ils.web.asked import asked_choice, asked_day
from ils.web.session import current_session

blueprint = Blueprint("orders", __name__, template_folder="../templates", url_prefix="/orders")

Answer = str | Response | tuple[str, int]


# A refusal in words, and one act behind a button: both call fields as these pages do.
say = partial(in_words, labels=messages.FIELD_LABELS)
act = partial(acted, labels=messages.FIELD_LABELS)


def asked_days() -> tuple[date | None, date | None]:
    """Return the days between which a list is asked for; none narrows nothing."""
    since, until = asked_day("since", near=True), asked_day("until", near=True)
    if since and until and until < since:
        raise InputError(InputCode.NOT_A_DATE, field="until")
    return since, until


def asked_text() -> str:
    """Return the words that a list is asked for."""
    return clean_text(request.args.get("text"), field="text", limit=100)


def asked_department() -> str:
    """Return the department that a list is asked for."""
    return asked_choice("department", {str(each.value) for each in department_choices()})


def place_options() -> list[tuple[str, str]]:
    """Return the departments as a filter offers them."""
    return [
        ("", _("All departments")),
        *((str(each.value), str(each.label)) for each in department_choices()),
    ]


def as_query(wanted: object, **names: str) -> dict[str, Any]:
    """Return the address of what a list shows, without what is empty; `names` are those of the address."""
    own = {name: name for name in getattr(wanted, "__slots__", ())} | names
    return {asked: value for name, asked in own.items() if (value := getattr(wanted, name))}


def asked_record(name: str = "record") -> Brief | None:
    """Return the record that the address names, None for none."""
    number = whole_number(request.args.get(name)) or 0
    return brief(current_session(), {number}).get(number) if 0 < number <= LARGEST_ID else None


def rooms(active: str) -> list[dict[str, Any]]:
    """Return the tabs: scans, requests from afar, QR codes, with what waits in each."""
    session = current_session()
    counts = {
        "orders.index": queries.count_late(session, clock.today()) or None,
        "orders.requests": queries.count_waiting(session) or None,
        "orders.codes": None,
    }
    labels = {
        "orders.index": _("Scanning"),
        "orders.requests": _("Remote delivery"),
        "orders.codes": _("QR codes"),
    }
    return [
        {"url": url_for(name), "label": label, "count": counts[name], "active": name == active}
        for name, label in labels.items()
    ]


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of orders their words."""
    return {
        "reasons": messages.REASONS,
        "lines": messages.LINES,
        "scan_states": messages.SCAN_STATES,
        "scan_tags": messages.SCAN_TAGS,
        "recipients": messages.RECIPIENTS,
        "request_states": messages.REQUEST_STATES,
        "request_tags": messages.REQUEST_TAGS,
        "forms_of_sending": {each.value: word for each, word in messages.FORMS.items()},
        "code_states": messages.CODE_STATES,
        "code_tags": messages.CODE_TAGS,
        "rooms": rooms,
    }
