"""What the service has on the reader's own page: interests, queries and their answers."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from circulation.account.queries import OwnReader
from circulation.account.queries.everything import consent_of
from circulation.account.views.door import Page, own, shown, web_work
from foreign_fund.service import services
from foreign_fund.service.messages import QUERY_STATES, QUERY_TAGS, REASONS
from foreign_fund.service.queries import asked, profiles, titles
from foreign_fund.service.queries.asked import Wanted
from foreign_fund.service.queries.titles import QUERY as QUERY_LIST
from foreign_fund.service.rules.asking import QueryState
from foreign_fund.service.views.base import own_blueprint
from foreign_fund.service.views.profiles import profile_form, save
from ils import clock
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import current_session

SHOWN = 50


def own_tabs(session: Session, patron_id: int) -> list[dict[str, Any]]:
    """Return the tabs that the roof puts on a reader's page."""
    waiting = asked.counts(session, Wanted(patron_id=patron_id))[QueryState.RECEIVED.value]
    return [
        _tab("questions", _("Queries"), waiting or None),
        _tab("interests", _("New books for me"), None),
    ]


def _tab(name: str, label: str, count: int | None) -> dict[str, Any]:
    endpoint = f"own_service.{name}"
    return {
        "label": label, "url": url_for(endpoint), "active": request.endpoint == endpoint, "count": count
    }  # fmt: skip


@own_blueprint.get("/queries")
@own
def questions(reader: OwnReader) -> Page:
    """Show the reader's queries with their answers."""
    session = current_session()
    found = asked.queries(session, Wanted(patron_id=reader.id), limit=SHOWN)
    return shown(
        reader, "service/own_queries.html", rows=found.rows, states=QUERY_STATES, tags=QUERY_TAGS, reasons=REASONS,
        lists={row.id: titles.listed(session, QUERY_LIST, row.id) for row in found.rows if row.ended_on},
    )  # fmt: skip


@own_blueprint.route("/interests", methods=["GET", "POST"])
@own
def interests(reader: OwnReader) -> Page:
    """Show and save what the reader wants to be told of."""
    session, form = current_session(), profile_form()
    problem: LibraryError | None = None
    if request.method == "POST" and form.validate():
        problem = save(web_work(), reader.id, form)
        if problem is None:
            flash(_("Saved. When something new of it comes, the library writes to you."), "success")
            return redirect(url_for("own_service.interests"))
    row = profiles.profile_of(session, reader.id, clock.today())
    if request.method == "GET" and row:
        form.show(row)
    page = shown(
        reader, "service/own_interests.html", form=form, row=row, consent_on=consent_of(session, reader.id),
        problem=problem,
    )  # fmt: skip
    return (page, 400) if form.errors and isinstance(page, str) else page


@own_blueprint.post("/interests/stop")
@own
def stop_interests(reader: OwnReader) -> Page:
    """Stop the messages."""
    try:
        with transaction(current_session()) as session:
            services.stop_profile(session, web_work(), patron_id=reader.id)
    except LibraryError:
        return redirect(url_for("own_service.interests"))
    flash(_("You get no more messages about new books."), "success")
    return redirect(url_for("own_service.interests"))
