"""Screens of the watch over the fund."""

from foreign_fund.overdue.views import lists as lists
from foreign_fund.overdue.views import month as month
from foreign_fund.overdue.views import papers as papers
from foreign_fund.overdue.views import watch as watch
from foreign_fund.overdue.views.base import blueprint

__all__ = ["blueprint"]
