"""Pages of the reader's own part of the public catalogue."""

from circulation.account.views import holds, loans, settings, showing, signing
from circulation.account.views.door import blueprint, reader_door
from circulation.account.views.panels import record_panel

__all__ = ["blueprint", "holds", "loans", "reader_door", "record_panel", "settings", "showing", "signing"]
