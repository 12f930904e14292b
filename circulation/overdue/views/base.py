"""The blueprint of overdue control, and what its pages share: names, the choices of the filters, tabs, links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.public.messages import language_name
from circulation.overdue import queries
from circulation.overdue.messages import CHANNEL_SHOWN, OUTCOME_SHOWN, PAUSE_WORDS, STATE_SHOWN
from circulation.overdue.rules import LANGUAGE_LEVELS, NO_LEVEL, STATES, Filter, Level, read_filter
from circulation.patrons.queries import categories
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import FOREIGN, load_fund
from ils.library.places import departments
from ils.web.auth import can
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.locale import current_language

blueprint = Blueprint("overdue", __name__, template_folder="../templates", url_prefix="/overdue")

Page = str | Response | tuple[str, int]
Choices = list[tuple[str, str]]

LOAN = "<int(max=2147483647):loan_id>"
LEVEL = "<int(max=2147483647):level_id>"
PROMISE = "<int(max=2147483647):promise_id>"
LANGUAGES_SHOWN = {"uz": "Oʻzbekcha", "uz_Cyrl": "Ўзбекча", "ru": "Русский", "en": "English"}


def chosen() -> Filter:
    """Return what the address chooses."""
    return read_filter(request.args)


def asked_for(session: Session, here: Filter, *, patrons: tuple[int, ...] = ()) -> queries.Wanted:
    """Return a choice as a question; what titles say of their language level is known to a floor above."""
    wanted = queries.wanted_of(session, here, patrons=patrons)
    if not here.language_level:
        return wanted
    of_level: Callable[[str], ColumnElement[bool]] = current_app.extensions["ils_language_level"]
    return replace(wanted, only=(of_level(here.language_level),))


def level_name(level: Level | Mapping[str, str] | None) -> str:
    """Return the name of a level in the language of the request."""
    if level is None:
        return ""
    language = current_language()
    if isinstance(level, Level):
        return latin_or_cyrillic(level.name(language)) if language.startswith("uz") else level.name(language)
    name = level.get(language) or level.get("uz", "")
    return latin_or_cyrillic(name) if language.startswith("uz") else name


def names(session: Session) -> dict[str, Any]:
    """Return the words that lists of late copies need."""
    levels = queries.load_levels(session)
    return {
        "place_names": {place.code: place_label(place) for place in departments(session)},
        "categories": {place.code: place_label(place) for place in categories(session)},
        "language_name": language_name,
        "levels": {level.id: level_name(level) for level in levels},
        "outcomes": OUTCOME_SHOWN,
        "channel_names": CHANNEL_SHOWN,
        "pauses": PAUSE_WORDS,
        "language_names": LANGUAGES_SHOWN,
    }


def choices(session: Session, here: Filter) -> dict[str, Choices]:
    """Return what the filters offer; faculties, groups and languages are those of late readers and copies only."""
    day, fund = clock.today(), load_fund(session, here.fund) if here.fund else None
    studies = queries.studies_of_late(session, day=day, fund=fund)
    faculties = sorted({faculty for faculty, _group in studies if faculty})
    groups = sorted({group for faculty, group in studies if group and here.faculty in {"", faculty}})
    languages = queries.languages_of_late(session, day=day, fund=fund)
    return {
        "department": _all((each.code, place_label(each)) for each in departments(session)),
        "fund": _all([(FOREIGN, _("Foreign-literature fund"))]),
        "language": _all((code, language_name(code)) for code in _with(languages, here.language)),
        "language_level": _all((each, each) for each in LANGUAGE_LEVELS),
        "category": _all((each.code, place_label(each)) for each in categories(session)),
        "faculty": _all((each, each) for each in _with(faculties, here.faculty)),
        "group": _all((each, each) for each in _with(groups, here.group)),
        "level": _all(_levels(session)),
        "state": _all((state, str(STATE_SHOWN[state])) for state in STATES),
    }


def _all(rows: Any) -> Choices:
    return [("", _("All")), *rows]


def _with(found: Sequence[str], asked: str) -> list[str]:
    """What was asked for stays in the list, even if nothing has it any more."""
    return [*found, *([asked] if asked and asked not in found else [])]


def _levels(session: Session) -> Choices:
    late = [level for level in queries.load_levels(session) if not level.is_reminder]
    return [(NO_LEVEL, _("none yet")), *((str(level.id), level_name(level)) for level in late)]


def said(here: Filter, words: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the choice in words, so that a printed list says what it is a list of."""
    level = _("none yet") if here.level == NO_LEVEL else words["levels"].get(int(here.level or 0), "")
    told = (
        (_("Department"), words["place_names"].get(here.department, here.department)),
        (_("Fund"), _("Foreign-literature fund") if here.fund else ""),
        (_("Language"), language_name(here.language) if here.language else ""),
        (_("Language level"), here.language_level),
        (_("Category"), words["categories"].get(here.category, here.category)),
        (_("Faculty"), here.faculty),
        (_("Group"), here.group),
        (_("Level"), level),
        (_("State"), str(STATE_SHOWN.get(here.state, ""))),
        (_("Days late at least"), str(here.min_days) if here.min_days > 1 else ""),
        (_("Days late at most"), str(here.max_days) if here.max_days else ""),
    )
    return [(name, value) for name, value in told if value]


def pages_of(total: int, shown: int, *, size: int) -> dict[str, Any]:
    """Return the pager of a list of which `shown` rows are on the screen."""
    page = chosen().page
    offset = (page - 1) * size
    here = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    here.pop("page", None)

    def address(number: int) -> str:
        return url_for(str(request.endpoint), **here, page=number)

    return {
        "first": offset + 1 if shown else None,
        "last": offset + shown if shown else None,
        "total": total,
        "prev_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if offset + shown < total else None,
    }


def tabs(here: Filter) -> list[dict[str, Any]]:
    """Return the pages of overdue control; the choice goes along where a page has one."""
    query = here.as_query()
    places = [
        ("index", _("Workbench"), url_for("overdue.index", **query)),
        ("calls", _("Call list"), url_for("overdue.calls", **query)),
        ("tonight", _("Tonight"), url_for("overdue.tonight")),
    ]
    if can(Permission.SETTINGS):
        places.append(("ladder", _("Levels"), url_for("overdue.ladder")))
    endpoint = (request.endpoint or "").rpartition(".")[2]
    return [{"label": label, "url": url, "active": endpoint == name} for name, label, url in places]
