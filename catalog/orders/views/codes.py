"""QR codes: the list, one code, its form, the address of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.orders import messages, queries, services
from catalog.orders.errors import OrderCode, OrderNotFoundError
from catalog.orders.forms import AddressForm, CodeForm
from catalog.orders.queries import PLACEMENT, WantedCodes
from catalog.orders.rules import is_own_machine
from catalog.orders.views.base import (
    Answer,
    act,
    as_query,
    asked_days,
    asked_record,
    asked_text,
    blueprint,
    say,
)
from catalog.orders.views.drawing import svg
from catalog.records.queries import brief
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.queries.evidence import evidence_of
from ils.registers.views.base import PAGE, line_url, page_number, pages_of
from ils.web.asked import asked_choice, typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

CODE = "/codes/<int:code_id>"
LINE = "36"


def address_of(record_id: int) -> str:
    """Return the public address of a record: under the library's own address, else under the one that is served."""
    path = url_for("public.record", record_id=record_id)
    own = queries.catalogue_address(current_session())
    return f"{own}{path}" if own else f"{request.url_root.rstrip('/')}{path}"


def unreachable() -> bool:
    """Tell whether codes made now would lead to this machine alone."""
    return is_own_machine(queries.catalogue_address(current_session()) or request.url_root)


@blueprint.get("/codes")
@require(Permission.SEE_PLAN)
def codes() -> str:
    """Show the QR codes on boards, the latest first."""
    session, wanted, number = current_session(), asked_codes(), page_number()
    found = queries.codes(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    known, today = queries.boards(session), clock.today()
    return render_template(
        "orders/codes.html",
        found=found,
        wanted=wanted,
        cut=as_query(wanted),
        year_count=queries.codes(
            session, WantedCodes(date(today.year, 1, 1), date(today.year, 12, 31)), limit=0
        ).counted,
        line=line_url(today.year, LINE),
        boards=known,
        board_choices=[("", _("All boards")), *((board, board) for board in known)],
        state_choices=[("", _("All")), *messages.CODE_STATES.items()],
        pages=pages_of(found.total, len(found.rows)),
        unreachable=unreachable(),
    )


def asked_codes() -> WantedCodes:
    """Read which codes the address asks for."""
    since, until = asked_days()
    return WantedCodes(
        since=since,
        until=until,
        board=" ".join(request.args.get("board", "").split())[:300],
        state=asked_choice("state", messages.CODE_STATES),
        text=asked_text(),
    )


@blueprint.route("/codes/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new_code() -> Answer:
    """Write down that a code hangs on a board; the page shows the code before it is printed."""
    form = CodeForm()
    if request.method == "GET":
        record, board = asked_record(), " ".join(request.args.get("board", "").split())[:300]
        form.begin(clock.today(), record.id if record else None, board)
        form.title.data = record.title if record else ""
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    number = form.record_id.data
    try:
        with transaction(current_session()) as session:
            made = services.place(
                session,
                current_work(),
                url=address_of(number) if number and number > 0 else form.url.data or "",
                board=form.board.data or "",
                placed_on=form.placed_on.data,
                title=form.title.data or "",
                record_id=number,
            ).id
    except LibraryError as problem:
        return _form_page(form, problem), STATUS[problem.kind]
    flash(_("Written down. It counts in the work plan on its day."), "success")
    return redirect(url_for("orders.code", code_id=made))


def _form_page(form: CodeForm, problem: LibraryError | None = None) -> str:
    session, number = current_session(), form.record_id.data
    record = brief(session, {number}).get(number) if number and 0 < number < 2**31 else None
    return render_template(
        "orders/code_form.html",
        form=form,
        record=record,
        drawn=svg(address_of(record.id)) if record else "",
        address=address_of(record.id) if record else "",
        has_text=queries.open_text(session, record.id) is not None if record else True,
        boards=list(queries.boards(session)),
        unreachable=unreachable(),
        problem=say(problem) if problem else "",
    )


@blueprint.get(CODE)
@require(Permission.SEE_PLAN)
def code(code_id: int) -> str:
    """Show a code on its board."""
    session = current_session()
    row = queries.code_row(session, code_id)
    return render_template(
        "orders/code.html",
        code=row,
        drawn=svg(row.url),
        staff=staff_names(session, [row.staff_id] if row.staff_id else []),
        evidence=evidence_of(session, PLACEMENT, row.id),
        lonely=is_own_machine(row.url),
        today=clock.today(),
    )


@blueprint.post(f"{CODE}/down")
@require(Permission.SEE_PLAN)
def take_down(code_id: int) -> Answer:
    """Say that a code was taken off its board."""
    day = typed_day("day", near=True)
    return act(
        url_for("orders.code", code_id=code_id),
        _("Taken down. That it hung there stays counted."),
        lambda session: services.take_down(session, current_work(), code_id=code_id, day=day),
    )


@blueprint.post(f"{CODE}/up")
@require(Permission.SEE_PLAN)
def hang_again(code_id: int) -> Answer:
    """Take back that a code was taken down."""
    return act(
        url_for("orders.code", code_id=code_id),
        _("It hangs on its board as before."),
        lambda session: services.hang_again(session, current_work(), code_id=code_id),
    )


@blueprint.post(f"{CODE}/back")
@require(Permission.SEE_PLAN)
def withdraw_code(code_id: int) -> Answer:
    """Take back a code entered by mistake."""
    reason = request.form.get("reason", "")
    return act(
        url_for("orders.code", code_id=code_id),
        _("Taken back: it counts no more."),
        lambda session: services.withdraw_code(session, current_work(), code_id=code_id, reason=reason),
    )


@blueprint.route("/address", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def address() -> Answer:
    """Set the address under which readers find the catalogue."""
    form = AddressForm(address=queries.catalogue_address(current_session()))
    if request.method == "GET":
        return _address_page(form)
    if not form.validate():
        return _address_page(form), 400
    try:
        with transaction(current_session()) as session:
            services.set_catalogue_address(session, current_work(), address=form.address.data or "")
    except LibraryError as problem:
        return _address_page(form, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("orders.codes"))


def _address_page(form: AddressForm, problem: LibraryError | None = None) -> str:
    return render_template(
        "orders/address.html", form=form, served=request.url_root, problem=say(problem) if problem else ""
    )


def asked_board() -> tuple[str, tuple[Any, ...]]:
    """Return the board that the address names with the codes on it; refuse an empty one."""
    board = " ".join(request.args.get("board", "").split())[:300]
    rows = queries.codes_on(current_session(), board)
    if not rows:
        raise OrderNotFoundError(OrderCode.BOARD_EMPTY, board=board)
    return board, rows
