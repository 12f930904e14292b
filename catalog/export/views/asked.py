"""What an address asks to be exported, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from catalog.export.errors import ExportCode, ExportInputError
from catalog.export.forms import Search, read_search
from catalog.export.queries import Selection
from catalog.export.rules import MOST_IDS, ExportFormat, Shape
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.records.queries import card_index
from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission
from ils.errors import ForbiddenError
from ils.library.places import departments
from ils.text import whole_number
from ils.web.auth import can
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records, the arguments that name them in an address, and what a person calls them."""

    selection: Selection
    arguments: dict[str, Any]
    label: str


def read_asked() -> Asked:
    """Return what the address names: numbers, an import, a card index, else a search."""
    given = request.args
    for name, read in _BY_NAME.items():
        if name in given:
            return read(given[name])
    search = read_search(given, {place.code for place in departments(current_session())})
    return Asked(search.selection, search.arguments(), _label(search))


def _label(search: Search) -> str:
    if search.q:
        return str(_("Search: %(query)s", query=search.q))
    return str(_("Part of the catalogue") if search.narrowed else _("The whole catalogue"))


def _of_numbers(text: str) -> Asked:
    ids = tuple(dict.fromkeys(_number(each) for each in text.split(",") if each.strip()))[:MOST_IDS]
    return Asked(Selection(ids=ids), {"ids": ",".join(map(str, ids))}, _("Chosen records"))


def _of_import(text: str) -> Asked:
    _require_cataloguer()
    number = _number(text)
    return Asked(Selection(imported=number), {"batch": number}, _("Import № %(number)s", number=number))


def _of_cards(text: str) -> Asked:
    _require_cataloguer()
    index = card_index(current_session(), text[:40])
    name = index.name(current_language())
    return Asked(
        Selection(cards=index.code),
        {"cards": index.code},
        name if current_language() in ("ru", "en") else latin_or_cyrillic(name),
    )


_BY_NAME: dict[str, Callable[[str], Asked]] = {"ids": _of_numbers, "batch": _of_import, "cards": _of_cards}


def _number(text: str) -> int:
    """Return a number of a row; 0, which none has, for anything else."""
    return whole_number(text) or 0


def _require_cataloguer() -> None:
    if not can(Permission.CATALOGUE):
        raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=Permission.CATALOGUE.value)


def read_shape() -> Shape | None:
    """Return how the records are to be written; None if no format is named, a refusal if it is unknown."""
    given = request.args
    name = given.get("format", "")
    if not name:
        return None
    if name not in {each.value for each in ExportFormat}:
        raise ExportInputError(ExportCode.FORMAT_UNKNOWN, format=name[:40])
    profile, copies = given.get("profile", ""), given.get("copies", "")
    return Shape(
        ExportFormat(name),
        profile if profile in ("marc21", "unimarc") else "",
        copies if copies in DEFAULT_HOLDINGS and can(Permission.CATALOGUE) else "",
    )
