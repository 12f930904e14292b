"""Partners, balances, entries and requests as spreadsheets: what the filters show."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.stock.rules.money import HUNDREDTHS
from foreign_fund.partners import messages
from foreign_fund.partners.queries.ledger import Balance, LedgerRow, balances, ledger
from foreign_fund.partners.queries.partners import partner_row, partners
from foreign_fund.partners.queries.requests import requests
from foreign_fund.partners.rules.ledger import Direction
from foreign_fund.partners.views.base import PARTNER, blueprint
from foreign_fund.partners.views.ledger import asked_span
from foreign_fund.partners.views.listing import asked_partners
from foreign_fund.partners.views.requests import asked_requests
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import institution, spoken
from ils.web.asked import asked_day
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.filters import day as shown_day
from ils.web.session import current_session

Heads = Sequence[tuple[str, float]]


def _book(
    name: str, title: str, language: str, heads: Heads, rows: list[list[Cell]], total: list[Cell]
) -> Response:
    table = Sheet(
        title, [Column(*each) for each in heads], rows, above=[title, institution(language)],
        totals=[total] if total else [],
    )  # fmt: skip
    return send(make_xlsx([table], title=title, at=clock.now()), XLSX, name, keep=True)


@blueprint.get("/partners.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def partner_sheet() -> Response:
    """Send the directory of partners as the filters show it."""
    with spoken() as language:
        heads = (
            (_("Name"), 44), (_("Kind"), 22), (_("Country"), 9), (_("City"), 18), (_("Languages"), 14),
            (_("Whom to write to"), 30), (_("E-mail"), 26), (_("Telephone"), 18), (_("Address"), 36),
            (_("Address on the web"), 30), (_("Note"), 36),
        )  # fmt: skip
        rows: list[list[Cell]] = [
            [row.name, str(messages.KINDS[row.kind]), row.country, row.city, row.languages, row.contact, row.email,  # type: ignore[index]
             row.phone, row.address, row.link, row.note]
            for row in partners(current_session(), asked_partners())
        ]  # fmt: skip
        return _book("partners.xlsx", _("Partners"), language, heads, rows, [])


@blueprint.get("/ledger.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def ledger_sheet() -> Response:
    """Send the balances of all partners at the end of a day."""
    day = asked_day("day", near=True) or clock.today()
    with spoken() as language:
        found = balances(current_session(), day)
        heads = (
            (_("Partner"), 44), (_("Country"), 9), (_("Sent, copies"), 12), (_("Sent, soʻm"), 16),
            (_("Received, copies"), 12), (_("Received, soʻm"), 16), (_("Rest, copies"), 12), (_("Rest, soʻm"), 16),
        )  # fmt: skip
        rows: list[list[Cell]] = [[row.partner, row.country, *_figures(row)] for row in found]
        sums: list[Cell] = [sum(each) for each in zip(*(_figures(row) for row in found), strict=True)]
        title = _("Exchange ledger on %(day)s", day=shown_day(day))
        return _book(f"exchange-{day}.xlsx", title, language, heads, rows, [_("In all"), None, *sums])


def _figures(row: Balance) -> tuple[int, ...]:
    return tuple(number for each in (row.sent, row.received, row.rest) for number in (each.copies, each.som))


@blueprint.get(f"{PARTNER}/statement.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def statement_sheet(partner_id: int) -> Response:
    """Send the entries of a partner between two days as a spreadsheet."""
    session, (since, until) = current_session(), asked_span()
    row = partner_row(session, partner_id)
    opening, entries = ledger(session, partner_id, since=since, until=until)
    with spoken() as language:
        heads = (
            (_("Day"), 12), (_("Document"), 24), (_("What"), 22), (_("Copies"), 10), (_("Sum in the currency"), 16),
            (_("Currency"), 9), (_("Sum, soʻm"), 16), (_("Rest, copies"), 12), (_("Rest, soʻm"), 16),
        )  # fmt: skip
        rows: list[list[Cell]] = [
            [None, "", _("Before the first day"), None, None, "", None, opening.copies, opening.som],
            *(_entry(each) for each in entries),
        ]  # fmt: skip
        return _book(f"exchange-{partner_id}.xlsx", row.name, language, heads, rows, [])


def _entry(each: LedgerRow) -> list[Cell]:
    return [
        each.day, each.document, str(messages.DIRECTIONS[Direction(each.direction)]), each.worth.copies,
        each.worth.amount / HUNDREDTHS, each.currency, each.worth.som, each.after.copies, each.after.som,
    ]  # fmt: skip


@blueprint.get("/requests.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def request_sheet() -> Response:
    """Send the requests that the filters show."""
    today = clock.today()
    with spoken() as language:
        heads = (
            ("№", 10), (_("Way"), 16), (_("Partner"), 36), (_("Country"), 9), (_("Title"), 44), (_("Author"), 26),
            (_("What is wanted"), 18), (_("For whom"), 24), (_("Asked on"), 12), (_("Due on"), 12), (_("State"), 14),
            (_("late"), 8), (_("Note"), 30),
        )  # fmt: skip
        rows: list[list[Cell]] = [
            [row.name, str(messages.WAYS[row.direction]), row.partner, row.country, row.title, row.author,  # type: ignore[index]
             str(messages.FORMS[row.form]), row.for_whom, row.asked_on, row.due_on,  # type: ignore[index]
             str(messages.REQUEST_STATES[row.state]), _("yes") if row.late(today) else "", row.note]  # type: ignore[index]
            for row in requests(current_session(), asked_requests(), today=today).rows
        ]  # fmt: skip
        return _book("interlibrary.xlsx", _("Interlibrary requests"), language, heads, rows, [])
