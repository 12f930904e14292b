"""Screens of paid services."""

from circulation.paid.views import months, papers, prices, receipts
from circulation.paid.views.base import blueprint

__all__ = ["blueprint", "months", "papers", "prices", "receipts"]
