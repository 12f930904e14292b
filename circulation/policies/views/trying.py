"""A changed table tried over last month's loans before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from circulation.policies.messages import VERDICTS_SHOWN
from circulation.policies.rules import Table, Trial, TriedLoan, Verdict
from circulation.policies.views.shared import choices
from ils import clock
from ils.errors import LibraryError
from ils.web.errors import explain
from ils.web.session import current_session

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownTrial:
    """A trial as the page shows it: a count for each verdict, and the loans themselves."""

    trial: Trial
    counts: tuple[tuple[Verdict, str, int], ...]
    rows: tuple[tuple[TriedLoan, str, str], ...]  # the loan, its verdict, why it would be refused

    @property
    def more(self) -> int:
        """How many loans are not listed."""
        return len(self.trial.changed) - len(self.rows)


def tried(make: Callable[[Session], Table]) -> tuple[ShownTrial | None, str | None]:
    """Return the trial of a changed table, or why there can be no such table."""
    session = current_session()
    try:
        table = make(session)
    except LibraryError as refusal:
        return None, explain(refusal.code, refusal.facts)
    trial: Trial = current_app.extensions["ils_policy_trial"](session, table, day=clock.today())
    return _shown(trial), None


def _shown(trial: Trial) -> ShownTrial:
    named = _names()
    return ShownTrial(
        trial=trial,
        counts=tuple((each, str(words), len(trial.of(each))) for each, words in VERDICTS_SHOWN.items()),
        rows=tuple(
            (each, str(VERDICTS_SHOWN[each.verdict]), _why(each, named))
            for each in trial.changed[:MOST_SHOWN]
        ),
    )


def _names() -> dict[str, str]:
    offered = choices()
    return dict(offered["item_type"] + offered["fund"] + offered["use"] + offered["category"])


def _why(loan: TriedLoan, named: Mapping[str, str]) -> str:
    """Return why the loan would be refused, in words; types, funds, places and categories by their names."""
    if not loan.reason:
        return ""
    facts = {name: named.get(str(value), value) for name, value in (loan.facts or {}).items()}
    return explain(loan.reason, facts)
