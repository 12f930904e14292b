"""What a counter counts, told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g
from sqlalchemy.orm import Session

from ils.activity.cut import CUT_FIELDS, Cut
from ils.web.values import value_name, values
from ils.workplan.messages import CUTS_SHOWN

# A condition of a cut → the column whose values it names.
COLUMN_OF = {
    "kinds": "kind", "sectors": "sector", "departments": "department", "sources": "source", "channels": "channel",
    "without_channels": "channel", "funds": "fund", "categories": "category", "ages": "age", "sexes": "sex",
    "citizenships": "citizenship", "without_citizenships": "citizenship", "languages": "language", "branches": "branch",
    "types": "type",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A term in words: what was done, and the conditions as (label, values)."""

    kinds: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]


def tell_terms(session: Session, terms: Sequence[Cut]) -> list[Told]:
    """Put words to the terms of a counter."""
    return [
        Told(
            tuple(name_of(session, "kinds", kind) for kind in term.kinds),
            tuple(
                (
                    str(CUTS_SHOWN[name]),
                    ", ".join(name_of(session, name, code) for code in getattr(term, name)),
                )
                for name in CUT_FIELDS[1:]
                if getattr(term, name)
            ),
        )
        for term in terms
    ]


def name_of(session: Session, condition: str, code: str) -> str:
    """Return the name of one value of a condition."""
    by = COLUMN_OF[condition]
    return value_name(by, code, known_values(session, by))


def known_values(session: Session, by: str) -> dict[str, str]:
    """Return the named values of a column, read once a request."""
    kept: dict[str, dict[str, str]] = g.setdefault("plan_values", {})
    if by not in kept:
        kept[by] = values(session, by)
    return kept[by]
