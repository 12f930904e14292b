"""Screens of visits: `counting` (card, tally board), `figures` (month, hours, rows), `kiosk` (the PC at the door)."""

from circulation.visits.views import counting, figures, kiosk
from circulation.visits.views.base import blueprint
from circulation.visits.views.figures import visits_panel

__all__ = ["blueprint", "counting", "figures", "kiosk", "visits_panel"]
