"""Screens of the fund: its figures, the copies and titles behind them, what they cost, its definition."""

from foreign_fund.fund.views import defining, listing, sheets
from foreign_fund.fund.views.base import blueprint, language_choices, money, pages_of, read_page
from foreign_fund.fund.views.panels import purchase_panel, record_panel

__all__ = [
    "blueprint", "defining", "language_choices", "listing", "money", "pages_of", "purchase_panel", "read_page",
    "record_panel", "sheets",
]  # fmt: skip
