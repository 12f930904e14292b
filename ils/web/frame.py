"""What every page shows around its content: navigation by role, languages, place and day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, session, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from ils import clock
from ils.accounts.permissions import Permission, Role
from ils.library.places import Place, departments, institution_name
from ils.web.auth import can, current_department
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import LANGUAGES, current_language
from ils.web.session import current_session
from ils.web.words import ROLE_WORDS

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation, as the roof declares it, under the name of its group.

    `also`: blueprints, or single pages, that belong under it. `guests`: only whoever is not of the staff sees it.
    """

    label: Any
    endpoint: str
    icon: str
    permission: Permission | None = None
    key: str | None = None
    badge: Callable[[Session], int] | None = None
    bottom: bool = False
    also: tuple[str, ...] = ()
    group: Any = ""
    guests: bool = False


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A line of the navigation as the page shows it."""

    label: str
    url: str
    key: str | None
    icon: str
    active: bool
    badge: int | None
    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Lines of the navigation that belong together; a single one stands without a heading."""

    label: str
    entries: tuple[ShownEntry, ...]


@dataclass(frozen=True, slots=True)
class ShownLanguage:
    """A language of the switch."""

    code: str
    short: str
    label: str
    active: bool


@dataclass(frozen=True, slots=True)
class Person:
    """The member of staff as the page names them."""

    name: str
    role_label: str


def place_label(place: Place | None) -> str:
    """Return the name of a department or sector in the language of the request."""
    if place is None:
        return ""
    language = current_language()
    name = place.name(language)
    return latin_or_cyrillic(name) if language == "uz_Cyrl" else name


def place_name_of(code: str) -> str:
    """Return the name of the department with this code, the code itself when it is gone."""
    if "places" not in g:  # read once a request, however many rows ask
        g.places = departments(current_session())
    for place in g.places:
        if place.code == code:
            return place_label(place)
    return code


def _is_here(entry: Entry) -> bool:
    """Tell whether the page belongs under this line; the first page, which lies beside the help, under none."""
    if request.blueprint == "home":
        return request.endpoint == entry.endpoint
    return request.blueprint in (entry.endpoint.split(".")[0], *entry.also)


def _place_of_page(entries: tuple[Entry, ...]) -> list[Entry]:
    """Return the lines that the page belongs under: a line that names the very page goes before its blueprint's."""
    named = [entry for entry in entries if request.endpoint in entry.also]
    return named or [entry for entry in entries if _is_here(entry)]


def _shown(entry: Entry, *, active: bool) -> ShownEntry:
    badge = entry.badge(current_session()) if entry.badge else None
    return ShownEntry(
        label=str(entry.label),
        url=url_for(entry.endpoint),
        key=entry.key,
        icon=entry.icon,
        active=active,
        badge=badge or None,
        name=entry.endpoint,
        group=str(entry.group),
    )


def _grouped(entries: list[ShownEntry], first: str) -> list[ShownGroup]:
    """Return the lines in their groups, in the order of the roof; the group a role begins with comes first."""
    found: dict[str, list[ShownEntry]] = {}
    for entry in entries:
        found.setdefault(entry.group, []).append(entry)
    names = sorted(found, key=lambda name: name != first)
    return [ShownGroup(name if len(found[name]) > 1 else "", tuple(found[name])) for name in names]


def _may_see(entry: Entry) -> bool:
    if entry.guests and current_user.is_authenticated:
        return False
    return entry.permission is None or can(entry.permission)


def _context(entries: tuple[Entry, ...], begins: Mapping[Role, Any]) -> dict[str, Any]:
    shown = [entry for entry in entries if _may_see(entry)]
    here = _place_of_page(tuple(shown))
    staff, first = None, ""
    if current_user.is_authenticated:
        staff = Person(current_user.name, str(ROLE_WORDS[current_user.role]))
        first = str(begins.get(current_user.role, ""))
    lines = [_shown(entry, active=entry in here) for entry in shown if not entry.bottom]
    code = current_language()
    return {
        "current_staff": staff,
        "institution": latin_or_cyrillic(institution_name(current_session())),
        "place_name": place_label(current_department()),
        "workplaces": departments(current_session()) if staff else (),
        "navigation": lines,
        "navigation_groups": _grouped(lines, first),
        "navigation_bottom": [_shown(entry, active=entry in here) for entry in shown if entry.bottom],
        "languages": [ShownLanguage(x.code, x.short, x.label, x.code == code) for x in LANGUAGES],
        "locale_tag": next(x.tag for x in LANGUAGES if x.code == code),
        "today": clock.today(),
        "reader_door": None if staff else _reader_door(),
        "search_query": request.args.get("q", "") if request.blueprint == "public" else "",
        "chosen_department": session.get("department"),
    }


def _reader_door() -> tuple[str, str] | None:
    """Ask the roof who reads here: name, empty for a visitor, and address; readers live on a floor above."""
    door: Callable[[], tuple[str, str]] | None = current_app.extensions.get("ils_reader_door")
    return door() if door else None


@cache
def _fingerprint(filename: str) -> str:
    path = STATIC / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"


def init_frame(app: Flask, entries: tuple[Entry, ...], begins: Mapping[Role, Any]) -> None:
    """Give every template the frame; static files carry their fingerprint and are kept for a year.

    `begins`: the group that a role begins with, where it is not the first one.
    """
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.jinja_env.globals["place_label"] = place_label
    app.jinja_env.globals["place_name_of"] = place_name_of

    @app.context_processor
    def frame() -> dict[str, Any]:
        return _context(entries, begins)

    @app.url_defaults
    def static_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["v"] = _fingerprint(values["filename"])
