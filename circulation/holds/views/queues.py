"""One title's queue: who waits, in which order; cancelling, moving, another place to fetch it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.items.queries import items_of_record, record_heading
from catalog.records.queries import resolve
from circulation.holds import queries, services
from circulation.holds.forms import MoveForm
from circulation.holds.views.door import HOLD, RECORD, Page, back, blueprint, shown
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get(f"/of/{RECORD}")
@require(Permission.CIRCULATE)
def queue(record_id: int) -> Page:
    """Show who waits for a title."""
    into = resolve(current_session(), record_id)
    if into != record_id:
        return redirect(url_for("holds.queue", record_id=into))
    return _page(record_id, MoveForm(formdata=None), moved=request.args.get("move", 0, type=int))


def _page(record_id: int, form: MoveForm, problem: LibraryError | None = None, moved: int = 0) -> Page:
    session = current_session()
    rows = queries.queue(session, record_id)
    return shown(
        "holds/queue.html",
        record=record_heading(session, record_id),
        rows=rows,
        waiting=sum(row.place > 0 for row in rows),
        codes={each.id: each.code for each in items_of_record(session, record_id)},
        form=form,
        moved=moved,
        problem=problem,
    )


@blueprint.post(f"/{HOLD}/move")
@require(Permission.CIRCULATE)
def move(hold_id: int) -> Page:
    """Move somebody to another place, with a reason."""
    form = MoveForm()
    record_id = queries.hold(current_session(), hold_id).record_id
    if not form.validate():
        page = _page(record_id, form, moved=hold_id)
        return (page, 400) if isinstance(page, str) else page
    try:
        with transaction(current_session()) as session:
            services.move_hold(
                session, current_work(), hold_id=hold_id, place=form.place.data, reason=form.reason.data
            )
    except LibraryError as problem:
        return _page(record_id, form, problem, moved=hold_id)
    flash(_("Moved to place %(place)s.", place=form.place.data), "success")
    return redirect(url_for("holds.queue", record_id=record_id))


@blueprint.post(f"/{HOLD}/cancel")
@require(Permission.CIRCULATE)
def cancel(hold_id: int) -> Response:
    """End a hold; its copy goes to the next one."""
    record_id = queries.hold(current_session(), hold_id).record_id
    with transaction(current_session()) as session:
        services.cancel_hold(session, current_work(), hold_id=hold_id, reason=request.form.get("reason", ""))
    flash(_("The hold was cancelled."), "success")
    return back(url_for("holds.queue", record_id=record_id))


@blueprint.post(f"/{HOLD}/pickup")
@require(Permission.CIRCULATE)
def pickup(hold_id: int) -> Response:
    """Let the reader fetch the title elsewhere."""
    record_id = queries.hold(current_session(), hold_id).record_id
    with transaction(current_session()) as session:
        services.change_pickup(
            session, current_work(), hold_id=hold_id, department=request.form.get("department", "")
        )
    flash(_("Saved"), "success")
    return redirect(url_for("holds.queue", record_id=record_id))
