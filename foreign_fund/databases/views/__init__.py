"""Screens of databases."""

from foreign_fund.databases.views import deadlines, keeping, public
from foreign_fund.databases.views.base import blueprint

__all__ = ["blueprint", "deadlines", "keeping", "public"]
