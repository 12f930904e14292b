"""The rules that a new library starts with (practice.md §4.5); all of them are the director's to change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.policies.models import LoanPolicy, RenewalFrom

# category, item type, place of use, department: days, limit of copies, renewals.
# The category beats the place (DD-01), so a category with a row of its own needs its rows for the places too.
# For use in the room and overnight the hour is what counts (DD-07); the days there are for the table's reader.
ROWS: tuple[tuple[tuple[str, str, str, str], int, int, int], ...] = (
    (("", "", "", ""), 15, 5, 2),
    (("", "", "", "foreign"), 10, 5, 1),
    (("", "", "room", ""), 0, 10, 0),
    (("", "", "overnight", ""), 1, 3, 0),
    (("", "", "organisation", ""), 30, 50, 1),
    (("", "textbook", "", ""), 180, 15, 1),
    (("", "new_demand", "", ""), 10, 5, 1),
    *(
        row
        for category in ("pupil", "preschool")
        for row in (
            ((category, "", "", ""), 10, 3, 2),
            ((category, "", "", "foreign"), 10, 3, 1),
            ((category, "", "room", ""), 0, 5, 0),
        )
    ),
    (("pupil", "textbook", "", ""), 270, 25, 1),
    *(
        row
        for category in ("researcher", "teacher", "docent", "professor", "doctoral")
        for row in (
            ((category, "", "", ""), 30, 15, 2),
            ((category, "", "", "foreign"), 20, 15, 2),
            ((category, "", "room", ""), 0, 20, 0),
            ((category, "", "overnight", ""), 1, 15, 0),
        )
    ),
    (("staff", "", "", ""), 30, 20, 3),
    (("staff", "", "room", ""), 0, 20, 0),
    (("organisation", "", "", ""), 30, 50, 1),
)


def install_defaults(session: Session) -> None:
    """Fill the table of policies where it is empty; a second call changes nothing."""
    if session.scalars(select(LoanPolicy.id)).first():
        return
    session.add_all(LoanPolicy(**_columns(*row)) for row in ROWS)
    session.flush()


def _columns(cells: tuple[str, str, str, str], days: int, copies: int, renewals: int) -> dict[str, Any]:
    category, item_type, use, department = cells
    return {
        "category": category,
        "item_type": item_type,
        "use": use,
        "department": department,
        "days": days,
        "open_days": False,
        "renewals": renewals,
        "limit_total": copies,
        "renewal_from": RenewalFrom.TODAY,
    }
