"""How an act is refused, how its questions come back, and what is left once it is granted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from catalog.items.queries import ItemFacts
from circulation.loans.errors import LoanCode, LoanInputError, LoanRefused
from circulation.loans.rules import Acknowledgement, Assessment, Outcome, Reason, conclude, unanswered
from circulation.patrons.queries import PatronFacts
from ils.activity.work import Work
from ils.errors import clean_text

FARTHEST_BACK, FARTHEST_AHEAD = timedelta(days=366), timedelta(days=3660)  # of a date set by hand (CO-25)


@dataclass(frozen=True, slots=True)
class Override:
    """Blocks that a person with the permission passes: their codes, and the reason in writing."""

    reason: str
    codes: frozenset[str]

    @property
    def written(self) -> str:
        """The reason as it is kept; refuse an empty one."""
        return clean_text(self.reason, field="reason", limit=500, required=True)


@dataclass(frozen=True, slots=True)
class Granted:
    """An act that nothing stands against: reader and copy are known, every question is answered."""

    patron: PatronFacts
    item: ItemFacts
    assessment: Assessment
    due_on: date


def grant(
    work: Work,
    assessment: Assessment,
    given: Acknowledgement | None,
    *,
    patron: PatronFacts | None,
    item: ItemFacts | None,
) -> Granted:
    """Refuse with every reason at once; bring questions back where one is new or shows another value."""
    refuse_when_blocked(assessment)
    refuse_when_unanswered(assessment, given, work)
    if patron is None or item is None or assessment.due_on is None:  # a rule has blocked each of these before
        raise LoanRefused(assessment)
    return Granted(patron, item, assessment, assessment.due_on)


def refuse_when_blocked(assessment: Assessment) -> None:
    """Refuse what no yes can pass."""
    if assessment.outcome is Outcome.BLOCKED:
        raise LoanRefused(assessment)


def refuse_when_unanswered(assessment: Assessment, given: Acknowledgement | None, work: Work) -> None:
    """Refuse what waits for a yes that was not given, or was given to something else."""
    if unanswered(assessment, given, at=work.now):
        raise LoanRefused(assessment)


def refused_for(reason: Reason) -> LoanRefused:
    """Return the refusal of what cannot even be judged, because a number is unknown."""
    return LoanRefused(conclude([reason], patron_id=None, item_id=None, due=None))


def passing(override: Override | None) -> frozenset[str]:
    """Return the codes that an override passes; without a written reason it is none."""
    if override is None or not override.written:
        return frozenset()
    return frozenset(str(code) for code in override.codes)


def check_hand(due_on: date | None, day: date) -> None:
    """Refuse a date set by hand that can only be a slip of the keys."""
    if due_on is not None and not day - FARTHEST_BACK <= due_on <= day + FARTHEST_AHEAD:
        raise LoanInputError(LoanCode.DUE_IMPOSSIBLE, date=due_on)
