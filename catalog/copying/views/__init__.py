"""Screens of copy cataloguing: the search, theirs beside ours, the table of targets."""

from catalog.copying.views import comparing, search, targets
from catalog.copying.views.base import blueprint

__all__ = ["blueprint", "comparing", "search", "targets"]
