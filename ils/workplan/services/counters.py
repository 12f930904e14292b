"""What a line counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.cut import Cut, cut_data, cuts_of
from ils.activity.kinds import Kind
from ils.activity.work import Work
from ils.workplan.errors import PlanCode, PlanError, PlanInputError
from ils.workplan.models import PlanLine
from ils.workplan.queries import find_line, lines_of
from ils.workplan.rules import MEASURES

KINDS = frozenset(str(kind) for kind in Kind)


def set_counter(
    session: Session, work: Work, *, year: int, number: str, terms: Sequence[Cut], measure: str
) -> None:
    """Let a line count other acts, or none; what it counted stays in the audit."""
    line = find_line(session, year=year, number=number, for_update=True)
    sound_counter(terms, measure, has_parts=any(each.parent == number for each in lines_of(session, year)))
    _change(session, work, line, () if measure == "parts" else tuple(terms), measure)


def sound_counter(terms: Sequence[Cut], measure: str, *, has_parts: bool) -> None:
    """Refuse a counter that cannot be: an unknown act or measure, a sum of parts that are not there."""
    if measure not in MEASURES:
        raise PlanInputError(PlanCode.MEASURE_UNKNOWN, measure=measure[:20])
    if measure == "parts" and not has_parts:
        raise PlanError(PlanCode.NO_PARTS)
    for term in terms:
        if odd := set(term.kinds) - KINDS:
            raise PlanInputError(PlanCode.KIND_UNKNOWN, kind=min(odd)[:60])


def renewals_counted(terms: Sequence[Cut]) -> bool | None:
    """Tell whether a counter of issues counts renewals too; None where it counts no issues."""
    lending = [term for term in terms if Kind.LOAN_OPEN in term.kinds]
    return any(Kind.LOAN_RENEW in term.kinds for term in lending) if lending else None


def count_renewals(session: Session, work: Work, *, year: int, number: str, count: bool) -> None:
    """Let a line of issues count renewals that the reader asked for as issues, or not."""
    line = find_line(session, year=year, number=number, for_update=True)
    terms = cuts_of(line.counter)
    if renewals_counted(terms) is None:
        raise PlanError(PlanCode.NO_LOANS, number=number)
    _change(session, work, line, tuple(_renewed(term, count) for term in terms), line.measure)


def _renewed(term: Cut, count: bool) -> Cut:
    kinds = tuple(kind for kind in term.kinds if kind != Kind.LOAN_RENEW)
    if not count or Kind.LOAN_OPEN not in kinds:
        return replace(term, kinds=kinds)
    at = kinds.index(Kind.LOAN_OPEN) + 1
    # A renewal that the program made by itself was asked for by nobody (practice.md §2, line 17).
    quiet = (
        term.without_channels
        if "automatic" in term.without_channels
        else (*term.without_channels, "automatic")
    )
    return replace(term, kinds=(*kinds[:at], str(Kind.LOAN_RENEW), *kinds[at:]), without_channels=quiet)


def _change(session: Session, work: Work, line: PlanLine, terms: Sequence[Cut], measure: str) -> None:
    stored = [cut_data(term) for term in terms if term.kinds] or None
    if (line.counter or None, line.measure) == (stored, measure):
        return
    audit(
        session, work, "plan_counter_set", subject_type="plan_line", subject_id=line.id, year=line.year,
        number=line.number, was=line.counter, was_measure=line.measure, becomes=stored, measure=measure,
    )  # fmt: skip
    line.counter, line.measure = stored, measure
