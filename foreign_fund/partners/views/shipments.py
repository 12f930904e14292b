"""Shipments: the list, a draft with its lines, posting, correcting, the act."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.items.messages import STATE_WORDS as COPY_STATES
from catalog.items.models import ItemState
from catalog.records.queries import brief, search_records
from catalog.stock.models import ActState
from catalog.stock.rules.money import HOME, price_text, rate_text
from catalog.stock.views.base import series_choices
from foreign_fund.partners import messages, services
from foreign_fund.partners.forms import ActForm, LineForm, ShipmentForm
from foreign_fund.partners.queries import shipments as queries
from foreign_fund.partners.queries.partners import agreement_on, agreement_text, partner_row
from foreign_fund.partners.queries.shipments import ShipmentRow, WantedShipments
from foreign_fund.partners.rules.ledger import Direction, ShipmentState
from foreign_fund.partners.views.base import (
    SHIPMENT,
    Answer,
    asked_text,
    blueprint,
    partner_choices,
    say,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.services.evidence import evidence_of
from ils.registers.views.base import PAGE, department_choices, page_number, pages_of
from ils.text import whole_number
from ils.web.asked import asked_choice, asked_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.filters import decimal
from ils.web.session import current_session

FOUND = 8


def asked_shipments() -> WantedShipments:
    """Read which shipments the address asks for."""
    return WantedShipments(
        partner_id=whole_number(request.args.get("partner")),
        direction=asked_choice("direction", set(Direction)),
        state=asked_choice("state", set(ShipmentState)),
        since=asked_day("since", near=True),
        until=asked_day("until", near=True),
        text=asked_text(),
    )


@blueprint.get("/shipments")
@require(Permission.SEE_FOREIGN_FUND)
def shipments() -> str:
    """Show shipments, drafts first."""
    session, wanted, number = current_session(), asked_shipments(), page_number()
    found = queries.shipments(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "partners/shipments.html",
        found=found,
        wanted=wanted,
        waiting=queries.without_act(session),
        partner_options=[
            ("", messages.ALL),
            *((each.value, each.label) for each in partner_choices(also=wanted.partner_id)),
        ],
        direction_choices=[
            ("", messages.ALL),
            *((key.value, word) for key, word in messages.DIRECTIONS.items()),
        ],
        state_choices=[
            ("", messages.ALL),
            *((key.value, word) for key, word in messages.SHIPMENT_STATES.items()),
        ],
        pages=pages_of(found.total, len(found.rows)),
    )


@blueprint.route("/shipments/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_shipment() -> Answer:
    """Begin a shipment."""
    direction = asked_choice("direction", set(Direction)) or Direction.RECEIVED.value
    form = ShipmentForm().offer(partner_choices(), department_choices())
    if request.method == "GET":
        form.day.data, form.department.data = clock.today(), current_work().department
        wanted = whole_number(request.args.get("partner"))
        if wanted in {each.value for each in form.partner_id.choices}:
            form.partner_id.data = wanted
            form.currency.data = partner_row(current_session(), wanted or 0).currency
        return _form_page(form, direction)
    if not form.validate():
        return _form_page(form, direction), 400
    try:
        facts = form.facts(direction)
        with transaction(current_session()) as session:
            made = services.begin_shipment(session, current_work(), facts=facts).id
    except LibraryError as problem:
        return _form_page(form, direction, problem=problem), STATUS[problem.kind]
    return redirect(url_for("partners.shipment", shipment_id=made))


@blueprint.route(f"{SHIPMENT}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_shipment(shipment_id: int) -> Answer:
    """Change the head of a draft."""
    row = queries.shipment_row(current_session(), shipment_id)
    form = ShipmentForm().offer(partner_choices(also=row.partner_id), department_choices())
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row.direction, row)
    if not form.validate():
        return _form_page(form, row.direction, row), 400
    try:
        facts = form.facts(row.direction)
        with transaction(current_session()) as session:
            services.change_shipment(session, current_work(), shipment_id=shipment_id, facts=facts)
    except LibraryError as problem:
        return _form_page(form, row.direction, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("partners.shipment", shipment_id=shipment_id))


def _form_page(
    form: ShipmentForm, direction: str, row: ShipmentRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template(
        "partners/shipment_form.html",
        form=form,
        direction=direction,
        row=row,
        problem=say(problem) if problem else "",
    )


@blueprint.get(SHIPMENT)
@require(Permission.SEE_FOREIGN_FUND)
def shipment(shipment_id: int) -> Answer:
    """Show a shipment: its lines, what stands of them, its act; in a draft what `q` finds in the catalogue.

    A scanned ISBN that one record has goes straight on to its copies and price.
    """
    session = current_session()
    row, query = queries.shipment_row(session, shipment_id), request.args.get("q", "").strip()[:200]
    if query and row.state == ShipmentState.DRAFT:
        found = search_records(session, query, limit=FOUND)
        if found.total == 1:
            only = found.records[0].id
            return redirect(url_for("partners.shipment", shipment_id=shipment_id, record=only))
    return shipment_page(row, LineForm(formdata=None))


def shipment_page(row: ShipmentRow, form: LineForm, problem: LibraryError | None = None) -> str:
    """Return the page of a shipment, with the line being typed and why it was refused."""
    session, query = current_session(), request.args.get("q", "").strip()[:200]
    draft = row.state == ShipmentState.DRAFT
    describing = whole_number(request.args.get("line"))
    found = search_records(session, query, limit=FOUND) if query and (draft or describing) else None
    lines = queries.lines_of(session, row.id)
    record = whole_number(request.args.get("record"))
    if record and draft:
        form.record_id.data = record
    asked = form.record_id.data or 0
    chosen = brief(session, {asked}).get(asked) if 0 < asked <= queries.LARGEST_ID else None
    first = queries.shipment_row(session, row.corrects_id) if row.corrects_id else None
    return render_template(
        "partners/shipment.html",
        row=row,
        lines=lines,
        standing=queries.standing_lines(session, row.id) if row.state == ShipmentState.POSTED else lines,
        corrections=queries.corrections_of(session, row.id),
        first=first,
        form=form,
        query=query,
        found=found,
        chosen=chosen,
        describing=next((each for each in lines if each.id == describing and not each.record_id), None),
        problem=say(problem) if problem else "",
        files=evidence_of(session, queries.SUBJECT, row.id),
        own_ids={each.id for each in lines},
        staff=staff_names(session, [each for each in (row.created_by, row.posted_by) if each]),
        copy_states={state.value: word for state, word in COPY_STATES.items()},
        gone=ItemState.WITHDRAWN.value,
        price_text=price_text,
        rate=decimal(rate_text(row.rate)) if row.currency != HOME else "",
        home_currency=HOME,
        today=clock.today(),
        **_act_words(row),
    )


def _act_words(row: ShipmentRow) -> dict[str, Any]:
    """Return what the page says of the act that the shipment becomes."""
    session = current_session()
    act_told = queries.act_of(session, row)
    form = ActForm(formdata=None).offer(series_choices(), department_choices())
    form.department.data = row.department
    codes = {each.value for each in form.series.choices}
    form.series.data = row.department if row.department in codes else None
    return {
        "act": act_told,
        "act_approved": act_told is not None and act_told.state is ActState.APPROVED,
        "act_cancelled": act_told is not None and act_told.state is ActState.CANCELLED,
        "parted": queries.parted(session, row),
        "act_form": form,
        "agreement": agreement_text(agreement_on(session, row.partner_id, row.day)),
        "received": row.direction == Direction.RECEIVED,
    }
