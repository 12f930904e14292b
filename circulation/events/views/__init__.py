"""Screens of events and clubs."""

from circulation.events.views import acting as acting
from circulation.events.views import clubs as clubs
from circulation.events.views import listing as listing
from circulation.events.views import printing as printing
from circulation.events.views import showing as showing
from circulation.events.views.base import blueprint, event_panels

__all__ = ["blueprint", "event_panels"]
