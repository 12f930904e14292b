"""The list of late copies: on the screen with filters, and on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.public.messages import language_name
from circulation.overdue import queries
from circulation.overdue.queries import OverduePage
from circulation.overdue.rules import LEVELS, Filter, read_filter
from circulation.patrons.queries import categories
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.places import departments
from ils.web.auth import require
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("overdue", __name__, template_folder="templates", url_prefix="/overdue")

PAGE = 100
ON_PAPER = 2000


@blueprint.get("/")
@require(Permission.OVERDUE)
def index() -> str:
    """Show the late copies, the latest first, a page at a time."""
    chosen = read_filter(request.args)
    offset = (chosen.page - 1) * PAGE
    page = _find(chosen, limit=PAGE, offset=offset)
    session = current_session()
    return render_template(
        "overdue/index.html",
        page=page,
        chosen=chosen,
        choices=_choices(session),
        pages=_pages(chosen, page, offset),
        **_names(session),
    )


@blueprint.get("/list")
@require(Permission.OVERDUE)
def paper() -> str:
    """Show the whole list on one page that prints well."""
    chosen = read_filter(request.args)
    names = _names(current_session())
    return render_template(
        "overdue/paper.html",
        page=_find(chosen, limit=ON_PAPER, offset=0),
        chosen=chosen,
        said=_said(chosen, names),
        **names,
    )


def _find(chosen: Filter, *, limit: int, offset: int) -> OverduePage:
    return queries.overdue(
        current_session(),
        day=clock.today(),
        department=chosen.department,
        language=chosen.language,
        category=chosen.category,
        min_days=chosen.min_days,
        limit=limit,
        offset=offset,
    )


def _names(session: Session) -> dict[str, Any]:
    return {
        "place_names": {place.code: place_label(place) for place in departments(session)},
        "categories": {place.code: place_label(place) for place in categories(session)},
        "language_name": language_name,
    }


def _choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    late = queries.languages_of_late(session, day=clock.today())
    return {
        "department": [("", _("All")), *((each.code, place_label(each)) for each in departments(session))],
        "category": [("", _("All")), *((each.code, place_label(each)) for each in categories(session))],
        "language": [("", _("All")), *((code, language_name(code)) for code in late)],
        "days": [(str(days), str(days)) for days in LEVELS],
    }


def _said(chosen: Filter, names: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the choice in words, so that a printed list says what it is a list of."""
    department = names["place_names"].get(chosen.department, chosen.department)
    category = names["categories"].get(chosen.category, chosen.category)
    language = language_name(chosen.language) if chosen.language else ""
    days = str(chosen.min_days) if chosen.min_days > 1 else ""
    told = (
        (_("Department"), department),
        (_("Language"), language),
        (_("Category"), category),
        (_("Days late at least"), days),
    )
    return [(name, value) for name, value in told if value]


def _pages(chosen: Filter, page: OverduePage, offset: int) -> dict[str, Any]:
    def address(number: int) -> str:
        return url_for("overdue.index", **chosen.as_query(), page=number)

    shown = len(page.rows)
    return {
        "first": offset + 1 if shown else None,
        "last": offset + shown if shown else None,
        "total": page.total,
        "prev_url": address(chosen.page - 1) if chosen.page > 1 else None,
        "next_url": address(chosen.page + 1) if offset + shown < page.total else None,
    }
