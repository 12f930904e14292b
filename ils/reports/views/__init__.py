"""Screens of reports."""

from ils.reports.views import keeping, showing
from ils.reports.views.base import blueprint

__all__ = ["blueprint", "keeping", "showing"]
