"""What was done of many lines at once: the sums are read for all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.queries import counted_many
from ils.workplan.models import PlanLine
from ils.workplan.queries.lines import Terms, terms_of
from ils.workplan.queries.openings import opening_values, opening_within
from ils.workplan.rules import Period


@dataclass(frozen=True, slots=True)
class Fact:
    """What was done; None where nothing feeds the line. `opening` is how much of it was typed in."""

    fact: int | None
    opening: int


def facts_of(
    session: Session, lines: Sequence[PlanLine], *, year: int, span: Period, sector: str = ""
) -> dict[str, Fact]:
    """Return number → what was done on the days, of lines of one year with all their parts among them.

    A typed figure belongs to no sector; asked for one, it is left out.
    """
    every = terms_of(lines)
    told = {
        number: (narrowed(terms, sector), measure)
        for number, (terms, measure) in every.items()
        if measure != "parts"
    }
    fed = {number for number, (terms, _measure) in every.items() if terms}
    counted = counted_many(session, told, since=span.first, until=span.last)
    typed = {} if sector else opening_values(session, year)
    own = {number: opening_within(parts, year, span) for number, parts in typed.items()}
    found: dict[str, Fact] = {}
    for line in sorted(lines, key=lambda each: -each.number.count(".")):  # parts before what they make up
        if line.measure == "parts":
            parts = [found[each.number] for each in lines if each.parent == line.number]
            found[line.number] = _summed(parts, typed.get(line.number), own.get(line.number, 0))
        else:
            figure = counted[line.number] if line.number in fed else None
            found[line.number] = _with_opening(line, figure, typed.get(line.number), own.get(line.number, 0))
    return found


def _with_opening(line: PlanLine, counted: int | None, typed: Mapping[str, int] | None, own: int) -> Fact:
    if not typed:
        return Fact(counted, 0)
    together = (counted or 0) + own
    return Fact(min(1, together) if line.measure == "exists" else together, own)


def _summed(parts: Sequence[Fact], typed: Mapping[str, int] | None, own: int) -> Fact:
    fed = [part for part in parts if part.fact is not None]
    if not fed and not typed:
        return Fact(None, 0)
    return Fact(sum(part.fact or 0 for part in fed) + own, sum(part.opening for part in fed) + own)


def narrowed(terms: Terms, sector: str) -> Terms:
    """Return the terms for one sector; those of other sectors fall away."""
    return narrowed_by(terms, "sectors", sector) if sector else terms


def narrowed_by(terms: Terms, condition: str, code: str) -> Terms:
    """Return the terms for one value of a condition; those of other values fall away."""
    own = (each for each in terms if not getattr(each, condition) or code in getattr(each, condition))
    changed: dict[str, Any] = {condition: (code,)}
    return tuple(replace(each, **changed) for each in own)
