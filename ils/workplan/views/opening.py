"""Figures of the time before the program: typed into a form, or read from a table after a look at it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.printing.xlsx import Column, Sheet, make_xlsx
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.files import XLSX, send
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanCode
from ils.workplan.messages import READING_SHOWN
from ils.workplan.rules import MONTHS, PARTS, YEAR
from ils.workplan.services import Typed
from ils.workplan.views.base import Page, blueprint, plan_text, read_figure


@blueprint.route("/<int:year>/openings", methods=["GET", "POST"])
@require(Permission.PLAN)
def openings(year: int) -> Page:
    """Type in figures of a year, or of the months of one line (`line`)."""
    services.refuse_odd_year(year)
    session = current_session()
    problem = None
    if request.method == "POST":
        try:
            with transaction(session):
                count = services.set_openings(
                    session,
                    current_work(),
                    year=year,
                    figures=typed_figures(),
                    source=request.form.get("source", ""),
                )
            flash(_("Past figures changed: %(count)s", count=count), "success")
            return redirect(url_for("workplan.openings", year=year, line=request.args.get("line")))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    lines = queries.lines_for(session, year)
    chosen = request.args.get("line", "")
    one = next((line for line in lines if line.number == chosen), None)
    shown = render_template(
        "workplan/openings.html", year=year, lines=lines, line=one,
        numbers=[(each.number, each.number) for each in lines], kept=queries.openings(session, year),
        found=queries.opening_values(session, year), months=MONTHS, problem=problem, given=request.form,
    )  # fmt: skip
    return shown, 422 if problem else 200


def typed_figures() -> list[Typed]:
    """Read the fields `value-<number>/<part>`; an empty one takes a figure away."""
    found = []
    for name, value in request.form.items():
        if name.startswith("value-"):
            number, _slash, part = name[6:].partition("/")
            if part not in PARTS:
                raise InputError(InputCode.UNKNOWN_CHOICE, field="part", value=part[:20])
            found.append(Typed(number, part, read_figure(number, value, PlanCode.OPENING_INVALID)))
    return found


@blueprint.get("/<int:year>/openings.xlsx")
@require(Permission.PLAN)
def openings_table(year: int) -> Response:
    """Send the table to be filled: the lines down, the year and its months across, with what is known already."""
    services.refuse_odd_year(year)
    session = current_session()
    found = queries.opening_values(session, year)
    headings = ["№", _("Indicator"), str(year), *(f"{year}-{month:02}" for month in range(1, 13))]
    rows = [
        [
            line.number,
            plan_text(line, "name"),
            *(found.get(line.number, {}).get(part) for part in (YEAR, *MONTHS)),
        ]
        for line in queries.lines_for(session, year)
    ]
    widths = (8, 60, 12, *(10,) * 12)
    title = _("Past figures of %(year)s", year=year)
    columns = [Column(heading, width) for heading, width in zip(headings, widths, strict=True)]
    made = make_xlsx([Sheet(str(year), columns, rows)], title=title, at=clock.now())
    return send(made, XLSX, f"plan-{year}.xlsx", keep=True)


@blueprint.post("/<int:year>/openings/read")
@require(Permission.PLAN)
def read_openings(year: int) -> Page:
    """Show what a table says before anything is kept."""
    services.refuse_odd_year(year)
    session = current_session()
    file = request.files.get("file")
    known = [line.number for line in queries.lines_for(session, year)]
    rows = services.read_openings(file.read() if file else b"", year=year, known=known)
    now = queries.opening_values(session, year)
    return render_template(
        "workplan/openings_read.html", year=year, rows=rows, file_name=(file.filename or "")[:120] if file else "",
        now=now, good=[row for row in rows if not row.problem], reasons=READING_SHOWN,
        names={line.number: plan_text(line, "name") for line in queries.lines_for(session, year)},
    )  # fmt: skip


@blueprint.post("/<int:year>/openings/import")
@require(Permission.PLAN)
def import_openings(year: int) -> Response:
    """Keep what was shown."""
    with transaction(current_session()) as session:
        count = services.set_openings(
            session, current_work(), year=year, figures=typed_figures(), source=request.form.get("source", ""),
            imported=True,
        )  # fmt: skip
    flash(_("Past figures changed: %(count)s", count=count), "success")
    return redirect(url_for("workplan.openings", year=year))
