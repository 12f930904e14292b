"""Screens of acceptance acts, inventory books and labels; `base` has the blueprint, each other file some of its pages."""

from catalog.stock.views import acts, correcting, labels, lines, papers, series, sheets
from catalog.stock.views.base import blueprint

__all__ = ["acts", "blueprint", "correcting", "labels", "lines", "papers", "series", "sheets"]
