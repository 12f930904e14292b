"""The register of books accepted instead of lost ones, exactly in the columns of practice.md §4.4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from circulation.loans.messages import LOSS_STATES
from circulation.loans.models import LossState
from circulation.loans.queries.losses import LossRow
from ils.printing.xlsx import Cell, Column, Sheet
from ils.text import to_cyrillic
from ils.web.filters import day, moment, num

TEMPLATE = Path(__file__).parent.parent / "data" / "register.typ"


def register_title(year: int) -> str:
    """Return what the register is called, with its year."""
    return str(_("Register of books accepted instead of lost ones, %(year)s", year=year))


def _groups() -> list[tuple[str, list[str]]]:
    """Return the columns: a heading of its own, or a group with its columns."""
    return [
        ("№", []),
        (_("Date"), []),
        (_("Reader, form №"), []),
        (_("Lost"), [_("Author, title"), _("Inventory №"), _("Price")]),
        (_("Accepted instead"), [_("Author, title"), _("Year"), _("Price")]),
        (_("New inventory №"), []),
        (_("Reader's signature"), []),
        (_("Librarian's signature"), []),
    ]


def _cells(row: LossRow) -> list[Cell]:
    replaced = row.state is LossState.REPLACED
    # What was made good otherwise, or is still open, says so where the other book would stand.
    instead = _book(row.new_author, row.new_title) if replaced else f"({LOSS_STATES[row.state]})"
    return [
        row.number,
        day(row.day),
        f"{row.patron}, {row.card_number}",
        _book(row.author, row.title),
        row.inventory_number or row.code,
        row.price,
        instead,
        str(row.new_year or "") if replaced else "",
        row.new_price if replaced else None,
        row.new_inventory_number or row.new_code,
        "",
        "",
    ]


def _book(author: str, title: str) -> str:
    return " ".join(each for each in (f"{author.rstrip('.')}." if author else "", title) if each)


def _shown(cell: Cell) -> str:
    return num(cell) if isinstance(cell, int) else str(cell or "")


def register_data(
    rows: Sequence[LossRow], *, institution: str, language: str, at: datetime
) -> dict[str, Any]:
    """Return the data of the template `register.typ`."""
    return {
        "institution": to_cyrillic(institution) if language == "uz_Cyrl" else institution,
        "groups": [[name, parts] for name, parts in _groups()],
        "rows": [[_shown(cell) for cell in _cells(row)] for row in rows],
        "empty": _("No losses in this year."),
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def register_sheet(rows: Sequence[LossRow], year: int, *, institution: str) -> Sheet:
    """Return the same as a sheet: numbers are numbers."""
    widths = iter((6, 12, 34, 40, 16, 12, 40, 8, 12, 16, 18, 18))
    columns = [
        Column(f"{name}: {part}" if part else name, next(widths))
        for name, parts in _groups()
        for part in (parts or [""])
    ]
    return Sheet(
        name=str(year),
        columns=columns,
        rows=[_cells(row) for row in rows],
        above=(register_title(year), institution),
    )
