"""Requests from afar: the list, one request, its form, its documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.digital.queries import objects_of
from catalog.orders import messages, queries, services
from catalog.orders.forms import DeliverForm, DocumentForm, RequestForm
from catalog.orders.queries import RequestRow, WantedRequests
from catalog.orders.rules import Form, Recipient, RequestState, Wish
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
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.views.base import PAGE, department_choices, line_url, page_number, pages_of
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

REQUEST = "/requests/<int:request_id>"
DOCUMENT = f"{REQUEST}/documents/<int:document_id>"
LINES = {Recipient.LOCAL: "23.1", Recipient.FOREIGN: "23.2", Recipient.LIBRARY: "23.3"}


@blueprint.get("/requests")
@require(Permission.SEE_PLAN)
def requests() -> str:
    """Show the requests, those that wait first."""
    wanted, number, today = asked_requests(), page_number(), clock.today()
    found = queries.requests(current_session(), wanted, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "orders/requests.html",
        found=found,
        wanted=wanted,
        cut=as_query(wanted),
        tiles=_tiles(today),
        recipient_choices=[
            ("", _("All")),
            *((each.value, word) for each, word in messages.RECIPIENTS.items()),
        ],
        state_choices=[
            ("", _("All")),
            *((each.value, word) for each, word in messages.REQUEST_STATES.items()),
        ],
        place_choices=place_options(),
        pages=pages_of(found.total, len(found.rows)),
    )


def asked_requests() -> WantedRequests:
    """Read which requests the address asks for."""
    since, until = asked_days()
    return WantedRequests(
        since=since,
        until=until,
        recipient=asked_choice("recipient", set(Recipient)),
        state=asked_choice("state", set(RequestState)),
        department=asked_department(),
        text=asked_text(),
    )


def _tiles(today: date) -> list[dict[str, Any]]:
    """Return the documents delivered this year by who asked: figures that open to the acts behind them."""
    found = queries.delivered_by_kind(current_session(), date(today.year, 1, 1), date(today.year, 12, 31))
    return [
        {
            "label": _("documents, %(recipient)s", recipient=messages.RECIPIENTS[kind]),
            "value": found.get(kind, 0),
            "url": line_url(today.year, LINES[kind]),
        }
        for kind in Recipient
    ]


@blueprint.route("/requests/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new_request() -> Answer:
    """Write a request down with its documents."""
    form = RequestForm().offer(messages.RECIPIENTS, department_choices())
    if request.method == "GET":
        return _form_page(_begun(form))
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.open_request(session, current_work(), facts=form.facts(), wishes=form.wishes()).id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("orders.request_page", request_id=made))


def _begun(form: RequestForm) -> RequestForm:
    record = asked_record()
    form.record_id.data = record.id if record else None
    form.asked_on.data, form.department.data = clock.today(), current_work().department
    return form


def _form_page(form: RequestForm, row: RequestRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template(
        "orders/request_form.html", form=form, asked=row, problem=say(problem) if problem else ""
    )


@blueprint.route(f"{REQUEST}/edit", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit_request(request_id: int) -> Answer:
    """Change a request; another kind of reader counts its deliveries in another line."""
    row = queries.request_row(current_session(), request_id)
    form = RequestForm().offer(messages.RECIPIENTS, department_choices()).without_documents()
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_request(session, current_work(), request_id=request_id, facts=form.facts())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("orders.request_page", request_id=request_id))


@blueprint.get(REQUEST)
@require(Permission.SEE_PLAN)
def request_page(request_id: int) -> str:
    """Show a request: who asks, its documents, what can be done with each."""
    session = current_session()
    row = queries.request_row(session, request_id)
    documents = queries.documents_of(session, request_id)
    people = [each.delivered_by for each in documents if each.delivered_by]
    return render_template(
        "orders/request.html",
        asked=row,
        documents=documents,
        texts={each.record_id: objects_of(session, each.record_id) for each in documents if each.record_id},
        sendings=list(messages.FORMS.items()),
        usual=_usual(row),
        document_form=DocumentForm(formdata=None),
        staff=staff_names(session, [*people, *([row.created_by] if row.created_by else [])]),
        today=clock.today(),
    )


def _usual(row: RequestRow) -> str:
    """Return the way of sending that the contact points to."""
    contact = row.contact.strip()
    if contact.startswith("@"):
        return Form.TELEGRAM.value
    return Form.EMAIL.value


@blueprint.post(f"{REQUEST}/documents")
@require(Permission.SEE_PLAN)
def add_document(request_id: int) -> Answer:
    """Ask for one document more."""
    form, here = DocumentForm(), url_for("orders.request_page", request_id=request_id)
    if not form.validate():
        flash(_("This is not a whole number."), "danger")
        return redirect(here)
    wish = Wish(form.title.data or "", form.record_id.data)
    return act(
        here,
        _("The document is on the request."),
        lambda session: services.add_document(session, current_work(), request_id=request_id, wish=wish),
    )


@blueprint.post(f"{DOCUMENT}/deliver")
@require(Permission.SEE_PLAN)
def deliver(request_id: int, document_id: int) -> Answer:
    """Say that a document was sent."""
    form, here = DeliverForm().offer(messages.FORMS), url_for("orders.request_page", request_id=request_id)
    if not form.validate():
        flash(_("Say how the document was sent and on which day."), "danger")
        return redirect(here)
    return act(
        here,
        _("Delivered. It counts in the work plan on its day."),
        lambda session: services.deliver(
            session,
            current_work(),
            document_id=document_id,
            form=form.sent(),
            day=form.day.data,
            object_id=form.object_id.data,
        ),
    )


@blueprint.post(f"{DOCUMENT}/back")
@require(Permission.SEE_PLAN)
def take_delivery_back(request_id: int, document_id: int) -> Answer:
    """Take back that a document was delivered."""
    return act(
        url_for("orders.request_page", request_id=request_id),
        _("Taken back: it counts no more, and the document waits."),
        lambda session: services.take_delivery_back(session, current_work(), document_id=document_id),
    )


@blueprint.post(f"{DOCUMENT}/drop")
@require(Permission.SEE_PLAN)
def drop_document(request_id: int, document_id: int) -> Answer:
    """Strike a document off the request."""
    return act(
        url_for("orders.request_page", request_id=request_id),
        _("Struck off the request."),
        lambda session: services.drop_document(session, current_work(), document_id=document_id),
    )


@blueprint.post(f"{REQUEST}/refuse")
@require(Permission.SEE_PLAN)
def refuse_request(request_id: int) -> Answer:
    """Refuse what is not delivered yet."""
    reason = request.form.get("reason", "")
    return act(
        url_for("orders.request_page", request_id=request_id),
        _("The request is refused. What was delivered stays counted."),
        lambda session: services.refuse_request(
            session, current_work(), request_id=request_id, reason=reason
        ),
    )


@blueprint.post(f"{REQUEST}/reopen")
@require(Permission.SEE_PLAN)
def reopen_request(request_id: int) -> Answer:
    """Take a refusal back."""
    return act(
        url_for("orders.request_page", request_id=request_id),
        _("The request waits again."),
        lambda session: services.reopen_request(session, current_work(), request_id=request_id),
    )
