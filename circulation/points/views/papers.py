"""The trip sheet for the road, and the register of trips as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from circulation.points.messages import STATES
from circulation.points.queries import PointRow, TripRow
from circulation.points.queries.places import OutRow
from ils.library.places import institution_name
from ils.printing.xlsx import Cell, Column, Sheet
from ils.web.filters import day, latin_or_cyrillic, moment
from ils.web.session import current_session

NEW_LINES = 12  # for what is lent on the road


def institution() -> str:
    """Return the name of the library in the script of the interface."""
    return latin_or_cyrillic(institution_name(current_session()))


def sheet_data(point: PointRow, out: Sequence[OutRow], *, at: datetime) -> dict[str, Any]:
    """Return the data of `sheet.typ`: readers with their copies, empty lines for new loans, boxes for the counts."""
    return {
        "institution": institution(),
        "point": point.name,
        "facts": [
            [name, value]
            for name, value in (
                (_("Address"), point.address),
                (_("Whom to ask for"), " · ".join(each for each in (point.contact, point.phone) if each)),
                (_("Last trip"), day(point.last_trip)),
            )
            if value
        ],
        "blanks": [
            _("Day of the trip"),
            _("Who went"),
            _("Visitors without cards"),
            _("Copies without a scan"),
        ],
        "have": _("What the readers have"),
        "columns": [_("Copy"), _("Author, title"), _("Due"), _("Brought"), _("Renewed")],
        "readers": _readers(out),
        "nothing": _("Nobody has copies from this point."),
        "lent": _("Lent on this trip"),
        "new": ["№", _("Card, reader"), _("Copy"), _("Author, title"), _("Signature")],
        "lines": NEW_LINES,
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def _readers(out: Sequence[OutRow]) -> list[dict[str, Any]]:
    """Return the copies under their readers."""
    found = groupby(out, key=lambda each: (each.patron_id, each.name, each.card_number, each.phone))
    return [
        {
            "name": " · ".join(each for each in (name, card, phone) if each),
            "rows": [[row.code, _book(row), day(row.due_on), "", ""] for row in rows],
        }
        for (_patron, name, card, phone), rows in found
    ]


def _book(row: OutRow) -> str:
    return f"{row.title} / {row.author}" if row.author else row.title


def register_sheet(rows: Sequence[TripRow], title: str) -> Sheet:
    """Return the register of trips: numbers are numbers, days are days."""
    headings = (
        ("№", 6), (_("Day"), 12), (_("Name of the point"), 36), (_("Who went"), 24), (_("State"), 16),
        (_("Lent"), 10), (_("Renewed"), 12), (_("Brought back"), 12), (_("Copies without a scan"), 14),
        (_("Visitors without cards"), 14), (_("Note"), 30),
    )  # fmt: skip
    cells: list[list[Cell]] = [
        [
            number, row.day, row.point, row.staff, str(STATES[row.state]), row.lent, row.renewed, row.returned,
            row.issued, row.visitors, row.withdraw_reason or row.note,
        ]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return Sheet(title, [Column(*each) for each in headings], cells, (title, institution()))
