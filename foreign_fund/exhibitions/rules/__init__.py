"""What may be done with an exhibition, and what follows from it."""

from foreign_fund.exhibitions.rules.acts import (
    ALLOWED,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_CODE,
    Act,
    Passport,
    allows,
    check_around,
    check_dates,
    check_opening,
    check_reopening,
    check_undo,
    never_shown,
    readable_code,
    require_act,
    shown_code,
)

__all__ = [
    "ALLOWED",
    "FIRST_YEAR",
    "LAST_YEAR",
    "LONGEST_CODE",
    "Act",
    "Passport",
    "allows",
    "check_around",
    "check_dates",
    "check_opening",
    "check_reopening",
    "check_undo",
    "never_shown",
    "readable_code",
    "require_act",
    "shown_code",
]
