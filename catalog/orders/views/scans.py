"""Orders of scans: the list, one order, its form, its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from catalog.digital.queries import object_view, objects_of
from catalog.orders import messages, queries, services
from catalog.orders.forms import FinishForm, PagesForm, ScanForm
from catalog.orders.queries import SCAN_ORDER, ScanRow, WantedScans
from catalog.orders.rules import Reason, ScanState
from catalog.orders.views.base import (
    Answer,
    act,
    as_query,
    asked_days,
    asked_department,
    asked_record,
    asked_text,
    blueprint,
    place_options,
    say,
)
from catalog.records.queries import brief
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.kinds import Kind
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.queries.evidence import evidence_of
from ils.registers.views.base import PAGE, department_choices, line_url, page_number, pages_of
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

SCAN = "/scans/<int:order_id>"
LATE = "late"
"""What the address asks for in the place of a state: open orders that should have been done."""


@blueprint.get("")
@require(Permission.SEE_PLAN)
def index() -> str:
    """Show the orders of scans, overdue ones first."""
    wanted, number, today = asked_scans(), page_number(), clock.today()
    found = queries.scans(current_session(), wanted, today=today, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "orders/index.html",
        found=found,
        wanted=wanted,
        state=LATE if wanted.late else wanted.state,
        cut=scan_query(wanted),
        tiles=_tiles(today),
        reason_choices=[("", _("All")), *((each.value, word) for each, word in messages.REASONS.items())],
        state_choices=[
            ("", _("All")), (LATE, _("overdue")), *((each.value, word) for each, word in messages.SCAN_STATES.items())
        ],
        place_choices=place_options(),
        pages=pages_of(found.total, len(found.rows)),
        today=today,
    )  # fmt: skip


def asked_scans() -> WantedScans:
    """Read which orders the address asks for."""
    since, until = asked_days()
    state = asked_choice("state", {LATE, *ScanState})
    return WantedScans(
        since=since,
        until=until,
        reason=asked_choice("reason", set(Reason)),
        state="" if state == LATE else state,
        department=asked_department(),
        late=state == LATE,
        text=asked_text(),
    )


def scan_query(wanted: WantedScans) -> dict[str, Any]:
    """Return the address of what is asked for."""
    told = as_query(wanted)
    return {**told, "state": LATE, "late": None} if told.pop("late", False) else told


def _tiles(today: date) -> list[dict[str, Any]]:
    """Return the pages of this year by line of the plan: figures that open to the acts behind them."""
    since, until = date(today.year, 1, 1), date(today.year, 12, 31)
    found = queries.pages_by_reason(current_session(), since, until)
    return [
        {
            "label": _("pages, %(reason)s", reason=messages.REASONS[reason]),
            "value": found.get(reason, 0),
            "url": _behind(reason, since, until),
        }
        for reason in Reason
    ]


def _behind(reason: Reason, since: date, until: date) -> str | None:
    """Return where a figure opens: its line of the plan; pages of rare works feed none and open to all pages."""
    if reason is Reason.RARE:
        return url_for("figures.rows", kind=Kind.PAGES_SCAN.value, since=since, until=until)
    return line_url(since.year, messages.LINES[reason])


@blueprint.route("/scans/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new_scan() -> Answer:
    """Write an order down, begun from a record's page or by a typed title."""
    form = ScanForm().offer(messages.REASONS, department_choices())
    if request.method == "GET":
        return _form_page(_begun(form))
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.open_order(session, current_work(), facts=form.facts()).id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    flash(_("The order is written down."), "success")
    return redirect(url_for("orders.scan", order_id=made))


def _begun(form: ScanForm) -> ScanForm:
    record = asked_record()
    form.reason.data = asked_choice("reason", set(Reason)) or Reason.ORDER.value
    form.record_id.data = record.id if record else None
    form.title.data = ". ".join(part for part in (record.author, record.title) if part) if record else ""
    form.ordered_on.data, form.department.data = clock.today(), current_work().department
    return form


