"""Acts on files and links of records."""

from catalog.digital.services.objects import add_file, add_link, change, remove, replace_file
from catalog.digital.services.storing import Received, put_aside, received

__all__ = ["Received", "add_file", "add_link", "change", "put_aside", "received", "remove", "replace_file"]
