"""Closed periods: which there are, what was sealed, and what has become of the figures since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.queries import staff_names
from ils.activity.cut import Cut, cuts_of
from ils.activity.queries import counted_by
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.models import ClosedFigure, PlanClosure, PlanLine
from ils.workplan.queries.facts import Fact, facts_of, with_typed
from ils.workplan.queries.figures import plan_figures
from ils.workplan.queries.lines import lines_of, terms_of
from ils.workplan.queries.rows import count_late, hashed, kinds_within, measured
from ils.workplan.rules import Period, part_period
from ils.workplan.rules.sealing import Sealed, digest_of, seal_of


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """A closing as a screen shows it."""

    id: int
    year: int
    part: str
    closed_at: datetime
    closed_by: str
    last_activity_id: int
    seal: str
    reopened_at: datetime | None
    reopened_by: str
    reopen_reason: str

    @property
    def span(self) -> Period:
        """The days that it closed."""
        return part_period(self.year, self.part)


def closures(session: Session, year: int) -> tuple[ClosureFacts, ...]:
    """Return all closings of a year, newest first, opened ones too."""
    return _facts(session, session.scalars(
        select(PlanClosure).where(PlanClosure.year == year).order_by(PlanClosure.id.desc())
    ).all())  # fmt: skip


def closure(session: Session, closure_id: int) -> ClosureFacts:
    """Return one closing; refuse an id that there is not."""
    row = session.get(PlanClosure, closure_id) if 0 < closure_id < 2**31 else None
    if row is None:
        raise PlanLineUnknownError(PlanCode.CLOSURE_UNKNOWN, closure=closure_id)
    return _facts(session, [row])[0]


def closings_by_id(session: Session, ids: Iterable[int]) -> dict[int, ClosureFacts]:
    """Return several closings."""
    rows = session.scalars(select(PlanClosure).where(PlanClosure.id.in_(set(ids)))).all()
    return {each.id: each for each in _facts(session, rows)}


def standing(session: Session, year: int) -> dict[str, ClosureFacts]:
    """Return part → the closing that stands."""
    return {each.part: each for each in closures(session, year) if each.reopened_at is None}


def _facts(session: Session, rows: Sequence[PlanClosure]) -> tuple[ClosureFacts, ...]:
    names = staff_names(session, (who for row in rows for who in (row.closed_by, row.reopened_by)))
    return tuple(
        ClosureFacts(
            row.id, row.year, row.part, row.closed_at, names.get(row.closed_by or 0, ""), row.last_activity_id,
            row.seal, row.reopened_at, names.get(row.reopened_by or 0, ""), row.reopen_reason,
        )
        for row in rows
    )  # fmt: skip


def figures_to_seal(session: Session, *, year: int, part: str, upto: int) -> tuple[Sealed, ...]:
    """Return every line of a year as it stands now, as a closing keeps it."""
    span = part_period(year, part)
    lines = {line.number: line for line in lines_of(session, year)}
    terms = terms_of(lines.values())
    busy = kinds_within(session, span, upto=upto)
    return tuple(
        _sealed(
            session, lines[each.number], each.fact, each.plan if each.plan_part == part else None, each.opening,
            _fed(terms[each.number][0], busy), span, upto,
        )
        for each in plan_figures(session, year=year, period=span)
    )  # fmt: skip


def _fed(terms: tuple[Cut, ...], busy: frozenset[str]) -> tuple[Cut, ...]:
    """Return the terms that have anything to count: of most lines a month holds nothing."""
    return tuple(term for term in terms if busy.intersection(term.kinds))


def _sealed(
    session: Session, line: PlanLine, fact: int | None, plan: int | None, opening: int, terms: tuple[Cut, ...],
    span: Period, upto: int,
) -> Sealed:  # fmt: skip
    acts, digest = hashed(session, terms, span, upto=upto) if terms else digest_of(())
    by_sector = counted_by(session, terms, "sector", since=span.first, until=span.last) if terms else {}
    return Sealed(line.number, fact, plan, opening, acts, digest, line.counter, line.measure, by_sector)


def sealed_figures(session: Session, closure_id: int) -> tuple[Sealed, ...]:
    """Return the figures as they were closed."""
    rows = session.scalars(select(ClosedFigure).where(ClosedFigure.closure_id == closure_id))
    return tuple(
        Sealed(
            row.number, row.fact, row.plan, row.opening, row.acts, row.rows_hash, row.counter, row.measure, row.sectors
        )
        for row in rows
    )  # fmt: skip


def seal_holds(session: Session, facts: ClosureFacts) -> bool:
    """Tell whether the kept figures are those that were sealed, and the acts behind them are all there, unchanged."""
    figures = sealed_figures(session, facts.id)
    if seal_of(facts.year, facts.part, facts.last_activity_id, figures) != facts.seal:
        return False
    return all(
        hashed(session, cuts_of(each.counter), facts.span, upto=facts.last_activity_id)
        == (each.acts, each.rows_hash)
        for each in figures
        if each.measure != "parts"
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A line whose figure is no more what it was at the closing, and why: was + each of the reasons = now."""

    number: str
    was: int
    now: int
    late: int  # by acts entered, corrected or taken back since
    late_acts: int
    counted_otherwise: int  # because the line counts something else now
    typed: int  # because figures from before the program were changed

    @property
    def unexplained(self) -> int:
        """What no reason accounts for: 0 as long as nobody wrote into the database by hand."""
        return self.now - self.was - self.late - self.counted_otherwise - self.typed


