"""Orders, requests and QR codes as spreadsheets: what the filters show."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.orders import messages, queries
from catalog.orders.queries import DocumentRow, RequestRow
from catalog.orders.views.base import blueprint
from catalog.orders.views.codes import asked_codes
from catalog.orders.views.requests import asked_requests
from catalog.orders.views.scans import asked_scans
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import institution, spoken
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.frame import place_name_of
from ils.web.session import current_session

Heads = Sequence[tuple[str, float]]


def _book(
    name: str, title: str, language: str, heads: Heads, rows: list[list[Cell]], total: list[Cell]
) -> Response:
    table = Sheet(
        title, [Column(*each) for each in heads], rows, above=[title, institution(language)], totals=[total]
    )
    made = make_xlsx([table], title=title, at=clock.now())
    return send(made, XLSX, name, keep=True)


@blueprint.get("/scans.xlsx")
@require(Permission.SEE_PLAN)
def scan_sheet() -> Response:
    """Send the orders of the list as a spreadsheet."""
    today = clock.today()
    with spoken() as language:
        found = queries.scans(current_session(), asked_scans(), today=today)
        heads = (
            ("№", 8), (_("Title"), 54), (_("Why it is scanned"), 20), (_("Who ordered it"), 28),
            (_("How to reach them"), 22), (_("Ordered on"), 12), (_("Due on"), 12), (_("Pages wanted"), 11),
            (_("Pages scanned"), 11), (_("Scanned again"), 11), (_("State"), 16), (_("Overdue"), 10),
            (_("Department"), 26), (_("Note"), 36),
        )  # fmt: skip
        rows: list[list[Cell]] = [
            [row.id, row.title, str(messages.REASONS[row.reason]), row.requester, row.contact, row.ordered_on,
             row.due_on, row.pages, row.done, row.again, str(messages.SCAN_STATES[row.state]),
             _("yes") if row.late(today) else "", place_name_of(row.department), row.end_reason or row.note]
            for row in found.rows
        ]  # fmt: skip
        total: list[Cell] = [None] * len(heads)
        total[1], total[8] = _("In all"), found.done
        return _book("scans.xlsx", _("Orders of scans"), language, heads, rows, total)


@blueprint.get("/requests.xlsx")
@require(Permission.SEE_PLAN)
def request_sheet() -> Response:
    """Send the requests of the list as a spreadsheet: a row for each document."""
    session = current_session()
    with spoken() as language:
        found = queries.requests(session, asked_requests())
        asked = {row.id: row for row in found.rows}
        papers: dict[int, list[DocumentRow]] = {number: [] for number in asked}
        for each in queries.documents_of(session, *asked):
            papers[each.request_id].append(each)
        heads = (
            ("№", 8), (_("Asked on"), 12), (_("Who asks"), 34), (_("Kind of reader"), 22), (_("Country"), 9),
            (_("How to reach them"), 24), (_("For payment"), 11), (_("Document"), 50), (_("Delivered on"), 13),
            (_("Sent by"), 16), (_("State"), 14), (_("Department"), 26), (_("Note"), 36),
        )  # fmt: skip
        rows = [_document(asked[number], each) for number, own in papers.items() for each in own]
        total: list[Cell] = [None] * len(heads)
        total[7], total[8] = _("Delivered"), found.delivered
        return _book("requests.xlsx", _("Remote delivery"), language, heads, rows, total)


def _document(row: RequestRow, each: DocumentRow) -> list[Cell]:
    forms = {form.value: str(word) for form, word in messages.FORMS.items()}
    return [
        row.id, row.asked_on, row.recipient, str(messages.RECIPIENTS[row.recipient_kind]), row.country, row.contact,
        _("yes") if row.paid else "", each.title, each.delivered_on, forms.get(each.form, ""),
        str(messages.REQUEST_STATES[row.state]), place_name_of(row.department), row.refuse_reason or row.note,
    ]  # fmt: skip


@blueprint.get("/codes.xlsx")
@require(Permission.SEE_PLAN)
def code_sheet() -> Response:
    """Send the QR codes of the list as a spreadsheet."""
    with spoken() as language:
        found = queries.codes(current_session(), asked_codes())
        heads = (
            ("№", 8), (_("Board"), 40), (_("Title"), 50), (_("Author"), 26), (_("Address"), 50), (_("Put up on"), 12),
            (_("Taken down on"), 14), (_("State"), 16), (_("Counts"), 9),
        )  # fmt: skip
        rows: list[list[Cell]] = [
            [row.id, row.board, row.title, row.author, row.url, row.placed_on, row.removed_on,
             str(messages.CODE_STATES[row.state]), int(row.taken_back_at is None)]
            for row in found.rows
        ]  # fmt: skip
        total: list[Cell] = [None] * len(heads)
        total[1], total[8] = _("In all"), found.counted
        return _book("qr-codes.xlsx", _("QR codes"), language, heads, rows, total)
