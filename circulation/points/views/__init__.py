"""Screens of the mobile library."""

from circulation.points.views import places as places
from circulation.points.views import scanning as scanning
from circulation.points.views import trips as trips
from circulation.points.views.base import blueprint

__all__ = ["blueprint"]
