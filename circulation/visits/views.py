"""Screens of visits: today by sector, the card box, the tally board, the month, and the rows of a figure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.patrons.queries import find_patron
from circulation.visits import queries, services
from circulation.visits.errors import VisitCode, VisitError
from circulation.visits.forms import TallyForm
from circulation.visits.rules import month_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.kinds import Source
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError, clean_text
from ils.library.places import sectors
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.figures import read_day
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.web.words import SOURCE_WORDS

blueprint = Blueprint("visits", __name__, template_folder="templates", url_prefix="/visits")

SOURCES = (Source.CARD, Source.LOAN, Source.TALLY)
PAGE = 100
FIRST_YEAR = 1900  # nobody counted visits before
VISIT = "<int(max=2147483647):visit_id>"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of figures: its label, where its cells lead to, its persons by column and in all."""

    code: str
    label: str
    cells: tuple[int, ...]
    total: int


@blueprint.route("/", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def index() -> str | Response | tuple[str, int]:
    """Show today's figures by sector and source, and take head-counts."""
    form = TallyForm(sector=current_work().sector).offer(_sector_choices())
    problem = None
    if form.validate_on_submit():
        try:
            return _tallied(form)
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    return _today(form, problem), 422 if problem or form.errors else 200


def _tallied(form: TallyForm) -> Response:
    with transaction(current_session()) as session:
        visit = services.tally(
            session,
            current_work(),
            sector=form.sector.data,
            persons=form.persons.data,
            note=form.note.data or "",
            day=form.day.data,
        )
    flash(_("Counted: %(count)s", count=visit.persons), "success")
    return redirect(url_for("visits.index"))


def _today(form: TallyForm, problem: str | None) -> str:
    today = clock.today()
    counted = Counter[tuple[str, str]]()
    for each in queries.figures(current_session(), since=today, until=today):
        counted[each.sector, each.source] += each.persons
    lines = [
        _line(code, label, [counted[code, source.value] for source in SOURCES])
        for code, label in _sector_choices()
    ]
    return render_template(
        "visits/index.html",
        form=form,
        problem=problem,
        today=today,
        lines=lines,
        sources=[(source.value, SOURCE_WORDS[source]) for source in SOURCES],
        totals=_totals(lines, len(SOURCES)),
        latest=queries.visits(current_session(), since=today, until=today, limit=8),
        sector_names=dict(_sector_choices()),
        source_words=SOURCE_WORDS,
    )


def _line(code: str, label: str, cells: list[int]) -> Line:
    return Line(code, label, tuple(cells), sum(cells))


def _totals(lines: list[Line], columns: int) -> Line:
    return _line("", "", [sum(line.cells[column] for line in lines) for column in range(columns)])


@blueprint.post("/card")
@require(Permission.CIRCULATE)
def card() -> Response:
    """Count a visit by a scanned card."""
    code = clean_text(request.form.get("card"), field="card", limit=60, required=True)
    patron = find_patron(current_session(), code)
    if patron is None:
        raise VisitError(VisitCode.READER_UNKNOWN, card=code)
    with transaction(current_session()) as session:
        counted = services.card_visit(session, current_work(), patron_id=patron.id)
    if counted:
        flash(_("Visit counted: %(reader)s", reader=patron.full_name), "success")
    else:
        flash(_("Already counted here today: %(reader)s", reader=patron.full_name), "info")
    return redirect(url_for("visits.index"))


@blueprint.get("/month")
@require(Permission.CIRCULATE)
def month() -> str:
    """Show a month: a line for each day, a column for each sector."""
    today = clock.today()
    wanted = read_day("month", today)
    if not FIRST_YEAR <= wanted.year <= today.year + 1:
        raise InputError(InputCode.NOT_A_DATE, field="month")
    first, last = month_of(wanted)
    choices = _sector_choices()
    counted = Counter[tuple[date, str]]()
    for each in queries.figures(current_session(), since=first, until=last):
        counted[each.day, each.sector] += each.persons
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    lines = [
        _line(day.isoformat(), f"{day:%d.%m}", [counted[day, code] for code, _label in choices])
        for day in days
        if day <= today or any(counted[day, code] for code, _label in choices)
    ]
    return render_template(
        "visits/month.html",
        first=first,
        last=last,
        lines=lines,
        sectors=choices,
        totals=_totals(lines, len(choices)),
        points=[{"label": line.label[:2], "value": line.total} for line in lines],
        prev_url=url_for("visits.month", month=first - timedelta(days=1)),
        next_url=url_for("visits.month", month=last + timedelta(days=1)) if last < today else None,
    )


@blueprint.get("/rows")
@require(Permission.CIRCULATE)
def rows() -> str:
    """Open a figure: every visit that it is the sum of."""
    today = clock.today()
    since, until = read_day("since", today), read_day("until", today)
    names = dict(_sector_choices())
    sector = _chosen("sector", names)
    source = _chosen("source", {each.value: "" for each in SOURCES})
    number = _page_number()
    page = queries.visits(
        current_session(),
        since=since,
        until=until,
        sector=sector,
        source=source,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return render_template(
        "visits/rows.html",
        page=page,
        since=since,
        until=until,
        sector=sector,
        source=source,
        sector_names=names,
        source_words=SOURCE_WORDS,
        pager=_pager(number, page, since=since, until=until, sector=sector or None, source=source or None),
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


@blueprint.route(f"/{VISIT}/take-back", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def take_back(visit_id: int) -> str | Response | tuple[str, int]:
    """Undo a wrong head-count, with a reason."""
    found = queries.visit(current_session(), visit_id)
    problem = None
    if request.method == "POST":
        try:
            with transaction(current_session()) as session:
                services.take_tally_back(
                    session, current_work(), visit_id=visit_id, reason=request.form.get("reason", "")
                )
            flash(_("The head-count is taken back."), "success")
            return redirect(url_for("visits.rows", since=found.day, until=found.day, sector=found.sector))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template(
        "visits/take_back.html",
        visit=found,
        problem=problem,
        reason=request.form.get("reason", ""),
        sector_names=dict(_sector_choices()),
    )
    return shown, 422 if problem else 200


def visits_panel(session: Session, patron_id: int) -> Markup:
    """Return the part of a reader's page that shows the visits; the roof puts it there."""
    return Markup(  # noqa: S704 - the template escapes what it shows
        render_template(
            "visits/panel.html",
            page=queries.visits_of(session, patron_id),
            sector_names={place.code: place_label(place) for place in sectors(session)},
            source_words=SOURCE_WORDS,
        )
    )


def _sector_choices() -> list[tuple[str, str]]:
    return [(place.code, place_label(place)) for place in sectors(current_session())]


def _chosen(name: str, known: dict[str, str]) -> str:
    value = request.args.get(name, "")
    if value and value not in known:
        raise InputError(InputCode.UNKNOWN_CHOICE, field=name, value=value[:40])
    return value


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text)):
        raise InputError(InputCode.NOT_A_NUMBER, field="page")
    return int(text)
