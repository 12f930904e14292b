"""Pages of the reader's own part of the public catalogue."""

from circulation.account.views import (
    care,
    clearing,
    formulyar,
    holds,
    keeping,
    loans,
    papers,
    settings,
    sheets,
    showing,
    signing,
)
from circulation.account.views.door import blueprint, reader_door
from circulation.account.views.panels import record_panel

__all__ = [
    "blueprint", "care", "clearing", "formulyar", "holds", "keeping", "loans", "papers", "reader_door",
    "record_panel", "settings", "sheets", "showing", "signing",
]  # fmt: skip
