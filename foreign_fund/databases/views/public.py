"""The databases as readers see them: a list, and the door to each, which counts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from foreign_fund.databases import queries, services
from foreign_fund.databases.views.base import blueprint, say
from ils import clock
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.web.auth import current_work
from ils.web.session import current_session

LOOKING_AHEAD = ("prefetch", "prerender", "preview")


@blueprint.get("/databases")
def public() -> str:
    """Show what readers may open today, and how one gets in."""
    words = clean_text(request.args.get("text"), field="text", limit=100)
    today = clock.today()
    rows = queries.shown_to_readers(current_session(), today, words=words)
    return render_template("databases/public.html", rows=rows, words=words, today=today)


@blueprint.get("/databases/<int(max=2147483647):database_id>/open")
def open_database(database_id: int) -> Response:
    """Count a click and lead on; what a browser loads ahead by itself is no click."""
    try:
        if _ahead():
            return redirect(
                services.shown_address(current_session(), current_work(), database_id=database_id)
            )
        with transaction(current_session()) as session:
            address = services.count_click(session, current_work(), database_id=database_id)
    except LibraryError as problem:
        flash(say(problem), "warning")
        return redirect(url_for("databases.public"))
    answer = redirect(address)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _ahead() -> bool:
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return request.method == "HEAD" or any(sign in purpose.lower() for sign in LOOKING_AHEAD)