def _form_page(form: ScanForm, row: ScanRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template(
        "orders/scan_form.html", form=form, order=row, problem=say(problem) if problem else ""
    )


@blueprint.route(f"{SCAN}/edit", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit_scan(order_id: int) -> Answer:
    """Change an order; another reason counts its pages in another line."""
    row, form = (
        queries.scan_row(current_session(), order_id),
        ScanForm().offer(messages.REASONS, department_choices()),
    )
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_order(session, current_work(), order_id=order_id, facts=form.facts())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("orders.scan", order_id=order_id))


@blueprint.get(SCAN)
@require(Permission.SEE_PLAN)
def scan(order_id: int) -> str:
    """Show an order: what is said of it, its pages day by day, what can be done."""
    return _scan_page(order_id)


def _scan_page(
    order_id: int, pages_form: PagesForm | None = None, problem: LibraryError | None = None
) -> str:
    session, today = current_session(), clock.today()
    row = queries.scan_row(session, order_id)
    rows = queries.pages_rows(session, order_id)
    people = [*(each.staff_id for each in rows), row.ended_by, row.created_by]
    return render_template(
        "orders/scan.html",
        order=row,
        rows=rows,
        record=brief(session, {row.record_id}).get(row.record_id) if row.record_id else None,
        object=object_view(session, row.object_id) if row.object_id else None,
        others=queries.scans_of(session, row.record_id, besides=row.id) if row.record_id else (),
        pages_form=pages_form or PagesForm(formdata=None, data={"day": today}),
        finish_form=_finish_form(row),
        staff=staff_names(session, [each for each in people if each]),
        evidence=evidence_of(session, SCAN_ORDER, row.id),
        problem=say(problem) if problem else "",
        today=today,
    )


def _finish_form(row: ScanRow) -> FinishForm:
    """Offer the files of the record that came of no other order."""
    form = FinishForm(formdata=None, data={"day": clock.today()})
    found = []
    if row.record_id:
        taken = queries.taken_objects(current_session(), row.record_id, besides=row.id)
        found = [each for each in objects_of(current_session(), row.record_id) if each.id not in taken]
    form.object_id.choices = [
        SelectChoice("", _("none")),
        *(SelectChoice(str(each.id), each.label) for each in found),
    ]
    form.object_id.data = found[-1].id if found else None
    return form


@blueprint.post(f"{SCAN}/pages")
@require(Permission.SEE_PLAN)
def add_pages(order_id: int) -> Answer:
    """Write down the pages of a day."""
    form = PagesForm()
    if not form.validate():
        return _scan_page(order_id, form), 400
    try:
        with transaction(current_session()) as session:
            row = services.add_pages(
                session,
                current_work(),
                order_id=order_id,
                images=form.images.data,
                spread=form.spread.data,
                again=form.again.data,
                day=form.day.data,
            )
            told = _("Pages written down: %(pages)s", pages=row.pages)
    except LibraryError as problem:
        return _scan_page(order_id, form, problem), STATUS[problem.kind]
    flash(told, "success")
    return redirect(url_for("orders.scan", order_id=order_id))


@blueprint.post(f"{SCAN}/pages/<int:work_id>/back")
@require(Permission.SEE_PLAN)
def take_back_pages(order_id: int, work_id: int) -> Answer:
    """Take pages back that were typed wrong."""
    return act(
        url_for("orders.scan", order_id=order_id),
        _("Taken back: the same pages with a minus stand on the same day."),
        lambda session: services.take_back_pages(session, current_work(), work_id=work_id),
    )


@blueprint.post(f"{SCAN}/finish")
@require(Permission.SEE_PLAN)
def finish_scan(order_id: int) -> Answer:
    """Say that the work is scanned, and which file came of it."""
    form = FinishForm()
    form.object_id.validate_choice = False
    here = url_for("orders.scan", order_id=order_id)
    if not form.validate():
        flash(_("This is not a date like 21.11.2026."), "danger")
        return redirect(here)
    day, number = form.day.data, form.object_id.data
    at = None if day == clock.today() else clock.at_hour(day, 12)
    return act(
        here,
        _("The order is finished."),
        lambda session: services.finish_order(
            session, current_work(), order_id=order_id, object_id=number, at=at
        ),
    )


@blueprint.post(f"{SCAN}/cancel")
@require(Permission.SEE_PLAN)
def cancel_scan(order_id: int) -> Answer:
    """Say that the rest will not be scanned."""
    reason = request.form.get("reason", "")
    return act(
        url_for("orders.scan", order_id=order_id),
        _("The order is cancelled. Pages scanned stay counted."),
        lambda session: services.cancel_order(session, current_work(), order_id=order_id, reason=reason),
    )


@blueprint.post(f"{SCAN}/reopen")
@require(Permission.SEE_PLAN)
def reopen_scan(order_id: int) -> Answer:
    """Go on with an order."""
    return act(
        url_for("orders.scan", order_id=order_id),
        _("The order is open again."),
        lambda session: services.reopen_order(session, current_work(), order_id=order_id),
    )
