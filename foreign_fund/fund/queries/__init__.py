"""Figures of the fund, the copies and titles behind them, what they cost, what a definition takes in."""

from foreign_fund.fund.queries.defining import Change, LanguageShare, change, series_stock, shares
from foreign_fund.fund.queries.listing import (
    NO_ACT,
    NO_LANGUAGE,
    NO_PRICE,
    NOT_SAID,
    ON_EXHIBITION,
    OVERDUE,
    STATES,
    Asked,
    FundItem,
    FundTitle,
    ItemPage,
    LanguageFigures,
    TitlePage,
    TitlesWanted,
    by_language,
    fund_items,
    fund_titles,
    newest_titles,
    of_language_level,
    said_values,
    stock_by_said,
    sum_of,
    title_said,
    unread_titles,
)
from foreign_fund.fund.queries.worth import Purchase, Worth, purchases_of, som_of, worth_of

__all__ = [
    "NOT_SAID", "NO_ACT", "NO_LANGUAGE", "NO_PRICE", "ON_EXHIBITION", "OVERDUE", "STATES", "Asked", "Change",
    "FundItem", "FundTitle", "ItemPage", "LanguageFigures", "LanguageShare", "Purchase", "TitlePage", "TitlesWanted",
    "Worth", "by_language", "change", "fund_items", "fund_titles", "newest_titles", "of_language_level",
    "purchases_of", "said_values", "series_stock", "shares", "som_of", "stock_by_said", "sum_of", "title_said",
    "unread_titles", "worth_of",
]  # fmt: skip
