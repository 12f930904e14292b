"""Reports made now: page, paper, spreadsheet, and the rows behind their figures."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.queries import opened_terms
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.reports import queries, services
from ils.reports.errors import ReportCode, ReportInputError
from ils.reports.jobs import tell
from ils.reports.messages import ABOUT, BYS, KINDS, Voice
from ils.reports.rules import MOST_TERMS, Asked, from_address
from ils.reports.views.base import (
    KIND,
    arguments,
    blueprint,
    period_choices,
    read_asked,
    speaking,
    year_choices,
)
from ils.reports.views.papers import send_pdf, send_xlsx
from ils.reports.views.shown import shown_table
from ils.web.auth import current_work, require
from ils.web.figures import PAGE, next_page, read_day, read_position, show_acts
from ils.web.locale import LANGUAGES, current_language
from ils.web.session import current_session


@blueprint.get("/")
@require(Permission.SEE_PLAN)
def index() -> str:
    """Show which reports there are, and the drafts that wait."""
    session = current_session()
    return render_template(
        "reports/index.html",
        kinds=KINDS,
        about=ABOUT,
        drafts=queries.kept_reports(session, state="draft")[:10],
    )


@blueprint.get(f"/{KIND}")
@require(Permission.SEE_PLAN)
def show(kind: str) -> str:
    """Show a report on the screen."""
    asked, language = read_asked(kind), current_language()
    report = tell(current_session(), asked, language)
    return render_template(
        "reports/show.html",
        report=report,
        asked=asked,
        tables=[shown_table(each, language) for each in report.tables],
        where=arguments(asked),
        years=year_choices(),
        periods=period_choices(kind),
        paper_languages=LANGUAGES,
        **_choices(asked),
    )


def _choices(asked: Asked) -> dict[str, Any]:
    """Return what the form above a report offers besides its period."""
    if asked.kind == "ratios":
        return {"population": queries.population(current_session())}
    if asked.kind != "custom":
        return {}
    own = [(code, _(name.text)) for code, (name, _terms) in queries.INDICATORS.items()]  # type: ignore[union-attr]
    lines = queries.line_indicators(current_session(), asked.first.year)
    return {
        "indicators": own,
        "lines": _lines(lines),
        "bys": [("", _("none")), *((code, BYS[code]) for code in queries.BYS)],
    }


def _lines(lines: Any) -> list[tuple[str, str]]:
    voice = Voice(current_language(), lambda _by: {})
    return [(code, voice.text(name)) for code, name in lines.items()]


@blueprint.get(f"/{KIND}.pdf")
@require(Permission.SEE_PLAN)
def pdf(kind: str) -> Response:
    """Send a report as PDF."""
    with speaking() as language:
        return send_pdf(tell(current_session(), read_asked(kind), language), language)


@blueprint.get(f"/{KIND}.xlsx")
@require(Permission.SEE_PLAN)
def xlsx(kind: str) -> Response:
    """Send a report as a spreadsheet."""
    with speaking() as language:
        return send_xlsx(tell(current_session(), read_asked(kind), language), language)


@blueprint.post(f"/{KIND}/keep")
@require(Permission.PLAN)
def keep(kind: str) -> Response:
    """Keep a report as it stands now, as a draft."""
    asked = read_asked(kind)
    with speaking() as language:
        report = tell(current_session(), asked, language)
    current_session().rollback()
    with transaction(current_session()) as session:
        kept = services.keep_report(session, current_work(), asked=asked, language=language, report=report)
    flash(_("Kept as a draft"), "success")
    return redirect(url_for("reports.kept", report_id=kept))


@blueprint.post("/population")
@require(Permission.PLAN)
def people() -> Response:
    """Set the number of inhabitants."""
    text = "".join(request.form.get("people", "").split())
    if text and (not text.isdecimal() or len(text) > 10):
        raise ReportInputError(ReportCode.NUMBER_INVALID, value=text[:20])
    with transaction(current_session()) as session:
        services.set_population(session, current_work(), people=int(text) if text else None)
    flash(_("Saved"), "success")
    return redirect(url_for("reports.show", kind="ratios"))


@blueprint.get("/rows")
@require(Permission.SEE_PLAN)
def rows() -> str:
    """Show the acts that a figure of a report is the sum of."""
    given = request.args.getlist("t")
    if not 1 <= len(given) <= MOST_TERMS:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="t", value=str(len(given)))
    terms = tuple(map(from_address, given))
    today = clock.today()
    since, until = read_day("since", today), read_day("until", today)
    session = current_session()
    page = opened_terms(session, terms, since=since, until=until, limit=PAGE, before=read_position())
    return render_template(
        "reports/rows.html",
        given=given,
        page=page,
        acts=show_acts(session, page.rows),
        since=since,
        until=until,
        next_url=next_page(page, t=given, since=since, until=until),
    )
