"""Which copies belong to which fund: by department or by language of the text, as the library defines it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import Department, FundPart, FundRule

FOREIGN = "foreign"
LANGUAGE = re.compile(r"[a-z]{3}")  # ISO 639-2


# Asked at every act on a copy, so built once.
_RULES = select(FundRule.part, FundRule.value).where(FundRule.fund == bindparam("fund"))


@dataclass(frozen=True, slots=True)
class Fund:
    """A copy belongs if its department is one of these, or the record's first language is."""

    code: str
    departments: frozenset[str]
    languages: frozenset[str]

    def has(self, *, department: str, language: str) -> bool:
        """Tell whether a copy belongs to the fund."""
        return department in self.departments or language in self.languages


def load_fund(session: Session, code: str = FOREIGN) -> Fund:
    """Read the definition of a fund; one that nobody has defined is empty."""
    rules = session.execute(_RULES, {"fund": code}).all()
    return Fund(
        code,
        frozenset(value for part, value in rules if part is FundPart.DEPARTMENT),
        frozenset(value for part, value in rules if part is FundPart.LANGUAGE),
    )


def fund_of(session: Session, *, department: str, language: str) -> str:
    """Return the fund to write into the log for a copy: `foreign`, or empty for the main fund."""
    return FOREIGN if load_fund(session).has(department=department, language=language) else ""


def define_fund(
    session: Session, *, departments: frozenset[str], languages: frozenset[str], code: str = FOREIGN
) -> None:
    """Replace the definition; departments must exist, languages be ISO 639-2 codes."""
    known = set(session.scalars(select(Department.code)))
    for unknown in sorted(departments - known):
        raise PlaceError(PlaceCode.DEPARTMENT_UNKNOWN, department=unknown)
    for wrong in sorted(each for each in languages if not LANGUAGE.fullmatch(each)):
        raise PlaceError(PlaceCode.LANGUAGE_UNKNOWN, language=wrong[:20])
    session.execute(delete(FundRule).where(FundRule.fund == code))
    session.add_all(FundRule(fund=code, part=FundPart.DEPARTMENT, value=each) for each in sorted(departments))
    session.add_all(FundRule(fund=code, part=FundPart.LANGUAGE, value=each) for each in sorted(languages))
