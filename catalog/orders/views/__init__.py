"""Screens of orders."""

from catalog.orders.views import codes as codes
from catalog.orders.views import papers as papers
from catalog.orders.views import printing as printing
from catalog.orders.views import requests as requests
from catalog.orders.views import scans as scans
from catalog.orders.views.base import blueprint
from catalog.orders.views.panels import record_panel

__all__ = ["blueprint", "record_panel"]
