"""The dry run (OV-08): what would be sent, to whom, over which channel and why; and the run by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.overdue import queries
from circulation.overdue.jobs import AT_HOUR, NIGHTLY
from circulation.overdue.queries import RunRow
from circulation.overdue.rules import Filter
from circulation.overdue.services import plan_night
from circulation.overdue.views.base import blueprint, names, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.jobs.services import enqueue
from ils.library.calendar import load_calendar
from ils.web.asked import asked_day
from ils.web.auth import current_work, require
from ils.web.jobs import wake
from ils.web.session import current_session


@blueprint.get("/tonight")
@require(Permission.OVERDUE)
def tonight() -> str:
    """Show what a run would do: today's, if it has not been, else tomorrow's; or that of a day asked for."""
    session = current_session()
    runs = queries.last_runs(session)
    day = asked_day("day", near=True) or _next_day(runs)
    return render_template(
        "overdue/tonight.html",
        tabs=tabs(Filter()),
        plan=plan_night(session, day=day),
        is_open=load_calendar(session).is_open(day),
        at_hour=AT_HOUR,
        runs=runs,
        staff=staff_names(session, {run.staff_id for run in runs}),
        **names(session),
    )


def _next_day(runs: Sequence[RunRow]) -> date:
    today = clock.today()
    return today + timedelta(days=1) if any(run.day == today for run in runs) else today


@blueprint.post("/run")
@require(Permission.OVERDUE)
def run() -> Response:
    """Put the nightly job down now, by hand: what was dealt with already is not dealt with twice."""
    with transaction(current_session()) as session:
        job_id = enqueue(session, current_work(), NIGHTLY)
    wake()
    flash(_("Overdue control has begun."), "success")
    return redirect(url_for("jobs.show", job_id=job_id))
