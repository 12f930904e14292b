"""Screens of the work plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.queries import opened
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.web.auth import current_work, require
from ils.web.figures import PAGE, next_page, read_day, read_position, show_acts
from ils.web.filters import latin_or_cyrillic, month_name
from ils.web.locale import current_language
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.messages import MODE_WORDS, SERVICE_WORDS
from ils.workplan.rules import Period, counter, month_period, quarter_period, year_gone, year_period

blueprint = Blueprint("workplan", __name__, template_folder="templates", url_prefix="/plan")

KPIS = ("15", "16", "17")
MONTHS = tuple(f"m{month}" for month in range(1, 13))
QUARTERS = ("q1", "q2", "q3", "q4")


@dataclass(frozen=True, slots=True)
class Span:
    """A choice of the period: its code in the address, its label, its days."""

    code: str
    period: Period


def read_span(year: int) -> Span:
    """Read the period from the address: `q1`…`q4`, `m1`…`m12`, or nothing for the year."""
    code = request.args.get("period", "")
    if code in QUARTERS:
        return Span(code, quarter_period(year, int(code[1:])))
    if code in MONTHS:
        return Span(code, month_period(year, int(code[1:])))
    if code:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="period", value=code[:20])
    return Span("", year_period(year))


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the plan's pages its texts in the language of the request."""
    return {"plan_text": plan_text, "period_choices": period_choices, "month_points": month_points}


def plan_text(figure: queries.Figure, column: str) -> str:
    """Return a text of a line; Uzbek is kept in Latin and shown in the script of the interface."""
    return latin_or_cyrillic(figure.text(column, current_language()))


def period_choices() -> list[tuple[str, str]]:
    """Return the choices of the period: the year, its quarters, its months."""
    quarters = [(code, _("Quarter %(number)s", number=code[1:])) for code in QUARTERS]
    months = [(code, month_name(int(code[1:]))) for code in MONTHS]
    return [("", _("The whole year")), *quarters, *months]


def month_points(values: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return the columns of the chart."""
    return [{"label": short_month(month), "value": value} for month, value in enumerate(values, start=1)]


def short_month(month: int) -> str:
    """Return three letters of a month's name: Iyun and Iyul, alike to the third, become Iyn and Iyl."""
    short = [month_name(each)[:3] for each in range(1, 13)]
    if short.count(short[month - 1]) == 1:
        return short[month - 1]
    return month_name(month)[:2] + month_name(month)[-1]


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
    figures = queries.plan_figures(session, year=year, period=span.period)
    gone = year_gone(year, clock.today())
    fed = [each for each in figures if each.fact is not None]
    return render_template(
        "workplan/show.html",
        year=year,
        years=queries.years(session),
        span=span,
        figures=figures,
        kpis=[
            (each, queries.by_month(session, year=year, number=each.number))
            for each in figures
            if each.number in KPIS
        ],
        gone=gone,
        fed=len(fed),
        behind=queries.behind(figures, gone) if not span.code else (),
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
    figure = queries.plan_figure(session, year=year, number=number, period=Period(since, until))
    cut = counter(number, renewals_count=queries.renewals_count(session))
    page = opened(session, cut, since=since, until=until, limit=PAGE, before=read_position()) if cut else None
    return render_template(
        "workplan/line.html",
        year=year,
        figure=figure,
        mode=MODE_WORDS[figure.mode],
        since=since,
        until=until,
        page=page,
        acts=show_acts(session, page.rows) if page else [],
        months=queries.by_month(session, year=year, number=number),
        next_url=next_page(page, year=year, number=number, since=since, until=until) if page else None,
    )


@blueprint.post("/<int:year>/load")
@require(Permission.PLAN)
def load(year: int) -> Response:
    """Enter the lines of a year's plan."""
    with transaction(current_session()) as session:
        lines = services.load_year(session, current_work(), year=year)
    flash(_("Plan lines loaded: %(count)s", count=lines), "success")
    return redirect(url_for("workplan.show", year=year))


@blueprint.route("/<int:year>/targets", methods=["GET", "POST"])
@require(Permission.PLAN)
def targets(year: int) -> Any:
    """Set the targets of a year."""
    services.refuse_odd_year(year)
    if request.method == "POST":
        given = {
            name[7:]: read_target(name[7:], value)
            for name, value in request.form.items()
            if name.startswith("target-")
        }
        with transaction(current_session()) as session:
            for number, plan in given.items():
                services.set_target(session, current_work(), year=year, number=number, plan=plan)
            services.count_renewals(session, current_work(), count="renewals" in request.form)
        flash(_("Targets saved"), "success")
        return redirect(url_for("workplan.show", year=year))
    session = current_session()
    return render_template(
        "workplan/targets.html",
        year=year,
        figures=queries.plan_figures(session, year=year),
        renewals=queries.renewals_count(session),
    )


def read_target(number: str, text: str) -> int | None:
    """Read a target as people write it: 15 560, or a dash or nothing for none."""
    plain = re.sub(r"\s", "", text)
    if plain in {"", "-", "–", "—"}:
        return None
    if not plain.isdecimal() or len(plain) > 12:
        raise PlanInputError(PlanCode.TARGET_INVALID, number=number[:10])
    return int(plain)
