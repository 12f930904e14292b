"""What was done of many lines at once: the sums are read for all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.queries import Asked, counted_each
from ils.workplan.models import PlanLine
from ils.workplan.queries.lines import Terms, terms_of
from ils.workplan.queries.openings import opening_values, opening_within
from ils.workplan.rules import Period


@dataclass(frozen=True, slots=True)
class Fact:
    """What was done; None where nothing feeds the line. `opening` is how much of it was typed in."""

    fact: int | None
    opening: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Facts to be told together with others: of lines of one year, with all their parts among them, on the days."""

    lines: Sequence[PlanLine]
    year: int
    span: Period
    sector: str = ""


def facts_of(
    session: Session, lines: Sequence[PlanLine], *, year: int, span: Period, sector: str = ""
) -> dict[str, Fact]:
    """Return number → what was done on the days, of lines of one year with all their parts among them.

    A typed figure belongs to no sector; asked for one, it is left out.
    """
    return facts_of_each(session, [Wanted(lines, year, span, sector)])[0]


def facts_of_each(session: Session, wanted: Sequence[Wanted]) -> list[dict[str, Fact]]:
    """Return the facts of each, as `facts_of` gives them; the log is asked once for all."""
    terms = {id(each.lines): terms_of(each.lines) for each in wanted}
    asked = {
        (place, number): Asked(narrowed(cuts, each.sector), measure, each.span.first, each.span.last)
        for place, each in enumerate(wanted)
        for number, (cuts, measure) in terms[id(each.lines)].items()
        if measure != "parts"
    }
    counted = counted_each(session, asked)
    typed = {
        year: opening_values(session, year) for year in {each.year for each in wanted if not each.sector}
    }
    return [
        _facts(
            each,
            {
                number: counted[place, number]
                for number, (cuts, measure) in terms[id(each.lines)].items()
                if cuts and measure != "parts"
            },
            {} if each.sector else typed[each.year],
        )
        for place, each in enumerate(wanted)
    ]


def _facts(
    wanted: Wanted, counted: Mapping[str, int], typed: Mapping[str, Mapping[str, int]]
) -> dict[str, Fact]:
    own = {number: opening_within(parts, wanted.year, wanted.span) for number, parts in typed.items()}
    found: dict[str, Fact] = {}
    for line in sorted(
        wanted.lines, key=lambda each: -each.number.count(".")
    ):  # parts before what they make up
        if line.measure == "parts":
            parts = [found[each.number] for each in wanted.lines if each.parent == line.number]
            found[line.number] = _summed(parts, typed.get(line.number), own.get(line.number, 0))
        else:
            figure = counted.get(line.number)
            found[line.number] = _with_opening(line, figure, typed.get(line.number), own.get(line.number, 0))
    return found


def _with_opening(line: PlanLine, counted: int | None, typed: Mapping[str, int] | None, own: int) -> Fact:
    if not typed:
        return Fact(counted, 0)
    return Fact(with_typed(line.measure, counted or 0, own), own)


def with_typed(measure: str, counted: int, typed: int) -> int:
    """Return a figure with what was typed for the time before the program; of a “yes” there is but one."""
    together = counted + typed
    return min(1, together) if measure == "exists" else together


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
