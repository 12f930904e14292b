"""Issues of the bulletin, as the staff see them."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from foreign_fund.service.jobs import JOB, due_period
from foreign_fund.service.messages import PERIODS
from foreign_fund.service.queries import bulletins as queries
from foreign_fund.service.queries.bulletins import accepted_titles
from foreign_fund.service.rules.periods import Period
from foreign_fund.service.views.base import BULLETIN, PAGE, Answer, blueprint, pager_of, words
from ils import clock
from ils.accounts.permissions import Permission
from ils.clock import at_hour
from ils.db import transaction
from ils.jobs.services import enqueue
from ils.library.funds import load_fund
from ils.web.asked import page_number
from ils.web.auth import current_work, require
from ils.web.jobs import wake
from ils.web.session import current_session

DAY = timedelta(days=1)


@blueprint.get("/bulletins")
@require(Permission.SEE_FOREIGN_FUND)
def bulletins() -> str:
    """Show the issues, and what the next one holds up to now."""
    session, number, today = current_session(), page_number(), clock.today()
    last = queries.last_until(session)
    since = last + DAY if last else today - timedelta(days=today.weekday())
    rows = queries.issues(session, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "service/bulletins.html",
        rows=rows,
        since=since,
        waiting=_so_far(Period(since, max(today, since))),
        due=due_period(session, today),
        every=PERIODS[queries.every(session)],
        pager=pager_of(number, len(rows), queries.count_issues(session)),
        **words(),
    )


def _so_far(period: Period) -> int:
    session = current_session()
    begins, ends = at_hour(period.since, 0), at_hour(period.until + DAY, 0)
    return len(accepted_titles(session, load_fund(session), begins=begins, ends=ends))


@blueprint.get(f"/bulletins/{BULLETIN}")
@require(Permission.SEE_FOREIGN_FUND)
def bulletin(bulletin_id: int) -> str:
    """Show an issue by language, and to how many readers it went."""
    session = current_session()
    return render_template(
        "service/bulletin.html",
        issue=queries.issue_row(session, bulletin_id),
        groups=queries.arrivals(session, bulletin_id),
        open_page=False,
    )


@blueprint.post("/bulletins/send")
@require(Permission.FOREIGN_FUND)
def send_bulletins() -> Answer:
    """Make the issue that is due, and send what is not sent, now and not in the night."""
    if due_period(current_session(), clock.today()) is None and not queries.unsent(current_session()):
        flash(_("Nothing is due: the period of the next bulletin is not over."), "warning")
        return redirect(url_for("service.bulletins"))
    with transaction(current_session()) as session:
        job_id = enqueue(session, current_work(), JOB, subject_type="bulletin", subject_id=0)
    wake()
    return redirect(url_for("jobs.show", job_id=job_id))
