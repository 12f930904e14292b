"""Rows of the feed in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from circulation.desk import messages
from circulation.desk.queries import FeedRow
from circulation.desk.rules import Outcome, Row
from circulation.loans.errors import LoanCode
from ils.library.calendar import clock_time


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the feed in words; `loud` is a copy for the hold shelf, which nobody may overlook (CI-05)."""

    at: datetime
    row: Row
    tag: str
    kind: str
    url: str | None
    line: str
    hour: str
    new: bool
    late: bool
    loud: bool


def shown_row(each: FeedRow, day: date, *, new: bool) -> ShownRow:
    """Return a row as the feed shows it."""
    row = each.row
    codes = {told.code for told in row.told}
    tag, kind = messages.outcome_of(row.outcome, codes)
    return ShownRow(
        at=each.at,
        row=row,
        tag=tag,
        kind=kind,
        url=_url(row),
        line=_line(row),
        hour="" if row.minute is None else clock_time(row.minute),
        new=new,
        late=row.due is not None and row.due < day,
        loud=LoanCode.CAUGHT in codes,
    )


def _line(row: Row) -> str:
    """Return what stands below the title; a refusal stood in the box in full, here its key words do."""
    if row.outcome is Outcome.REFUSED and any(told.code == LoanCode.COPY_UNKNOWN for told in row.told):
        return str(_("No such number"))
    if row.outcome is Outcome.REFUSED:
        return " · ".join(messages.label(told) or messages.sentence(told) for told in row.told)
    plain = {LoanCode.ON_SHELF.value: "available"}  # the tag says it already
    told = [each for each in row.told if plain.get(each.code) != each.facts.get("state", "")]
    said = [messages.sentence(each) for each in told]
    if row.outcome is Outcome.RETURNED and row.reader:
        said.insert(0, _("Reader: %(reader)s.", reader=row.reader))
    return " ".join(said)


def _url(row: Row) -> str | None:
    if row.record_id is not None:
        return url_for("public.record", record_id=row.record_id)
    if row.patron_id is not None and row.outcome in {Outcome.OPENED, Outcome.REGISTERED}:
        return url_for("patrons.show", patron_id=row.patron_id)
    return None
