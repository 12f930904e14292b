"""The blueprint, and what its pages share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from circulation.paid.messages import METHODS
from circulation.paid.queries import LineView, PriceView, ServiceSum
from circulation.paid.rules import spoken
from ils.text import to_cyrillic

blueprint = Blueprint("paid", __name__, template_folder="../templates", url_prefix="/paid")

DATA = Path(__file__).parent.parent / "data"
RECEIPT = "<int:receipt_id>"
PAGE = 50
Answer = str | Response | tuple[str, int]


def name_of(told: PriceView | LineView | ServiceSum) -> str:
    """Return the name of a service in the language of the page or paper."""
    return _said(told.names)


def unit_of(told: PriceView | LineView | ServiceSum) -> str:
    """Return the unit of a service in the language of the page or paper."""
    return _said(told.units)


def _said(texts: dict[str, str]) -> str:
    language = str(get_locale() or "en")  # that of the paper, where one is made in another language
    text = spoken(texts, language)
    return to_cyrillic(text) if language == "uz_Cyrl" and text == texts["uz"] else text


def pager_of(number: int, shown: int, total: int, **cut: Any) -> dict[str, Any]:
    """Return the pager of a list of which `shown` rows are on the screen."""
    skipped, here = (number - 1) * PAGE, str(request.endpoint)
    return {
        "first": skipped + 1 if shown else None,
        "last": skipped + shown if shown else None,
        "total": total,
        "prev_url": url_for(here, page=number - 1, **cut) if number > 1 else None,
        "next_url": url_for(here, page=number + 1, **cut) if skipped + shown < total else None,
    }


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of paid services their words."""
    return {"methods": METHODS, "name_of": name_of, "unit_of": unit_of}
