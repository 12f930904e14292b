"""Screens of holds."""

from circulation.holds.views import choosing as choosing
from circulation.holds.views import placing as placing
from circulation.holds.views import queues as queues
from circulation.holds.views import shelves as shelves
from circulation.holds.views import transit as transit
from circulation.holds.views.door import blueprint
from circulation.holds.views.panels import patron_panel, record_panel

__all__ = ["blueprint", "patron_panel", "record_panel"]
