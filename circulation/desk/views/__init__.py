"""The screen of the scan box: routes (`pages`, `papers`, `settings`), what is shown, what the browser carries."""

from circulation.desk.views import pages, papers, settings
from circulation.desk.views.door import blueprint

__all__ = ["blueprint", "pages", "papers", "settings"]
