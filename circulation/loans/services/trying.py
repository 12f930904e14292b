"""Trials: a reader and a copy without lending anything, and last month's loans under a table that is not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from catalog.items.models import Use
from catalog.items.queries import ItemFacts
from circulation.loans.queries.trying import past_loans
from circulation.loans.rules import DEFAULTS, Assessment, Due, LoanCase, Severity, assess
from circulation.loans.rules.lending import due_of
from circulation.loans.rules.trying import compare, row_of
from circulation.loans.services.granting import check_hand
from circulation.loans.services.seen import Asked, see_asked
from circulation.patrons.queries import PatronFacts
from circulation.policies.queries import fitting_policies, load_severities, load_table
from circulation.policies.rules import Limit, Policy, Table, Trial, Verdict, fitting, fitting_limits
from ils.activity.work import Work
from ils.library.calendar import load_calendar
from ils.library.funds import load_fund

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tried:
    """What would happen to a reader and a copy, and by which rows; `due` is told even where lending is refused.

    `rows` are the rows that fit, the ruling one first. A renewal goes by the row kept with the loan: `kept`.
    """

    patron: PatronFacts | None
    item: ItemFacts | None
    case: LoanCase
    assessment: Assessment
    rows: tuple[Policy, ...] = ()
    limits: tuple[Limit, ...] = ()
    due: Due | None = None
    kept: Policy | None = None


def try_lending(
    session: Session, work: Work, *, card: str, code: str, use: Use | None = None, due_on: date | None = None
) -> Tried:
    """Tell what lending this copy to this reader would come to and why; nothing is locked and nothing changes."""
    check_hand(due_on, work.day)
    seen = see_asked(session, work, Asked(card=card, code=code, use=use, due_on=due_on), lock=False)
    case = seen.case
    if case.reader is None or case.copy is None or seen.item is None:
        return Tried(seen.patron, seen.item, case, assess(case))
    cells = {
        "category": case.reader.category,
        "item_type": case.copy.item_type,
        "use": case.use,
        "department": case.copy.department,
    }
    return Tried(
        patron=seen.patron,
        item=seen.item,
        case=case,
        assessment=assess(case),
        rows=fitting(fitting_policies(session, **cells), **cells),
        limits=fitting_limits(case.limits, case.reader.category, case.copy.item_type, case.copy.fund),
        due=due_of(case),
        kept=case.loan.policy if case.loan and case.renews else None,
    )


def try_table(session: Session, table: Table, *, day: date) -> Trial:
    """Compare a changed table with the one that holds, over the loans of the last thirty days.

    Limits and late copies are reckoned as they were when each loan was made; debts and queues of then are not known.
    """
    since = day - MONTH
    before, calendar = load_table(session), load_calendar(session)
    blocking = _blocking(session)
    changed, loans, other_row = [], 0, 0
    for loan in past_loans(session, since=since, until=day, fund=load_fund(session)):
        loans += 1
        ruling = [row.id if row else None for row in (row_of(loan, before), row_of(loan, table))]
        other_row += ruling[0] != ruling[1]
        found = compare(loan, before, table, calendar, blocking)
        if found:
            changed.append(found)
    changed.sort(key=lambda each: list(Verdict).index(each.verdict))
    return Trial(since, day, loans, other_row, tuple(changed))


def _blocking(session: Session) -> frozenset[str]:
    """Return the codes that stop in this library; a row that stops late readers does so whatever CO-08 is."""
    chosen = load_severities(session)
    stops = {
        str(code)
        for code, default in DEFAULTS.items()
        if chosen.get(code, default) == Severity.BLOCK
        or (code == "has_overdue" and chosen.get(code) != Severity.OFF)
    }
    return frozenset(stops)
