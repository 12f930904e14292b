"""Screens of importing: the list, one file, one record of it, sources."""

from catalog.importing.views import batches, home, records, sources
from catalog.importing.views.base import blueprint

__all__ = ["batches", "blueprint", "home", "records", "sources"]
