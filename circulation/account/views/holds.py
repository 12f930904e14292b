"""What the reader waits for: joining a queue, leaving it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.items.models import ItemState
from catalog.items.queries import items_of_record, record_heading
from catalog.records.queries import resolve
from circulation.account import services
from circulation.account.forms import WaitForm
from circulation.account.queries import OwnReader
from circulation.account.views.door import HOLD, RECORD, Page, blueprint, own, place_names, shown, web_work
from circulation.holds.queries import count_waiting, hold, holds_of
from circulation.holds.services.placing import may_come
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import current_session


@blueprint.get("/holds")
@own
def holds(reader: OwnReader) -> Page:
    """Show what the reader waits for: what can be fetched first."""
    return shown(reader, "account/holds.html", rows=holds_of(current_session(), reader.id))


@blueprint.route(f"/holds/new/{RECORD}", methods=["GET", "POST"])
@own
def wait(reader: OwnReader, record_id: int) -> Page:
    """Put the reader in the queue of a title."""
    into = resolve(current_session(), record_id)
    if into != record_id:
        return redirect(url_for("account.wait", record_id=into))
    form, problem = _form(record_id), None
    if form.validate_on_submit():
        try:
            return _placed(_place(reader, record_id, form))
        except LibraryError as refusal:
            problem = refusal
    page = _page(reader, record_id, form, problem)
    return (page, 400) if form.errors and isinstance(page, str) else page


def _form(record_id: int) -> WaitForm:
    """Offer the departments, first the one where most copies of the title stand."""
    form = WaitForm()
    form.department.choices = [SelectChoice(code, name) for code, name in place_names().items()]
    if request.method == "GET":
        homes = [each.department for each in items_of_record(current_session(), record_id) if may_come(each)]
        form.department.data = max(homes, key=homes.count, default=None)
    return form


def _page(reader: OwnReader, record_id: int, form: WaitForm, problem: LibraryError | None) -> Page:
    session = current_session()
    free = [each for each in items_of_record(session, record_id) if each.state is ItemState.AVAILABLE]
    return shown(
        reader, "account/wait.html", problem=problem, form=form, record=record_heading(session, record_id),
        waiting=count_waiting(session, record_id), free=len(free),
    )  # fmt: skip


def _place(reader: OwnReader, record_id: int, form: WaitForm) -> int:
    with transaction(current_session()) as session:
        return services.wait_for(
            session, web_work(form.department.data), patron_id=reader.id, record_id=record_id,
            needed_until=form.needed_until.data,
        )  # fmt: skip


def _placed(hold_id: int) -> Response:
    place = hold(current_session(), hold_id).place
    flash(_("You are in the queue. Your place: %(place)s", place=place), "success")
    return redirect(url_for("account.holds"))


@blueprint.post(f"/holds/{HOLD}/cancel")
@own
def stop(reader: OwnReader, hold_id: int) -> Page:
    """Take the reader out of a queue."""
    with transaction(current_session()) as session:
        services.stop_waiting(session, web_work(), patron_id=reader.id, hold_id=hold_id)
    flash(_("You do not wait for it any more."), "success")
    return redirect(url_for("account.holds"))
