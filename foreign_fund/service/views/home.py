"""The workplace: what waits, what comes, which courses lack books, the bulletin; and the two things that are set here."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, url_for
from flask_babel import gettext as _

from foreign_fund.service import services
from foreign_fund.service.jobs import due_period
from foreign_fund.service.messages import PERIODS
from foreign_fund.service.queries import asked, bulletins, chosen, profiles, reviews
from foreign_fund.service.queries.asked import Wanted
from foreign_fund.service.rules.asking import WAITS_LONG, QueryState
from foreign_fund.service.rules.periods import last_whole
from foreign_fund.service.views.base import Answer, blueprint, do, words
from ils import clock
from ils.accounts.permissions import Permission
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.session import current_session

SHOWN = 8


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show the day of the department."""
    session, today = current_session(), clock.today()
    waiting = asked.queries(session, Wanted(state=QueryState.RECEIVED.value), limit=SHOWN)
    courses = chosen.with_below(session, chosen.selections(session))
    rows = profiles.profiles(session, today)
    every = bulletins.every(session)
    return render_template(
        "service/index.html",
        waiting=waiting,
        long_ago=today - WAITS_LONG,
        counts=asked.counts(session, Wanted(since=today.replace(day=1), until=today)),
        first=today.replace(day=1),
        short=[pair for pair in courses if pair[1]][:SHOWN],
        courses=len(courses),
        wishes=len(chosen.wishes(session)),
        coming=reviews.coming(session),
        issue=next(iter(bulletins.issues(session, limit=1)), None),
        due=due_period(session, today),
        running=last_whole(today + timedelta(days=31), every),
        readers=sum(row.gets for row in rows),
        norm=chosen.norm(session),
        every=every.value,
        every_choices=[(each.value, str(label)) for each, label in PERIODS.items()],
        today=today,
        **words(),
    )


@blueprint.post("/norm")
@require(Permission.FOREIGN_FUND)
def norm() -> Answer:
    """Set the norm of coverage."""
    wanted = whole_number(request.form.get("norm", "").strip(), digits=4)
    return do(
        lambda session: services.set_norm(session, current_work(), norm=wanted),
        said=_("Saved"), back=url_for("service.index"),
    )  # fmt: skip


@blueprint.post("/every")
@require(Permission.FOREIGN_FUND)
def every() -> Answer:
    """Set how often a bulletin is made."""
    wanted = request.form.get("every", "")
    return do(
        lambda session: services.set_every(session, current_work(), every=wanted),
        said=_("Saved"), back=url_for("service.index"),
    )  # fmt: skip
