"""The plan of a year with its figures, and a line opened to its acts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.queries import opened_terms
from ils.db import transaction
from ils.library.places import sectors
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.figures import PAGE, next_page, read_day, read_position, show_acts
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.messages import DEADLINES_SHOWN, MODE_WORDS, SERVICE_WORDS
from ils.workplan.queries.directing import slow_lines
from ils.workplan.queries.tasks import tasks
from ils.workplan.rules import Period, year_gone, year_period
from ils.workplan.views.base import blueprint, read_span

KPIS = ("15", "16", "17")


@blueprint.get("/")
@require(Permission.SEE_PLAN)
def index() -> Response:
    """Go to the plan of this year, or the newest there is."""
    year = clock.today().year
    known = queries.years(current_session())
    return redirect(url_for("workplan.show", year=year if year in known or not known else known[0]))


@blueprint.get("/<int:year>")
@require(Permission.SEE_PLAN)
def show(year: int) -> str:
    """Show a year's plan with its figures."""
    services.refuse_odd_year(year)
    session = current_session()
    span = read_span(year)
    places = {each.code: place_label(each) for each in sectors(session)}
    sector, service = asked_choice("sector", places), asked_choice("service", SERVICE_WORDS)
    figures = queries.plan_figures(session, year=year, period=span.period, sector=sector, service=service)
    whole = not (span.code or sector)
    gone = year_gone(year, clock.today())
    return render_template(
        "workplan/show.html",
        year=year,
        years=queries.years(session),
        span=span,
        sector=sector,
        service=service,
        sectors=places,
        figures=figures,
        kpis=[
            (each, queries.by_month(session, year=year, number=each.number))
            for each in figures
            if each.number in KPIS
        ],
        gone=gone,
        whole=whole,
        fed=sum(each.fact is not None for each in figures),
        typed=any(each.opening or each.last_opening for each in figures),
        behind=slow_lines(session, figures, year=year, today=clock.today(), service=service) if whole else (),
        services=SERVICE_WORDS,
    )


@blueprint.get("/<int:year>/lines/<number>")
@require(Permission.SEE_PLAN)
def line(year: int, number: str) -> str:
    """Open a figure: the acts it is the sum of."""
    services.refuse_odd_year(year)
    session = current_session()
    whole = year_period(year)
    since, until = read_day("since", whole.first), read_day("until", whole.last)
    if since > until:
        raise PlanInputError(PlanCode.PERIOD_INVALID, first=since, last=until, year=year)
    sector = asked_choice("sector", {each.code for each in sectors(session)})
    figure = queries.plan_figure(
        session, year=year, number=number, period=Period(since, until), sector=sector
    )
    terms = queries.narrowed(figure.terms, sector)
    page = (
        opened_terms(session, terms, since=since, until=until, limit=PAGE, before=read_position())
        if terms
        else None
    )
    further = {"year": year, "number": number, "since": since, "until": until, "sector": sector or None}
    return render_template(
        "workplan/line.html",
        year=year,
        figure=figure,
        mode=MODE_WORDS[figure.mode],
        deadline=DEADLINES_SHOWN.get(figure.deadline, figure.deadline),
        responsible=latin_or_cyrillic(figure.responsible)
        or SERVICE_WORDS.get(figure.service, figure.service),
        renewals=services.renewals_counted(figure.terms) if figure.measure != "parts" else None,
        parts=[each for each in queries.lines_of(session, year) if each.parent == number],
        since=since,
        until=until,
        sector=sector,
        page=page,
        acts=show_acts(session, page.rows) if page else [],
        months=queries.by_month(session, year=year, number=number),
        tasks=tasks(session, year=year, number=number, done=False),
        today=clock.today(),
        next_url=next_page(page, **further) if page else None,
    )


@blueprint.post("/<int:year>/load")
@require(Permission.PLAN)
def load(year: int) -> Response:
    """Enter the lines of a year's plan: those of the district centre's form."""
    with transaction(current_session()) as session:
        lines = services.load_year(session, current_work(), year=year)
    flash(_("Plan lines loaded: %(count)s", count=lines), "success")
    return redirect(url_for("workplan.show", year=year))


@blueprint.post("/<int:year>/lines/<number>/renewals")
@require(Permission.PLAN)
def renewals(year: int, number: str) -> Response:
    """Let the line count renewals, or not."""
    with transaction(current_session()) as session:
        services.count_renewals(
            session, current_work(), year=year, number=number, count="count" in request.form
        )
    flash(_("Saved"), "success")
    return redirect(url_for("workplan.line", year=year, number=number))
