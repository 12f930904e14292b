"""Making a year's plan of another year's."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.views.base import Page, blueprint


@blueprint.route("/<int:year>/copy", methods=["GET", "POST"])
@require(Permission.PLAN)
def copy_year(year: int) -> Page:
    """Make a year's plan of another's lines, counters and targets."""
    services.refuse_odd_year(year)
    session = current_session()
    known = [each for each in queries.years(session) if each != year]
    problem = None
    if request.method == "POST":
        try:
            source, percent = _asked()
            with transaction(session):
                count = services.copy_year(
                    session, current_work(), year=year, source=source, percent=percent,
                    targets="targets" in request.form,
                )  # fmt: skip
            flash(_("Plan lines copied: %(count)s", count=count), "success")
            return redirect(url_for("workplan.targets", year=year))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    nearest = max((each for each in known if each < year), default=known[0] if known else None)
    shown = render_template(
        "workplan/copy.html",
        year=year,
        known=[(each, str(each)) for each in known],
        source=nearest,
        problem=problem,
    )
    return shown, 422 if problem else 200


def _asked() -> tuple[int, int]:
    source, percent = request.form.get("source", ""), request.form.get("percent", "0").strip() or "0"
    plain = percent.replace("−", "-").removeprefix("+").removesuffix("%").strip()
    if not source.isdecimal() or len(source) > 4:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="source", value=source[:20])
    if not re.fullmatch(r"-?\d{1,5}", plain):
        raise InputError(InputCode.NOT_A_NUMBER, field="percent")
    return int(source), int(plain)
