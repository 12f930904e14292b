"""Proof that the clearance sheets of a year have no gap."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.account.models import Clearance
from ils.activity.measures import Check, Problem


def sheets_have_no_gap(session: Session) -> Iterator[Problem]:
    """The numbers of a year run from 1 without a gap, withdrawn sheets among them."""
    counts = select(Clearance.year, func.count(), func.min(Clearance.number), func.max(Clearance.number))
    for year, count, first, last in session.execute(counts.group_by(Clearance.year)):
        if (first, last) != (1, count):
            yield Problem("clearance_gap", {"year": year, "sheets": count, "last": last})


CHECKS: tuple[Check, ...] = (sheets_have_no_gap,)
