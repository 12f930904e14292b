"""What the screens of the fund share: the blueprint, the pager, languages to choose by, money in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.public.messages import language_tag
from catalog.public.rules import page_number
from catalog.stock.queries.prices import Bought
from catalog.stock.rules.money import price_text, rate_text
from foreign_fund.fund import queries
from foreign_fund.fund.messages import language_name
from foreign_fund.fund.queries import NO_LANGUAGE
from ils import clock
from ils.library.funds import Fund
from ils.web.filters import decimal
from ils.web.session import current_session

blueprint = Blueprint("fund", __name__, template_folder="../templates", url_prefix="/fund")

PAGE = 100
LONGEST_CODE = 40

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of a list are on the screen, as the pager shows it."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the pages of the department the names of languages."""
    return {"language_name": language_name, "language_tag": language_tag}


@blueprint.context_processor
def worth_words() -> dict[str, Any]:
    """Give the pages of the fund money in words."""
    return {"money": money, "rate_words": rate_words, "price_words": price_words}


def money(amount: int, currency: str) -> str:
    """Return hundredths of a currency as pages show them: 12 500,50 USD."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{decimal(price_text(abs(amount)))} {currency}"


def rate_words(act: Bought | None) -> str:
    """Return the rate that goes with a price, empty for soʻm: 1 USD = 12 650,55 soʻm."""
    if act is None or not act.abroad:
        return ""
    return str(_("1 %(currency)s = %(rate)s soʻm", currency=act.currency, rate=decimal(rate_text(act.rate))))


def price_words(act: Bought | None) -> str:
    """Return the price in the currency of purchase; a dash where no act gives one."""
    return money(act.price, act.currency) if act is not None and act.price else "—"


def read_page() -> int:
    """Read the number of the page from the address."""
    return page_number(request.args.get("page"))


def pages_of(total: int, shown: int, *, page: int, size: int) -> Pages:
    """Return the pager of a list of which `shown` rows are on the screen."""
    skipped = (page - 1) * size
    here = {**(request.view_args or {}), **{k: v for k, v in request.args.items() if k != "page"}}
    return Pages(
        first=skipped + 1 if shown else None,
        last=skipped + shown if shown else None,
        total=total,
        prev_url=url_for(str(request.endpoint), **here, page=page - 1) if page > 1 else None,
        next_url=url_for(str(request.endpoint), **here, page=page + 1) if skipped + shown < total else None,
    )


def language_choices(fund: Fund, chosen: str = "") -> list[tuple[str, str]]:
    """The languages that the fund has copies in, by name; the chosen one even if it has none."""
    rows = queries.by_language(current_session(), fund=fund, day=clock.today())
    codes = {row.language or NO_LANGUAGE for row in rows} | ({chosen} if chosen else set())
    named = [(code, language_name("" if code == NO_LANGUAGE else code)) for code in codes]
    return [("", _("all")), *sorted(named, key=lambda each: each[1].casefold())]
