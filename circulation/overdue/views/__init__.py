"""Screens of overdue control; `base` has the blueprint, each other file some of its pages."""

from circulation.overdue.views import bench, calls, ladder, promises, tonight
from circulation.overdue.views.base import blueprint
from circulation.overdue.views.story import loan_panel

__all__ = ["bench", "blueprint", "calls", "ladder", "loan_panel", "promises", "tonight"]
