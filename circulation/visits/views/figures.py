"""Figures of visits: the month by day, the week by hour, and the rows behind any of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from circulation.patrons.queries import patron_facts
from circulation.visits import queries
from circulation.visits.rules import month_of
from circulation.visits.views.base import SOURCES, blueprint, sector_choices
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.library.calendar import LONGEST_CLOSURE
from ils.library.places import sectors
from ils.text import whole_number
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.calendar import WEEKDAYS
from ils.web.figures import read_day
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.web.words import SOURCE_WORDS

PAGE = 100
FIRST_YEAR = 1900  # nobody counted visits before
SHADES = 5
USUAL_HOURS = range(8, 19)  # shown even when nobody came
WEEKS_BACK = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of figures: its label, where its cells lead to, its persons by column and in all."""

    code: str
    label: str
    cells: tuple[int, ...]
    total: int


def line(code: str, label: str, cells: list[int]) -> Line:
    """Return a line with its sum."""
    return Line(code, label, tuple(cells), sum(cells))


def totals(lines: list[Line], columns: int) -> Line:
    """Return the last line of a table: the sums of its columns."""
    return line("", "", [sum(each.cells[column] for each in lines) for column in range(columns)])


@blueprint.get("/month")
@require(Permission.CIRCULATE)
def month() -> str:
    """Show a month: a line for each day, a column for each sector."""
    today = clock.today()
    wanted = read_day("month", today)
    if not FIRST_YEAR <= wanted.year <= today.year + 1:
        raise InputError(InputCode.NOT_A_DATE, field="month")
    first, last = month_of(wanted)
    choices = sector_choices()
    counted = Counter[tuple[date, str]]()
    for each in queries.figures(current_session(), since=first, until=last):
        counted[each.day, each.sector] += each.persons
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    lines = [
        line(day.isoformat(), f"{day:%d.%m}", [counted[day, code] for code, _label in choices])
        for day in days
        if day <= today or any(counted[day, code] for code, _label in choices)
    ]
    return render_template(
        "visits/month.html",
        first=first,
        last=last,
        lines=lines,
        sectors=choices,
        totals=totals(lines, len(choices)),
        points=[{"label": each.label[:2], "value": each.total} for each in lines],
        prev_url=url_for("visits.month", month=first - timedelta(days=1)),
        next_url=url_for("visits.month", month=last + timedelta(days=1)) if last < today else None,
    )


@blueprint.get("/hours")
@require(Permission.CIRCULATE)
def hours() -> str:
    """Show when readers come: weekday by hour, twelve weeks back unless asked otherwise."""
    today = clock.today()
    since = read_day("since", today - timedelta(weeks=WEEKS_BACK))
    until = read_day("until", today)
    if not 0 <= (until - since).days < LONGEST_CLOSURE:
        raise InputError(InputCode.NOT_A_DATE, field="since")
    names = dict(sector_choices())
    sector = asked_choice("sector", names)
    counted, elsewhere = _by_weekday(since, until, sector)
    shown = sorted({*USUAL_HOURS, *(hour for (_weekday, hour), persons in counted.items() if persons)})
    lines = [
        line(str(weekday), str(label), [counted[weekday, hour] for hour in shown])
        for weekday, label in enumerate(WEEKDAYS)
    ]
    return render_template(
        "visits/hours.html",
        since=since,
        until=until,
        sector=sector,
        sector_names=names,
        hours=shown,
        lines=lines,
        totals=totals(lines, len(shown)),
        elsewhere=elsewhere,
        shade=_shades(lines),
    )


def _by_weekday(since: date, until: date, sector: str) -> tuple[Counter[tuple[int, int]], int]:
    """Return persons by weekday and local hour, and how many were entered on another day and so have no hour."""
    counted, elsewhere = Counter[tuple[int, int]](), 0
    for each in queries.by_hour(current_session(), since=since, until=until, sector=sector):
        at = clock.local(each.at)
        if at.date() == each.day:
            counted[at.weekday(), at.hour] += each.persons
        else:
            elsewhere += each.persons
    return counted, elsewhere


def _shades(lines: list[Line]) -> dict[int, int]:
    """Return the shade of every figure of the table: 0 none, 5 the fullest."""
    top = max((cell for each in lines for cell in each.cells), default=0) or 1
    figures = {cell for each in lines for cell in each.cells}
    return {cell: -(-SHADES * max(cell, 0) // top) for cell in figures}


@blueprint.get("/rows")
@require(Permission.CIRCULATE)
def rows() -> str:
    """Open a figure: every visit that it is the sum of; with `patron`, those of one reader."""
    today = clock.today()
    since, until = read_day("since", today), read_day("until", today)
    names = dict(sector_choices())
    sector = asked_choice("sector", names)
    source = asked_choice("source", {each.value: "" for each in SOURCES})
    patron_id = _number("patron", 0)
    number = _number("page", 1)
    page = queries.visits(
        current_session(),
        since=since,
        until=until,
        sector=sector,
        source=source,
        patron_id=patron_id or None,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    asked = {"since": since, "until": until, "sector": sector or None, "source": source or None}
    return render_template(
        "visits/rows.html",
        page=page,
        since=since,
        until=until,
        sector=sector,
        source=source,
        sources=[(each.value, SOURCE_WORDS[each]) for each in SOURCES],
        patron=patron_facts(current_session(), patron_id) if patron_id else None,
        sector_names=names,
        source_words=SOURCE_WORDS,
        pager=_pager(number, page, **asked, patron=patron_id or None),
    )


def _pager(number: int, page: queries.VisitPage, **arguments: Any) -> dict[str, Any]:
    first = (number - 1) * PAGE + 1
    shown = len(page.rows)
    return {
        "first": first if shown else None,
        "last": first + shown - 1 if shown else None,
        "total": page.total,
        "prev_url": url_for("visits.rows", page=number - 1, **arguments) if number > 1 else None,
        "next_url": url_for("visits.rows", page=number + 1, **arguments)
        if number * PAGE < page.total
        else None,
    }


def visits_panel(session: Session, patron_id: int) -> Markup:
    """Return the part of a reader's page that shows the visits; the roof puts it there."""
    today = clock.today()
    return Markup(  # noqa: S704 - the template escapes what it shows
        render_template(
            "visits/panel.html",
            page=queries.visits_of(session, patron_id),
            patron_id=patron_id,
            since=date(FIRST_YEAR, 1, 1),
            until=today,
            sector_names={place.code: place_label(place) for place in sectors(session)},
            source_words=SOURCE_WORDS,
        )
    )


def _number(name: str, usual: int) -> int:
    number = whole_number(request.args.get(name, str(usual)))
    if number is None or number < min(usual, 1):
        raise InputError(InputCode.NOT_A_NUMBER, field=name)
    return number
