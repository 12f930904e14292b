"""Words of exhibitions: states, refusals, audit actions, problems found by the checks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.models import ExhibitionState

EXHIBITION_WORDS: dict[ExhibitionCode, Any] = {
    ExhibitionCode.UNKNOWN: _l("There is no such exhibition."),
    ExhibitionCode.COPY_NOT_HERE: _l("This copy is not on the exhibition, or was taken down already."),
    ExhibitionCode.DATES_REVERSED: _l("The last day %(closes_on)s is before the first day %(opens_on)s."),
    ExhibitionCode.DATES_ODD: _l("%(day)s cannot be a day of an exhibition. Check the year."),
    ExhibitionCode.NOT_IN_THIS_STATE: _l(
        "The exhibition “%(exhibition)s” does not allow this now: look at whether it is still open."
    ),
    ExhibitionCode.EMPTY: _l("“%(exhibition)s” has no copies yet. Scan at least one, then open it."),
    ExhibitionCode.ALREADY_OVER: _l(
        "The last day of “%(exhibition)s” was %(closes_on)s. Set a later one, then open it."
    ),
    ExhibitionCode.NOTHING_SCANNED: _l("Nothing was scanned. Scan a barcode or type an inventory number."),
    ExhibitionCode.COPY_UNKNOWN: _l("No copy has the number “%(code)s”."),
    ExhibitionCode.COPY_UNKNOWN_NEAR: _l("No copy has the number “%(code)s”. Similar: %(nearest)s."),
    ExhibitionCode.COPY_WITHDRAWN: _l(
        "%(code)s, “%(title)s”, was withdrawn on %(day)s (act %(act)s) and cannot be shown."
    ),
    ExhibitionCode.COPY_ON_LOAN: _l(
        "%(code)s, “%(title)s”, is on loan until %(due)s. Take it back at the desk first."
    ),
    ExhibitionCode.ALREADY_HERE: _l("%(code)s, “%(title)s”, is already on this exhibition."),
    ExhibitionCode.ON_ANOTHER: _l(
        "%(code)s, “%(title)s”, is on display at “%(exhibition)s” until %(until)s. Take it down there first."
    ),
    ExhibitionCode.COPIES_HINDER: _l(
        "“%(exhibition)s” cannot open. Copies withdrawn or on display elsewhere: %(copies)s. Take them off the list."
    ),
    ExhibitionCode.UNDO_TOO_LATE: _l(
        "%(code)s was scanned on %(day)s and has been shown since. Take it down instead; it stays counted."
    ),
    ExhibitionCode.LENT_MEANWHILE: _l(
        "Readers have borrowed from “%(exhibition)s” already: %(loans)s. It was open; close it instead."
    ),
}

STATE_WORDS: dict[ExhibitionState, Any] = {
    ExhibitionState.PREPARING: _l("in preparation"),
    ExhibitionState.OPEN: _l("open to readers"),
    ExhibitionState.CLOSED: _l("closed"),
}

STATE_TAGS: dict[ExhibitionState, str] = {
    ExhibitionState.PREPARING: "warn",
    ExhibitionState.OPEN: "ok",
    ExhibitionState.CLOSED: "plain",
}

AUDIT_WORDS: dict[str, Any] = {
    "exhibition_created": _l("Exhibition entered"),
    "exhibition_changed": _l("Exhibition changed"),
    "exhibition_opened": _l("Exhibition opened"),
    "exhibition_closed": _l("Exhibition closed"),
    "exhibition_unopened": _l("Opening of an exhibition taken back"),
    "exhibition_copy_added": _l("Copy put on an exhibition"),
    "exhibition_copy_removed": _l("Copy taken down from an exhibition"),
    "exhibition_copy_undone": _l("Scan onto an exhibition taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "exhibition_copy_not_placed": _l(
        "Exhibition %(exhibition)s shows the copy %(item)s, but the desk is not told of it."
    ),
    "placement_without_exhibition": _l(
        "The desk is told that the copy %(item)s hangs in exhibition %(exhibition)s, but it does not."
    ),
}
