"""Proof that visits agree with the log."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log


def visits_are_logged(session: Session) -> Iterator[Problem]:
    """The persons of all visits are as many as the log says."""
    persons = int(session.scalars(select(func.coalesce(func.sum(Visit.persons), 0))).one())
    yield from equals_log(session, what="visit", rows=persons, kinds=(Kind.VISIT,))


CHECKS: tuple[Check, ...] = (visits_are_logged,)
