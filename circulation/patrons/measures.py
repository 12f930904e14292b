"""Proof that registrations agree with the log and that running numbers have no gaps."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Registration, RegistrationKind
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log

_LOGGED = (
    (RegistrationKind.NEW, Kind.PATRON_REGISTER),
    (RegistrationKind.RETURNING, Kind.PATRON_REREGISTER),
)


def registrations_are_logged(session: Session) -> Iterator[Problem]:
    """RG-01: as many registrations of each kind as the log says were made."""
    counted = session.execute(select(Registration.kind, func.count()).group_by(Registration.kind))
    kept: dict[RegistrationKind, int] = dict(counted.all())
    for kind, logged in _LOGGED:
        yield from equals_log(
            session, what=f"registration:{kind.value}", rows=kept.get(kind, 0), kinds=(logged,)
        )


def running_numbers_have_no_gaps(session: Session) -> Iterator[Problem]:
    """RG-02: the running numbers of a year are 1, 2, 3 … to the number of its registrations."""
    years = session.execute(
        select(
            Registration.year,
            func.count(),
            func.min(Registration.running_number),
            func.max(Registration.running_number),
        )
        .group_by(Registration.year)
        .order_by(Registration.year)
    )
    for year, rows, first, last in years:
        if (first, last) != (1, rows):
            yield Problem("running_number_gap", {"year": year, "rows": rows, "first": first, "last": last})


CHECKS: tuple[Check, ...] = (registrations_are_logged, running_numbers_have_no_gaps)