def differences(session: Session, facts: ClosureFacts) -> tuple[Difference, ...]:
    """Return the lines whose figures or reasons changed since the closing, in the order of the plan."""
    lines = lines_of(session, facts.year)
    now = facts_of(session, lines, year=facts.year, span=facts.span)
    then = {each.number: each for each in sealed_figures(session, facts.id)}
    terms = terms_of(lines)
    found: dict[str, Difference] = {}
    for line in sorted(lines, key=lambda each: -each.number.count(".")):  # parts before what they make up
        kept = then.get(line.number)
        if kept is None:
            continue
        if line.measure == "parts":
            parts = [
                found[each.number] for each in lines if each.parent == line.number and each.number in found
            ]
            found[line.number] = _of_parts(kept, now[line.number], parts)
        else:
            found[line.number] = _of_acts(session, facts, kept, now[line.number], terms[line.number])
    changed = (found[line.number] for line in lines if line.number in found)
    return tuple(each for each in changed if each.was != each.now or each.late_acts or each.counted_otherwise)


def _of_acts(
    session: Session, facts: ClosureFacts, kept: Sealed, today: Fact, line: tuple[tuple[Cut, ...], str]
) -> Difference:
    terms, measure = line
    upto = facts.last_activity_id
    whole = measured(session, terms, measure, facts.span)
    before = measured(session, terms, measure, facts.span, upto=upto)
    if kept.measure == "parts":
        sealed = kept.fact or 0
    else:
        counted = measured(session, cuts_of(kept.counter), kept.measure, facts.span, upto=upto)
        sealed = with_typed(kept.measure, counted, kept.opening)
    late_acts = count_late(session, terms, facts.span, after=upto)
    # Step by step: what the line counts, the acts, the typed figures; a step that a “yes” swallows changed nothing.
    otherwise, acted = (with_typed(measure, each, kept.opening) for each in (before, whole))
    return Difference(
        kept.number, kept.fact or 0, today.fact or 0, late=acted - otherwise, late_acts=late_acts,
        counted_otherwise=otherwise - sealed, typed=with_typed(measure, whole, today.opening) - acted,
    )  # fmt: skip


def _of_parts(kept: Sealed, today: Fact, parts: Sequence[Difference]) -> Difference:
    """A line that adds up its parts changed as they did; what is over comes of other parts than then."""
    was, now, typed = kept.fact or 0, today.fact or 0, today.opening - kept.opening
    late = sum(each.late for each in parts)
    return Difference(
        kept.number, was, now, late=late, late_acts=sum(each.late_acts for each in parts),
        counted_otherwise=now - was - late - typed, typed=typed,
    )  # fmt: skip
