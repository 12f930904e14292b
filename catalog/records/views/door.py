"""The blueprint of cataloguing, and what all its pages use."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug.wrappers import Response

from catalog.marc.tables import Names
from ils.text import whole_number
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language

Page = str | Response | tuple[str, int]

LARGEST_PAGE = 4_000_000
"""Bytes that a page of the editor may send: the fields of a large record, each with its name."""

blueprint = Blueprint("records", __name__, template_folder="../templates", url_prefix="/records")


@blueprint.record_once
def _take_large_records(state: BlueprintSetupState) -> None:
    settings = state.app.config
    settings["MAX_FORM_MEMORY_SIZE"] = max(settings.get("MAX_FORM_MEMORY_SIZE") or 0, LARGEST_PAGE)


@blueprint.url_value_preprocessor
def _keep_the_order(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # A field is told by what stands before and after it, and `request.form` sorts a page by its names; so the body is
    # kept as it came, before anything reads it.
    if request.mimetype == "application/x-www-form-urlencoded":
        request.get_data(cache=True)


def sent_in_order() -> list[tuple[str, str]]:
    """Return names and values of the page as they came."""
    return parse_qsl(request.get_data().decode("utf-8", "replace"), keep_blank_values=True)


@blueprint.context_processor
def _own_names() -> dict[str, Any]:
    return {"own_name": own_name}


def own_name(thing: Any) -> str:
    """Return the name that the library gave a thing of its own (a card index), in the language of the request."""
    language = current_language()
    return latin_or_cyrillic(thing.name(language)) if language == "uz_Cyrl" else str(thing.name(language))


def staff_id() -> int:
    """Return who is working."""
    return int(current_user.id)


def named(names: Names) -> str:
    """Return a name of the tables in the language of the request."""
    language = current_language()
    if language in ("uz", "uz_Cyrl"):
        return latin_or_cyrillic(names.get("uz", ""))
    return names.get(language, "")


def number(name: str, source: Any = None) -> int:
    """Return a number of the address or of a form, 0 where it is none."""
    return whole_number((request.args if source is None else source).get(name)) or 0


def paged(total: int, size: int, url: Any) -> tuple[int, dict[str, Any]]:
    """Return offset and pager of the page asked for; `url(page=…)` gives addresses."""
    last = max((total + size - 1) // size, 1)
    page = min(max(number("page"), 1), last)
    offset = (page - 1) * size
    return offset, {
        "first": offset + 1 if total else 0,
        "last": min(offset + size, total),
        "total": total,
        "prev_url": url(page=page - 1) if page > 1 else None,
        "next_url": url(page=page + 1) if page < last else None,
    }
