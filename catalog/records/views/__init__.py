"""Screens of cataloguing, by subject, on one blueprint."""

from catalog.records.views import (
    asked,
    beginning,
    cards,
    conflicts,
    editing,
    home,
    marks,
    merging,
    templates,
    versions,
    worklists,
)
from catalog.records.views.door import blueprint

__all__ = [
    "asked",
    "beginning",
    "blueprint",
    "cards",
    "conflicts",
    "editing",
    "home",
    "marks",
    "merging",
    "templates",
    "versions",
    "worklists",
]
