"""Into which case, and for which rotation, this browser puts copies at present: kept in its session."""

from __future__ import annotations

from flask import session

from foreign_fund.exhibitions import queries
from ils.web.session import current_session

CASE, ROTATION = "exhibition_cases", "exhibition_rotations"


def chosen_case(exhibition_id: int) -> int | None:
    """Return the case that copies are put into at present, as scanned or chosen last."""
    known = {case.id for case in queries.cases_of(current_session(), exhibition_id)}
    return _kept(CASE, exhibition_id, known)


def chosen_rotation(exhibition_id: int) -> int | None:
    """Return the rotation for which copies are scanned at present; None for the whole time."""
    return _kept(ROTATION, exhibition_id, set(queries.spans_of(current_session(), exhibition_id)))


def _kept(name: str, exhibition_id: int, known: set[int]) -> int | None:
    found = session.get(name, {}).get(str(exhibition_id))
    return found if found in known else None


def choose_case_to_fill(exhibition_id: int, case_id: int | None) -> None:
    """Put copies into another case from now on."""
    session[CASE] = {str(exhibition_id): case_id}


def choose_rotation_to_fill(exhibition_id: int, rotation_id: int | None) -> None:
    """Scan copies for another rotation from now on."""
    session[ROTATION] = {str(exhibition_id): rotation_id}
