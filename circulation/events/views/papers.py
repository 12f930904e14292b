"""Events on paper and in spreadsheets: the rows of each, in the language of the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from circulation.events.messages import STATES, TYPES
from circulation.events.queries import AttendanceRow, EventRow, MemberRow
from circulation.events.rules import EventState
from circulation.events.views.base import place_choices, sector_choices
from ils.library.places import institution_name
from ils.printing.xlsx import Cell, Column, Sheet
from ils.web.filters import day, latin_or_cyrillic, moment, num
from ils.web.session import current_session

EMPTY_LINES = 20  # of a sheet that is filled in by hand


def institution() -> str:
    """Return the name of the library in the script of the interface."""
    return latin_or_cyrillic(institution_name(current_session()))


def forgotten() -> str:
    """Return what stands for a reader whose data are forgotten."""
    return str(_("forgotten reader"))


def register_sheet(rows: Sequence[EventRow], title: str) -> Sheet:
    """Return the register of events: numbers are numbers, days are days."""
    places, sectors = dict(place_choices()), dict(sector_choices())
    headings = (
        ("№", 6), (_("Day"), 12), (_("Time"), 13), (_("Kind of event"), 18), (_("Name of the event"), 44),
        (_("Topic"), 30), (_("Place"), 24), (_("Sector"), 22), (_("Department"), 20), (_("Club"), 20),
        (_("For whom"), 20), (_("Responsible"), 22), (_("Together with"), 24), (_("State"), 14),
        (_("With a card"), 10), (_("Without a card"), 10), (_("Came"), 10), (_("Link"), 24), (_("Note"), 30),
    )  # fmt: skip
    cells: list[list[Cell]] = [
        [
            number, row.day, row.time, str(TYPES[row.type]), row.title, row.topic, row.place,
            sectors.get(row.sector, row.sector), places.get(row.department, row.department), row.club,
            row.audience, row.organiser, row.partner, str(STATES[row.state]), row.cards, row.headcount, row.came,
            row.link, row.note or row.cancel_reason,
        ]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    sums = [sum(each) for each in zip(*((row.cards, row.headcount, row.came) for row in rows), strict=True)]
    total = ["", *[""] * 12, str(_("Total")), *(sums or [0, 0, 0]), "", ""]
    return Sheet(title, [Column(*each) for each in headings], cells, (title, institution()), [total])


def members_sheet(rows: Sequence[MemberRow], title: str) -> Sheet:
    """Return the register of a club's members."""
    headings = (
        ("№", 6), (_("Member"), 40), (_("Card"), 14), (_("Telephone"), 18), (_("Joined"), 12), (_("Left"), 12)
    )  # fmt: skip
    cells = [
        [number, row.name or forgotten(), row.card_number, row.phone, row.joined_on, row.left_on]
        for number, row in enumerate(rows, start=1)
    ]
    return Sheet(title, [Column(*each) for each in headings], cells, (title, institution()))


def sheet_data(
    event: EventRow, came: Sequence[AttendanceRow], members: Sequence[MemberRow], *, at: datetime
) -> dict[str, Any]:
    """Return the data of `sheet.typ`: who came by card; before that the club's members; then lines to fill in."""
    known = [(each.name or forgotten(), each.card_number) for each in reversed(came)]
    known = known or [(each.name or forgotten(), each.card_number) for each in members]
    empty = 0 if event.state is EventState.HELD and came else max(EMPTY_LINES - len(known), 5)
    rows = [[str(number), name, card, ""] for number, (name, card) in enumerate(known, start=1)]
    rows += [[str(len(known) + number), "", "", ""] for number in range(1, empty + 1)]
    return {
        "institution": institution(),
        "event": event.title,
        "facts": [[name, value] for name, value in _facts(event) if value],
        "columns": ["№", _("Surname, given name"), _("Card"), _("Signature")],
        "rows": rows,
        "foot": [_("Responsible")],
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def _facts(event: EventRow) -> tuple[tuple[str, str], ...]:
    held = event.state is EventState.HELD
    return (
        (_("Day"), " · ".join(each for each in (day(event.day), event.time) if each)),
        (_("Kind of event"), str(TYPES[event.type])),
        (_("Club"), event.club),
        (_("Topic"), event.topic),
        (_("Place"), event.place),
        (_("For whom"), event.audience),
        (_("Responsible"), event.organiser),
        (_("With a card"), num(event.cards) if held else ""),
        (_("Without a card"), num(event.headcount) if held else ""),
    )


def month_data(rows: Sequence[EventRow], *, at: datetime) -> dict[str, Any]:
    """Return the data of `month.typ`."""
    return {
        "institution": institution(),
        "approve": _("Approved by the director:"),
        "columns": [
            "№", _("Day, hours"), _("Name of the event"), _("Kind of event"), _("Place"), _("For whom"),
            _("Responsible"), _("Done"),
        ],
        "rows": [_month_row(number, row) for number, row in enumerate(rows, start=1)],
        "empty": _("Nothing is planned in this month."),
        "total": _(
            "Events: %(total)s, of them held: %(held)s",
            total=len(rows), held=sum(row.state is EventState.HELD for row in rows),
        ),
        "printed": _("Printed: %(at)s", at=moment(at)),
    }  # fmt: skip


def _month_row(number: int, row: EventRow) -> list[str]:
    held = row.state is EventState.HELD
    return [
        str(number),
        " ".join(each for each in (f"{row.day:%d.%m}", row.time) if each),
        " · ".join(each for each in (row.title, row.topic) if each),
        row.club or str(TYPES[row.type]),
        row.place,
        row.audience,
        row.organiser,
        str(_("held, came: %(count)s", count=num(row.came))) if held else "",
    ]
