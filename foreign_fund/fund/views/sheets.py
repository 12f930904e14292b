"""Copies and titles of the fund as spreadsheets: all that the filters leave, not one page of them."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.items.messages import STATE_WORDS
from catalog.stock.queries.prices import Bought, bought
from catalog.stock.rules.money import HUNDREDTHS, RATE_UNIT
from foreign_fund.fund import queries
from foreign_fund.fund.messages import KINDS, language_name
from foreign_fund.fund.queries import NO_ACT, FundItem, FundTitle, Purchase, Worth
from foreign_fund.fund.views.base import blueprint, money, price_words
from foreign_fund.fund.views.listing import read_asked, read_wanted
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.library.places import institution_name
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.text import to_cyrillic
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.filters import num
from ils.web.frame import place_name_of
from ils.web.locale import current_language
from ils.web.session import current_session

PORTION = 5_000  # titles whose copies are asked for at a time


@blueprint.get("/items.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def items_file() -> Response:
    """Send the copies asked for, with price, currency and rate of purchase."""
    session, day = current_session(), clock.today()
    asked, fund = read_asked(), load_fund(session)
    rows = queries.fund_items(session, fund=fund, asked=asked, day=day, limit=None).rows
    worth = queries.worth_of(session, fund=fund, asked=asked, day=day)
    known = bought(session, [row.id for row in rows])
    headings = (
        (_("Inventory number"), 16), (_("Title"), 48), (_("Language"), 14), (_("Department"), 22),
        (_("Call number"), 14), (_("State"), 16), (_("Act of acceptance"), 12), (_("Price of purchase"), 12),
        (_("Currency"), 9), (_("Rate, soʻm for one unit"), 14), (_("Price, soʻm"), 14),
    )  # fmt: skip
    cells = [_copy(row, known.get(row.id)) for row in rows]
    total: list[Cell] = [str(_("Total")), len(rows), *[""] * 8, queries.som_of(worth)]
    title = _("Copies of the fund")
    return _send(title, headings, cells, [total], [_worth(each) for each in worth], "fund-copies")


def _copy(row: FundItem, act: Bought | None) -> list[Cell]:
    priced = act is not None and act.price > 0
    return [
        row.inventory_number or row.barcode or "", row.title, language_name(row.language),
        place_name_of(row.department), row.call_number, str(STATE_WORDS[row.state]),
        f"№ {act.act}" if act else str(_("without an act")),
        act.price / HUNDREDTHS if act and priced else "—", act.currency if act else "—",
        act.rate / RATE_UNIT if act and act.abroad else "—", row.price if row.price is not None else "—",
    ]  # fmt: skip


def _worth(row: Worth) -> str:
    """Return a line below the table: what was bought for a currency, in it and in soʻm."""
    if row.currency == NO_ACT:
        return str(
            _("Without an act, copies: %(count)s; %(som)s soʻm", count=num(row.copies), som=num(row.som))
        )
    amount = money(row.amount, row.currency)
    return str(
        _(
            "%(amount)s, copies: %(count)s; %(som)s soʻm",
            amount=amount,
            count=num(row.copies),
            som=num(row.som),
        )
    )


@blueprint.get("/titles.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def titles_file() -> Response:
    """Send the titles asked for, a row for each price at which copies of one were bought."""
    session, fund = current_session(), load_fund(current_session())
    rows = queries.fund_titles(session, fund=fund, wanted=read_wanted(), limit=None).rows
    known: dict[int, tuple[Purchase, ...]] = {}
    for at in range(0, len(rows), PORTION):
        records = [row.record_id for row in rows[at : at + PORTION]]
        known |= queries.purchases_of(session, fund=fund, records=records)
    headings = (
        (_("Title"), 48), (_("Author"), 28), (_("Year"), 7), (_("Language"), 14), (_("Language level"), 9),
        (_("Kind"), 18), (_("Original title"), 36), (_("Accompanying parts"), 18), (_("Donor"), 24),
        (_("Copies"), 8), (_("Price of purchase"), 16), (_("Rate, soʻm for one unit"), 14), (_("Price, soʻm"), 14),
    )  # fmt: skip
    cells = [_title(row, each) for row in rows for each in known.get(row.record_id, ())]
    return _send(_("Titles of the fund"), headings, cells, [], [], "fund-titles")


def _title(row: FundTitle, bought_so: Purchase) -> list[Cell]:
    level = row.level if row.level_to in ("", row.level) else f"{row.level}–{row.level_to}"
    act = bought_so.bought
    return [
        row.title, row.responsibility, row.year or "", language_name(row.language), level,
        str(KINDS.get(row.kind, "")), row.original_title, row.accompanying, row.donor, bought_so.copies,
        price_words(act) if act else str(_("without an act")), act.rate / RATE_UNIT if act and act.abroad else "—",
        bought_so.som if bought_so.som is not None else "—",
    ]  # fmt: skip


def _send(
    title: str, headings: tuple[tuple[str, int], ...], rows: list[list[Cell]], totals: list[list[Cell]],
    below: list[str], name: str,
) -> Response:  # fmt: skip
    language = current_language()
    house = institution_name(current_session())
    above = (title, to_cyrillic(house) if language == "uz_Cyrl" else house)
    table = Sheet(title, [Column(*each) for each in headings], rows, above, totals, below)
    return send(make_xlsx([table], title=title, at=clock.now()), XLSX, f"{name}.xlsx", keep=True)
