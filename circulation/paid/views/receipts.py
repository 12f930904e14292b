"""The till: receipts of some days, a new receipt, one receipt, money given back."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.paid import queries, services
from circulation.paid.errors import PaidCode, PaidInputError
from circulation.paid.forms import ReceiptForm, RefundForm
from circulation.paid.messages import METHODS
from circulation.paid.queries import ReceiptFilter, ReceiptView
from circulation.paid.rules import MOST_QUANTITY, Wanted, check_day, lines_of, total_of
from circulation.paid.views.base import PAGE, RECEIPT, Answer, blueprint, name_of, pager_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.kinds import Kind
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments
from ils.text import whole_number
from ils.web.asked import asked_choice, asked_day, near_day_of, page_number
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.filters import num
from ils.web.frame import place_label
from ils.web.session import current_session

QUANTITY = "quantity-"
LONGEST_NUMBER = 9


def read_filter(today: date) -> ReceiptFilter:
    """Return which receipts the address asks for: today's where it names no days."""
    since = asked_day("since", near=True) or today
    session = current_session()
    return ReceiptFilter(
        since=since,
        until=max(since, asked_day("until", near=True) or since),
        department=asked_choice("department", {each.code for each in departments(session)}),
        method=asked_choice("method", set(METHODS)),
        service=asked_choice("service", {each.code for each in queries.prices_of(session)}),
    )


def as_address(wanted: ReceiptFilter) -> dict[str, str]:
    """Return a filter as an address carries it."""
    told = {"since": wanted.since.isoformat(), "until": wanted.until.isoformat()}
    more = {"department": wanted.department, "method": wanted.method, "service": wanted.service}
    return told | {name: value for name, value in more.items() if value}


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show the receipts of a day, or of several, and what they come to."""
    session, today = current_session(), clock.today()
    wanted = read_filter(today)
    page = queries.receipts(session, wanted, limit=PAGE, offset=(page_number() - 1) * PAGE)
    known = {each.code: name_of(each) for each in reversed(queries.prices_of(session))}
    days = queries.by_day(session, wanted)
    return render_template(
        "paid/index.html",
        wanted=wanted,
        cut=as_address(wanted),
        narrowed=bool(wanted.department or wanted.method or wanted.service),
        page=page,
        pager=pager_of(page_number(), len(page.rows), page.total, **as_address(wanted)),
        lines=queries.lines_of_receipts(session, [each.id for each in page.rows]),
        sums={each: sum(day.by_method[each.value] for day in days) for each in METHODS},
        services=queries.by_service(session, wanted),
        service_choices=[("", _("all services")), *known.items()],
        place_choices=[
            ("", _("all departments")), *((each.code, place_label(each)) for each in departments(session))
        ],
        method_choices=[("", _("any")), *((each.value, str(word)) for each, word in METHODS.items())],
        staff=staff_names(session, {each.staff_id for each in page.rows}),
        kind=Kind.PAID_SERVICE.value,
        priced=bool(known),
    )  # fmt: skip


def quantities() -> list[Wanted]:
    """Return how much of what was typed; an empty box is none of it."""
    found = []
    for name, typed in request.form.items():
        text = "".join(typed.split())
        if not name.startswith(QUANTITY) or text in ("", "0"):
            continue
        quantity = whole_number(text, digits=LONGEST_NUMBER)
        if quantity is None:
            raise PaidInputError(PaidCode.QUANTITY_INVALID, most=MOST_QUANTITY)
        found.append(Wanted(name.removeprefix(QUANTITY)[:40], quantity))
    return found


def _asked_day() -> date:
    """Return the day on which the money was taken: today where none is named, never one to come."""
    text = request.form.get("day") if request.method == "POST" else request.args.get("day")
    return near_day_of(text, field="day") or clock.today()


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> Answer:
    """Take money for services."""
    form = ReceiptForm().offer(METHODS)
    day = check_day(_asked_day(), clock.today())
    if request.method == "GET":
        form.card.data = request.args.get("card", "")[:60]
        return _new_page(form, day)
    if not form.validate():
        return _new_page(form, day), 422
    try:
        made = _taken(form, day)
    except LibraryError as problem:
        return _new_page(form, day, explain(problem.code, problem.facts)), STATUS[problem.kind]
    flash(_("Receipt № %(number)s, soʻm: %(amount)s", number=made.label, amount=num(made.amount)), "success")
    return redirect(url_for("paid.show", receipt_id=made.id))


def _taken(form: ReceiptForm, day: date) -> ReceiptView:
    with transaction(current_session()) as session:
        return services.take(
            session, current_work(), wanted=quantities(), method=form.method.data or "", card=form.card.data or "",
            payer=form.payer.data or "", note=form.note.data or "", day=day,
        )  # fmt: skip


def _new_page(form: ReceiptForm, day: date, problem: str | None = None) -> str:
    return render_template(
        "paid/new.html",
        form=form,
        day=day,
        today=clock.today(),
        prices=queries.prices_on(current_session(), day),
        typed={name: value[:9] for name, value in request.form.items() if name.startswith(QUANTITY)},
        total=_total(day),
        problem=problem,
    )


def _total(day: date) -> str:
    """Return what the quantities typed come to; a dash where they are none."""
    try:
        wanted = quantities()
        return num(total_of(lines_of(queries.priced_on(current_session(), day), wanted))) if wanted else "0"
    except LibraryError:
        return "—"


@blueprint.post("/total")
@require(Permission.CIRCULATE)
def total() -> str:
    """Say what a receipt comes to while it is typed."""
    return _total(check_day(_asked_day(), clock.today()))


@blueprint.get(f"/{RECEIPT}")
@require(Permission.CIRCULATE)
def show(receipt_id: int) -> str:
    """Show a receipt with its lines."""
    return _show_page(receipt_id, RefundForm(data={"day": clock.today()}))


def _show_page(receipt_id: int, form: RefundForm, problem: str | None = None) -> str:
    session = current_session()
    receipt = queries.receipt_view(session, receipt_id)
    return render_template(
        "paid/show.html",
        receipt=receipt,
        lines=queries.lines_of_receipts(session, [receipt_id]).get(receipt_id, ()),
        staff=staff_names(session, {receipt.staff_id}),
        form=form,
        problem=problem,
        today=clock.today(),
    )


@blueprint.post(f"/{RECEIPT}/refund")
@require(Permission.FORGIVE)
def refund(receipt_id: int) -> Answer:
    """Give the money of a receipt back, with a reason."""
    form = RefundForm()
    if not form.validate():
        return _show_page(receipt_id, form), 422
    try:
        with transaction(current_session()) as session:
            made = services.refund(
                session, current_work(), receipt_id=receipt_id, reason=form.reason.data, day=form.day.data
            )
    except LibraryError as problem:
        return _show_page(receipt_id, form, explain(problem.code, problem.facts)), STATUS[problem.kind]
    flash(_("Money given back. Receipt № %(number)s", number=made.label), "success")
    return redirect(url_for("paid.show", receipt_id=made.id))
