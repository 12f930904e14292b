"""Words of the index's own codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

CHECK_WORDS: dict[str, Any] = {
    "search_index_broken": _l("The search index does not agree with the text it was made from: %(reason)s."),
}
