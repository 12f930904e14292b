"""Screens of records going out."""

from catalog.export.views import downloads as downloads
from catalog.export.views.door import blueprint as blueprint
from catalog.export.views.union import union as union

__all__ = ["blueprint", "downloads", "union"]
