"""Screens of loans."""

from circulation.loans.views import acting, closing, losing, showing, trial
from circulation.loans.views.base import blueprint
from circulation.loans.views.showing import patron_panel

__all__ = ["acting", "blueprint", "closing", "losing", "patron_panel", "showing", "trial"]
