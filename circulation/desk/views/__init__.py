"""The screen of the scan box: `pages` (routes), `screen` (what is shown), `state` (what the browser carries)."""

from circulation.desk.views.pages import blueprint

__all__ = ["blueprint"]
