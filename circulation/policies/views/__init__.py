"""Screens of the rules of lending."""

from circulation.policies.views import decisions, limits, table, types
from circulation.policies.views.shared import blueprint

__all__ = ["blueprint", "decisions", "limits", "table", "types"]
