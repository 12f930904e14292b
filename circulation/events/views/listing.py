"""The list of events, the plan of a month, and the register as a spreadsheet."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.events import queries
from circulation.events.messages import STATES, TYPES
from circulation.events.queries import Wanted
from circulation.events.rules import EventState, EventType
from circulation.events.views.base import (
    PAGE,
    blueprint,
    pager_of,
    place_choices,
    sector_choices,
    words,
)
from circulation.events.views.papers import register_sheet
from circulation.visits.rules import month_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError, clean_text
from ils.printing.xlsx import make_xlsx
from ils.web.asked import asked_choice, asked_day, page_number
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.filters import month_name
from ils.web.session import current_session

LAST_MONTH = 12


@blueprint.get("")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show the events of this year, or those asked for."""
    session, wanted, number = current_session(), asked(), page_number()
    found = queries.events(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    cut = as_query(wanted)
    return render_template(
        "events/index.html",
        found=found,
        wanted=wanted,
        cut=cut,
        tiles=_tiles(queries.counts(session, wanted), cut),
        type_choices=[("", _("All")), *((kind.value, label) for kind, label in TYPES.items())],
        state_choices=[("", _("All")), *((state.value, label) for state, label in STATES.items())],
        place_choices=[("", _("All departments")), *place_choices()],
        pager=pager_of(number, len(found.rows), found.total, **cut),
        today=clock.today(),
        **words(),
    )


def asked() -> Wanted:
    """Read which events the address asks for: this year's where it asks for no days."""
    today = clock.today()
    since, until = asked_day("since", near=True), asked_day("until", near=True)
    if since is None and until is None:
        since, until = date(today.year, 1, 1), date(today.year, 12, 31)
    if since and until and until < since:
        raise InputError(InputCode.NOT_A_DATE, field="until")
    return Wanted(
        since=since,
        until=until,
        type=asked_choice("type", set(EventType)),
        state=asked_choice("state", set(EventState)),
        department=asked_choice("department", dict(place_choices())),
        sector=asked_choice("sector", dict(sector_choices())),
        text=clean_text(request.args.get("text"), field="text", limit=100),
    )


def as_query(wanted: Wanted) -> dict[str, Any]:
    """Return the address of what is asked for, without what is empty."""
    names = ("since", "until", "type", "state", "department", "sector", "text")
    return {name: value for name in names if (value := getattr(wanted, name))}


def _tiles(found: Counter[tuple[str, str]], cut: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how many were held of every kind: a figure that opens to its rows."""
    narrow = {name: value for name, value in cut.items() if name not in {"type", "state"}}
    held = EventState.HELD.value
    return [
        {
            "label": str(label),
            "value": found[kind.value, held],
            "url": url_for("events.index", **narrow, type=kind.value, state=held),
        }
        for kind, label in TYPES.items()
    ]


@blueprint.get("/register.xlsx")
@require(Permission.CIRCULATE)
def register() -> Response:
    """Send the events of the list as a spreadsheet."""
    rows = queries.events(current_session(), asked()).rows
    title = _("Register of events")
    made = make_xlsx([register_sheet(rows[::-1], title)], title=title, at=clock.now())
    return send(made, XLSX, "events.xlsx", keep=True)


@blueprint.get("/month")
@require(Permission.CIRCULATE)
def month() -> str:
    """Show the plan of events of a month, day by day."""
    first, last = asked_month()
    rows = queries.events_of_month(current_session(), first, last)
    return render_template(
        "events/month.html",
        rows=rows,
        first=first,
        name=month_title(first),
        prev_url=url_for("events.month", month=_named(first - timedelta(days=1))),
        next_url=url_for("events.month", month=_named(last + timedelta(days=1))),
        today=clock.today(),
        **words(),
    )


def asked_month() -> tuple[date, date]:
    """Read a month of the address, 2026-04; this month without one."""
    text = request.args.get("month", "")
    if not text:
        return month_of(clock.today())
    year, _dash, number = text.partition("-")
    digits = f"{year}{number}"
    good = digits.isascii() and digits.isdigit() and len(year) == 4 and len(number) == 2
    if not good or not 1 <= int(number) <= LAST_MONTH or not 2000 <= int(year) <= 2100:
        raise InputError(InputCode.NOT_A_DATE, field="month")
    return month_of(date(int(year), int(number), 1))


def _named(day: date) -> str:
    return f"{day:%Y-%m}"


def month_title(first: date) -> str:
    """Return what the plan of a month is called."""
    return str(_("Plan of events: %(month)s %(year)s", month=month_name(first.month), year=first.year))
