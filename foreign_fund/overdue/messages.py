"""Words of the watch over the fund."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.overdue.rules import Part

PARTS: dict[Part, Any] = {
    Part.OUT_BEFORE: _l("At the beginning"),
    Part.LENT: _l("Lent"),
    Part.BACK: _l("Brought back"),
    Part.BACK_LATE: _l("of them late"),
    Part.MADE_GOOD: _l("Made good or found"),
    Part.LOST: _l("Lost in the month"),
    Part.OUT_AFTER: _l("At the end"),
    Part.LATE_AFTER: _l("of them overdue"),
}
"""The columns of the report of a month, in their order: the fifth and the sixth tell of losses."""
