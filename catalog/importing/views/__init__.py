"""Screens of importing: the list, one file, one record of it, sources."""

from catalog.importing.views import acts, batches, home, records, sources
from catalog.importing.views.base import blueprint

__all__ = ["acts", "batches", "blueprint", "home", "records", "sources"]
