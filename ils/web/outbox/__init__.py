"""Pages of messages to readers."""

from ils.web.outbox import channels, letters, lists, reports, texts
from ils.web.outbox.base import blueprint

__all__ = ["blueprint", "channels", "letters", "lists", "reports", "texts"]
