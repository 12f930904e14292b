"""Whose a hold is: one that has let go of its reader belongs to nobody any more."""

from __future__ import annotations

from circulation.holds.errors import HoldCode, HoldError
from circulation.holds.models import Hold


def reader_of(hold: Hold) -> int:
    """Return who waits: an active hold always has a reader (the database holds that); refuse a forgotten one."""
    if hold.patron_id is None:
        raise HoldError(HoldCode.READER_FORGOTTEN, hold=hold.id)
    return hold.patron_id
