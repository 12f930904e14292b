"""Screens of partners."""

from foreign_fund.partners.views import (
    abroad,
    keeping,
    ledger,
    listing,
    papers,
    requests,
    sheets,
    shipments,
    shipping,
)
from foreign_fund.partners.views.base import blueprint

__all__ = [
    "abroad",
    "blueprint",
    "keeping",
    "ledger",
    "listing",
    "papers",
    "requests",
    "sheets",
    "shipments",
    "shipping",
]
