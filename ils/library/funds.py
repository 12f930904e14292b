"""Which copies belong to which fund: by department, language of the text or inventory book, as the library defines it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import Department, FundPart, FundRule

FOREIGN = "foreign"
LANGUAGE = re.compile(r"[a-z]{3}")  # ISO 639-2
DIGITS = "0123456789"


# Asked at every act on a copy, so built once.
_RULES = select(FundRule.part, FundRule.value).where(FundRule.fund == bindparam("fund"))


def series_of(number: str | None) -> str | None:
    """Return the prefix of the inventory book that a number is of, None for what does not end in digits.

    No prefix ends in a digit, so what stands before the last digits is the whole of it: X-000123 is of “X-”, 000123
    of the book without a prefix, X-A-1 not of “X-”.
    """
    prefix = (number or "").rstrip(DIGITS)
    return prefix if prefix != (number or "") else None


@dataclass(frozen=True, slots=True)
class Fund:
    """A copy belongs if its department is one of these, or the record's first language, or its inventory book is.

    `series` are the prefixes of inventory books. Each rule is enough by itself: none takes away what another gives.
    """

    code: str
    departments: frozenset[str]
    languages: frozenset[str]
    series: frozenset[str] = frozenset()

    def has(self, *, department: str, language: str, number: str | None) -> bool:
        """Tell whether a copy belongs to the fund; `number` is its inventory number, None where there is no copy yet."""
        return (
            department in self.departments or language in self.languages or series_of(number) in self.series
        )


def load_fund(session: Session, code: str = FOREIGN) -> Fund:
    """Read the definition of a fund; one that nobody has defined is empty."""
    rules = session.execute(_RULES, {"fund": code}).all()
    return Fund(
        code,
        frozenset(value for part, value in rules if part is FundPart.DEPARTMENT),
        frozenset(value for part, value in rules if part is FundPart.LANGUAGE),
        frozenset(value for part, value in rules if part is FundPart.SERIES),
    )


def fund_of(session: Session, *, department: str, language: str, number: str | None) -> str:
    """Return the fund to write into the log for a copy: `foreign`, or empty for the main fund."""
    fund = load_fund(session)
    return FOREIGN if fund.has(department=department, language=language, number=number) else ""


def define_fund(
    session: Session,
    *,
    departments: frozenset[str],
    languages: frozenset[str],
    series: frozenset[str] = frozenset(),
    code: str = FOREIGN,
) -> None:
    """Replace the definition; departments must exist, languages be ISO 639-2 codes, series be prefixes of books."""
    known = set(session.scalars(select(Department.code)))
    for unknown in sorted(departments - known):
        raise PlaceError(PlaceCode.DEPARTMENT_UNKNOWN, department=unknown)
    for wrong in sorted(each for each in languages if not LANGUAGE.fullmatch(each)):
        raise PlaceError(PlaceCode.LANGUAGE_UNKNOWN, language=wrong[:20])
    session.execute(delete(FundRule).where(FundRule.fund == code))
    session.add_all(FundRule(fund=code, part=FundPart.DEPARTMENT, value=each) for each in sorted(departments))
    session.add_all(FundRule(fund=code, part=FundPart.LANGUAGE, value=each) for each in sorted(languages))
    session.add_all(FundRule(fund=code, part=FundPart.SERIES, value=each) for each in sorted(series))


def follow_series(session: Session, *, was: str, becomes: str) -> None:
    """Let definitions follow an inventory book whose prefix changes."""
    named = update(FundRule).where(FundRule.part == FundPart.SERIES, FundRule.value == was)
    session.execute(named.values(value=becomes))
