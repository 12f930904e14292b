"""All that is kept about a reader as files: JSON for machines, a spreadsheet in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from werkzeug.wrappers import Response

from circulation.account.queries.everything import Everything, Kept
from circulation.account.services.exporting import JSON_FILE, as_json, export
from circulation.account.views.care_words import COLUMNS_SHOWN, KEPT_SHOWN, VALUES_SHOWN
from circulation.paid.queries import prices_of
from circulation.paid.views.base import name_of
from ils import clock
from ils.activity.work import Work
from ils.clock import local
from ils.db import transaction
from ils.library.places import departments, institution_name, sectors
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.web.files import XLSX, send
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.session import current_session

JSON = "application/json; charset=utf-8"
NARROW, WIDE = 16, 40
LONG = frozenset(
    {
        "title",
        "body",
        "reason",
        "note",
        "cells",
        "subject",
        "lift_reason",
        "end_reason",
        "address",
        "club",
        "service",
    }
)


def sent(work: Work, patron_id: int, file: str) -> Response:
    """Send one of the two files to be saved; that it was handed out stands on the audit trail."""
    with transaction(current_session()) as session:
        found = export(session, work, patron_id=patron_id, file=file)
    name = f"reader-{found.card_number}.{file}"
    if file == JSON_FILE:
        library = institution_name(current_session())
        return send(as_json(found, library=library, at=work.now), JSON, name, keep=True)
    return send(as_xlsx(found), XLSX, name, keep=True)


def as_xlsx(found: Everything) -> bytes:
    """Return a workbook: the reader, then a sheet for every kind of which there is anything."""
    words = _words()
    title = f"{KEPT_SHOWN[Kept.READER]} · {found.card_number}"
    above = (title, latin_or_cyrillic(institution_name(current_session())))
    first = Sheet(
        str(KEPT_SHOWN[Kept.READER]), (Column("", 30), Column("", 60)),
        [(str(COLUMNS_SHOWN[key]), _cell(key, value, words)) for key, value in found.reader.items()], above=above,
    )  # fmt: skip
    others = [
        _sheet(kind, rows, words) for kind, rows in found.rows.items() if rows and kind is not Kept.PHOTO
    ]
    return make_xlsx([first, *others], title=title, at=clock.now())


def _sheet(kind: Kept, rows: tuple[dict[str, Any], ...], words: Mapping[str, Mapping[Any, Any]]) -> Sheet:
    own = {**words, **VALUES_SHOWN.get(kind, {})}
    columns = [Column(str(COLUMNS_SHOWN[key]), WIDE if key in LONG else NARROW) for key in rows[0]]
    cells = [[_cell(key, value, own) for key, value in row.items()] for row in rows]
    return Sheet(str(KEPT_SHOWN[kind]), columns, cells)


def _words() -> dict[str, Mapping[Any, Any]]:
    """Return the words for values that every kind has: places, ways."""
    places = {place.code: place_label(place) for place in departments(current_session())}
    inside = {place.code: place_label(place) for place in sectors(current_session())}
    services = {
        each.code: name_of(each) for each in reversed(prices_of(current_session()))
    }  # the newest name
    return {**VALUES_SHOWN[Kept.READER], "department": places, "sector": inside, "service": services}


def _cell(key: str, value: Any, words: Mapping[str, Mapping[Any, Any]]) -> Cell:
    """Return a value as a cell has it: a word for a code, the clock of the library for an instant."""
    known = words.get(key, {})
    if isinstance(value, str | Enum | bool) and value in known:
        return str(known[value])
    if isinstance(value, datetime):
        return f"{local(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(str(known.get(each, each)) for each in value)
    if isinstance(value, Enum):
        return str(value.value)
    return value  # type: ignore[no-any-return]
