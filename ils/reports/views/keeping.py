"""Drafts, kept reports and schedules."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.reports import queries, services
from ils.reports.jobs import tell
from ils.reports.messages import BYS, EVERY, KINDS, STATES, Voice
from ils.reports.queries import KINDS as MAKERS
from ils.reports.rules import Asked, told
from ils.reports.views.base import LONGEST_PARAM, PARAMS, blueprint
from ils.reports.views.papers import send_pdf, send_xlsx
from ils.reports.views.shown import shown_table
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.locale import CODES, LANGUAGES, current_language
from ils.web.session import current_session
from ils.workplan.rules import year_period


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the pages of reports their words."""
    return {
        "report_kinds": KINDS,
        "report_states": STATES,
        "report_every": EVERY,
        "report_period": lambda each: Voice(current_language(), lambda _by: {}).text(
            told(each.first, each.last)
        ),
        "report_language": current_language(),
        "chart_points": lambda chart: [{"label": label, "value": value} for label, value in chart.points],
        "language_labels": {each.code: each.label for each in LANGUAGES},
    }


@blueprint.get("/kept")
@require(Permission.SEE_PLAN)
def drafts() -> str:
    """Show the kept reports, those first that wait for a decision."""
    state = asked_choice("state", STATES)
    found = queries.kept_reports(current_session(), state=state)
    found = tuple(sorted(found, key=lambda each: each.state != "draft"))
    return render_template("reports/kept_list.html", reports=found, state=state)


@blueprint.get("/kept/<int:report_id>")
@require(Permission.SEE_PLAN)
def kept(report_id: int) -> str:
    """Show a kept report as it was made."""
    about, report = queries.kept_report(current_session(), report_id)
    names = staff_names(current_session(), (about.created_by, about.decided_by))
    return render_template(
        "reports/kept.html",
        about=about,
        report=report,
        tables=[shown_table(each, about.language) for each in report.tables],
        names=names,
    )


@blueprint.get("/kept/<int:report_id>.pdf")
@require(Permission.SEE_PLAN)
def kept_pdf(report_id: int) -> Response:
    """Send a kept report as PDF, in the language that it was made in."""
    about, report = queries.kept_report(current_session(), report_id)
    with force_locale(about.language):
        return send_pdf(report, about.language)


@blueprint.get("/kept/<int:report_id>.xlsx")
@require(Permission.SEE_PLAN)
def kept_xlsx(report_id: int) -> Response:
    """Send a kept report as a spreadsheet."""
    about, report = queries.kept_report(current_session(), report_id)
    with force_locale(about.language):
        return send_xlsx(report, about.language)


@blueprint.post("/kept/<int:report_id>/decide")
@require(Permission.PLAN)
def decide(report_id: int) -> Response:
    """Approve a draft or drop it."""
    approve = request.form.get("decision") == "approve"
    if not approve and request.form.get("decision") != "drop":
        raise InputError(
            InputCode.UNKNOWN_CHOICE, field="decision", value=request.form.get("decision", "")[:20]
        )
    with transaction(current_session()) as session:
        services.decide(
            session, current_work(), report_id=report_id, approve=approve, note=request.form.get("note", "")
        )
    flash(_("Report approved") if approve else _("Draft dropped"), "success")
    return redirect(url_for("reports.kept", report_id=report_id))


@blueprint.get("/schedules")
@require(Permission.SEE_PLAN)
def schedules() -> str:
    """Show which reports come back, and a form for another."""
    kind = asked_choice("kind", MAKERS) or "quarter"
    return render_template(
        "reports/schedules.html",
        schedules=queries.schedules(current_session()),
        kind=kind,
        params=_params(kind, request.args),
        every=[(code, EVERY[code]) for code in MAKERS[kind].every],
        kinds=list(KINDS.items()),
        paper_languages=[(each.code, each.label) for each in LANGUAGES],
        told_params=told_params,
    )


def _params(kind: str, given: Any) -> dict[str, str]:
    return {name: given.get(name, "")[:LONGEST_PARAM] for name in PARAMS.get(kind, ()) if given.get(name)}


def told_params(params: Any) -> str:
    """Return the choices of a schedule in one line."""
    found = []
    for name, value in params.items():
        if name == "indicator" and value in queries.INDICATORS:
            found.append(_(queries.INDICATORS[value][0].text))  # type: ignore[union-attr]
        elif name in {"by", "by2"}:
            found.append(str(BYS.get(value, value)))
        elif name == "fact":
            found.append(_("with fact and per cent"))
        else:
            found.append(value)
    return " · ".join(found)


@blueprint.post("/schedules")
@require(Permission.PLAN)
def schedule() -> Response:
    """Let a report come back."""
    kind, language = request.form.get("kind", ""), request.form.get("language", "")
    if language not in CODES:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="language", value=language[:20])
    params, this_year = _params(kind, request.form), year_period(clock.today().year)
    tell(
        current_session(), Asked(kind, this_year.first, this_year.last, params), language
    )  # refuses what cannot be made
    current_session().rollback()
    with transaction(current_session()) as session:
        services.add_schedule(
            session,
            current_work(),
            kind=kind,
            every=request.form.get("every", ""),
            language=language,
            params=params,
        )
    flash(_("The report will come back by itself"), "success")
    return redirect(url_for("reports.schedules"))


@blueprint.post("/schedules/<int:schedule_id>/switch")
@require(Permission.PLAN)
def switch(schedule_id: int) -> Response:
    """Let a schedule rest or go on."""
    active = request.form.get("active") == "1"
    with transaction(current_session()) as session:
        services.switch_schedule(session, current_work(), schedule_id=schedule_id, active=active)
    flash(_("The schedule goes on") if active else _("The schedule rests"), "success")
    return redirect(url_for("reports.schedules"))
