"""Sums of a month by day and by service, as a page, a spreadsheet and a statement on paper."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.paid import queries
from circulation.paid.messages import METHODS
from circulation.paid.queries import DaySums, ReceiptFilter, ServiceSum
from circulation.paid.rules import Method
from circulation.paid.views.base import blueprint, name_of, unit_of
from circulation.paid.views.receipts import read_filter
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.kinds import Kind
from ils.errors import InputCode, InputError
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import spoken
from ils.registers.views.papers import Paper, pdf_of
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day as day_text
from ils.web.filters import month_name, num
from ils.web.frame import place_name_of
from ils.web.session import current_session


def asked_month(today: date) -> ReceiptFilter:
    """Return the days of the month that the address names as 2026-04; this month's where it names none."""
    text = request.args.get("month", "").strip() or f"{today:%Y-%m}"
    try:
        first = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        first = date.min
    if not 2000 <= first.year <= 2100:
        raise InputError(InputCode.NOT_A_DATE, field="month")
    return ReceiptFilter(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _title(wanted: ReceiptFilter) -> str:
    return f"{month_name(wanted.since.month)} {wanted.since.year}"


@blueprint.get("/month")
@require(Permission.CIRCULATE)
def month() -> str:
    """Show a month: a line for each day with receipts, and what each service brought."""
    session, today = current_session(), clock.today()
    wanted = asked_month(today)
    days = queries.by_day(session, wanted)
    return render_template(
        "paid/month.html",
        wanted=wanted,
        title=_title(wanted),
        days=days,
        sums=_method_sums(days),
        amount=sum(each.amount for each in days),
        year=queries.taken(session, since=wanted.since.replace(month=1), until=wanted.until),
        services=queries.by_service(session, wanted),
        prev_url=url_for("paid.month", month=f"{wanted.since - timedelta(days=1):%Y-%m}"),
        next_url=url_for("paid.month", month=f"{wanted.until + timedelta(days=1):%Y-%m}")
        if wanted.until < today
        else None,
        kind=Kind.PAID_SERVICE.value,
        line_url=url_for("workplan.line", year=wanted.since.year, number="42.1"),
    )


def _method_sums(days: tuple[DaySums, ...]) -> dict[Method, int]:
    return {each: sum(day.by_method[each.value] for day in days) for each in METHODS}


@blueprint.get("/month/statement.pdf")
@require(Permission.CIRCULATE)
def statement() -> Response:
    """Send the sums of a month as PDF, for the accountant."""
    wanted = asked_month(clock.today())
    with spoken() as language:
        days = queries.by_day(current_session(), wanted)
        services = queries.by_service(current_session(), wanted)
        made = pdf_of(_statement(wanted, days, services, language))
    return send(made, PDF, f"paid-{wanted.since:%Y-%m}.pdf")


def _statement(
    wanted: ReceiptFilter, days: tuple[DaySums, ...], services: tuple[ServiceSum, ...], language: str
) -> Paper:
    sums, amount = _method_sums(days), sum(each.amount for each in days)
    told = [
        f"{name_of(each)}: {num(each.quantity)} {unit_of(each)}, {num(each.amount)} {_('soʻm')}"
        for each in services
    ]
    return Paper(
        title=_("Income from paid services"),
        sub=_title(wanted),
        columns=[(_("Day"), 0), (_("Receipts"), 22), *((str(word), 30) for word in METHODS.values()),
                 (_("In all, soʻm"), 32)],
        rows=[
            [day_text(each.day), num(each.receipts), *(num(each.by_method[way.value]) for way in METHODS),
             num(each.amount)]
            for each in days
        ],
        language=language,
        total=[_("In all"), num(sum(each.receipts for each in days)), *(num(sums[way]) for way in METHODS), num(amount)],
        notes=told,
        numbers=(1, 2, 3, 4, 5),
        signatures=[_("Compiled by"), _("Chief accountant")],
    )  # fmt: skip


@blueprint.get("/receipts.xlsx")
@require(Permission.CIRCULATE)
def sheet() -> Response:
    """Send the receipts that the address asks for as a spreadsheet: receipts, days, services."""
    wanted = read_filter(clock.today())
    with spoken():
        above = [_("Income from paid services"), f"{day_text(wanted.since)} – {day_text(wanted.until)}"]
        made = make_xlsx(
            [_receipt_sheet(wanted, above), _day_sheet(wanted, above), _service_sheet(wanted, above)],
            title=above[0],
            at=clock.now(),
        )
    return send(made, XLSX, f"paid-{wanted.since}-{wanted.until}.xlsx", keep=True)


def _receipt_sheet(wanted: ReceiptFilter, above: list[str]) -> Sheet:
    session = current_session()
    page = queries.receipts(session, wanted, limit=None)
    lines = queries.lines_of_receipts(session, [each.id for each in page.rows])
    staff = staff_names(session, {each.staff_id for each in page.rows})
    rows: list[list[Cell]] = [
        [each.label, each.day, each.who, "; ".join(f"{name_of(line)} × {line.quantity}" for line in lines[each.id]),
         str(METHODS[Method(each.method)]), place_name_of(each.department), staff.get(each.staff_id or 0, ""),
         each.first, each.note, each.amount]
        for each in reversed(page.rows)
    ]  # fmt: skip
    heads = [
        Column("№", 10), Column(_("Day"), 12), Column(_("Who paid"), 30), Column(_("Services"), 50),
        Column(_("Paid by"), 16), Column(_("Department"), 24), Column(_("Librarian"), 24),
        Column(_("Gives back №"), 14), Column(_("Note"), 30), Column(_("soʻm"), 14),
    ]  # fmt: skip
    total: list[Cell] = [_("In all"), *[None] * (len(heads) - 2), page.amount]
    return Sheet(_("Receipts"), heads, rows, above=above, totals=[total])


def _day_sheet(wanted: ReceiptFilter, above: list[str]) -> Sheet:
    days = queries.by_day(current_session(), wanted)
    rows: list[list[Cell]] = [
        [each.day, each.receipts, each.refunds, *(each.by_method[way.value] for way in METHODS), each.amount]
        for each in days
    ]
    heads = [Column(_("Day"), 12), Column(_("Receipts"), 12), Column(_("Refunds"), 12)]
    heads += [Column(str(word), 16) for word in METHODS.values()] + [Column(_("In all, soʻm"), 16)]
    return Sheet(_("By day"), heads, rows, above=above)


def _service_sheet(wanted: ReceiptFilter, above: list[str]) -> Sheet:
    rows: list[list[Cell]] = [
        [each.code, name_of(each), unit_of(each), each.quantity, each.amount]
        for each in queries.by_service(current_session(), wanted)
    ]
    heads = [
        Column(_("Code"), 20), Column(_("Service"), 50), Column(_("Unit"), 16), Column(_("Quantity"), 12),
        Column(_("soʻm"), 16),
    ]  # fmt: skip
    return Sheet(_("By service"), heads, rows, above=above)
