"""Late closures: what they would move, the change, the list of it, the undoing (DD-10)."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.loans.messages import KEPT
from circulation.loans.queries.redated import redating, redatings, things_of
from circulation.loans.services.redating import Preview, preview, redate, undo_redating
from circulation.loans.views.base import blueprint
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.calendar import load_calendar
from ils.web.asked import asked_day, typed_day
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session

REDATING = "<int(max=2147483647):redating_id>"


@blueprint.get("/closures")
@require(Permission.SETTINGS)
def closures() -> str | tuple[str, int]:
    """Show the late closures there were, and what one of the days asked for would move."""
    session = current_session()
    rows = redatings(session)
    first = asked_day("first", near=True)
    last = asked_day("last", near=True) or first
    found, refused = _preview(first, last)
    page = render_template(
        "loans/closures.html",
        rows=rows,
        staff=staff_names(session, {each.staff_id for each in rows}),
        first=first,
        last=last,
        reason=request.args.get("reason", "") or _reason_of(first),
        found=found,
        refused=refused,
    )
    return (page, 400) if refused else page


def _preview(first: date | None, last: date | None) -> tuple[Preview | None, str]:
    if first is None or last is None:
        return None, ""
    try:
        return preview(current_session(), current_work(), first, last), ""
    except LibraryError as refusal:
        return None, explain(refusal.code, refusal.facts)


def _reason_of(first: date | None) -> str:
    """Return why the calendar says that the day is closed: who comes from there need not type it again."""
    return load_calendar(current_session()).reason(first) if first else ""


@blueprint.post("/closures")
@require(Permission.SETTINGS)
def close() -> Response:
    """Close the days and move what falls due on them."""
    first, last = typed_day("first", near=True), typed_day("last", near=True)
    if first is None or last is None:
        raise InputError(InputCode.EMPTY, field="first")
    with transaction(current_session()) as session:
        redating_id = redate(
            session, current_work(), first=first, last=last, reason=request.form.get("reason", "")
        )
    flash(_("Dates moved. The readers will be told."), "success")
    return redirect(url_for("loans.closure", redating_id=redating_id))


@blueprint.get(f"/closures/{REDATING}")
@require(Permission.SETTINGS)
def closure(redating_id: int) -> str:
    """Show what a late closure moved."""
    session = current_session()
    row = redating(session, redating_id)
    return render_template(
        "loans/closure.html",
        row=row,
        things=things_of(session, redating_id),
        staff=staff_names(session, {row.staff_id, row.undone_by}),
        kept=KEPT,
    )


@blueprint.post(f"/closures/{REDATING}/undo")
@require(Permission.SETTINGS)
def undo_closure(redating_id: int) -> Response:
    """Open the days again and put the dates back."""
    with transaction(current_session()) as session:
        rows = undo_redating(session, current_work(), redating_id=redating_id)
    left = sum(bool(each.kept) for each in rows)
    flash(_("Dates put back: %(count)s", count=len(rows) - left), "success")
    if left:
        flash(_("Left as they are: %(count)s", count=left), "warning")
    return redirect(url_for("loans.closure", redating_id=redating_id))
