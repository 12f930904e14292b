"""What a librarian is told when a copy comes back, and what being late costs (desk.md §2). Only CI-10 ever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from circulation.charges.rules import MOST
from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Copy, OpenLoan
from circulation.loans.rules.due import days_late, open_days_late
from circulation.loans.rules.outcome import Assessment, Fact, Reason, Severity, conclude, in_order

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

WITHDRAWN = "withdrawn"
GONE = frozenset({"missing", "lost"})
_WHO = re.compile(r"\([^()]*, (\d\d\.\d\d\.\d{4})\)")  # as `note_of_missing` writes it
AT_ONCE = timedelta(seconds=10)  # CI-12: a second scan so soon is the same one


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a copy came back, and what the loan's own rule makes of it: soʻm, or days without lending."""

    days: int = 0
    open_days: int = 0
    fine: int = 0
    suspended_days: int = 0


def lateness(rule: Mapping[str, Any], due_on: date, calendar: Calendar, day: date) -> Lateness:
    """Judge a return on `day` by the policy row that was kept with the loan (CI-04); open days count."""
    open_days = open_days_late(calendar, due_on, day)
    return Lateness(
        days=days_late(due_on, day),
        open_days=open_days,
        fine=min(open_days * int(rule.get("fine_per_day") or 0), MOST),  # nothing stops a return
        suspended_days=open_days * int(rule.get("suspend_per_day") or 0),
    )


def return_day(given: date | None, *, lent_on: date, today: date) -> date:
    """Return the day that a return counts for (CI-11): as given, never before the loan began."""
    return max(given or today, lent_on)


def scanned_again(last: datetime | None, now: datetime) -> bool:
    """Tell whether a copy came back only seconds ago (CI-12)."""
    return last is not None and timedelta() <= now - last <= AT_ONCE


def ask_parts(*, parts: str, incomplete: str, patron_id: int, item_id: int) -> Assessment:
    """Return the question of CI-10: what must have come back with the copy, and what was missing before."""
    facts: dict[str, Fact] = {"parts": parts, "missing": incomplete or None}
    asked = Reason("CI-10", LoanCode.PARTS_BACK, Severity.ASK, facts)
    return conclude([asked], patron_id=patron_id, item_id=item_id, due=None)


def note_of_missing(missing: str, *, reader: str, day: date, before: str) -> str:
    """Return what is written on an incomplete copy: what is missing, who brought it so, and what was missing before."""
    note = f"{missing} ({reader}, {day:%d.%m.%Y})"
    return f"{note}; {before}"[:300] if before else note[:300]


def without_name(note: str) -> str:
    """Return such a note without the reader: what is missing, and since when."""
    return _WHO.sub(r"(\1)", note)


def return_reasons(
    copy: Copy, loan: OpenLoan | None, *, calendar: Calendar, day: date, here: str
) -> tuple[Reason, ...]:
    """Return all that is to be told of a copy as it is scanned; `here` is the department that takes it back."""
    found = [*_about_loan(copy, loan, calendar, day), *_about_place(copy, here), *_about_state(copy)]
    return tuple(in_order(found))


def _about_loan(copy: Copy, loan: OpenLoan | None, calendar: Calendar, day: date) -> Iterator[Reason]:
    if loan is None and copy.state != WITHDRAWN:
        yield Reason("CI-02", LoanCode.ON_SHELF, Severity.TELL, {"state": copy.state})
    elif loan and loan.due_on < day:
        facts: dict[str, Fact] = {
            "due": loan.due_on,
            "days_late": days_late(loan.due_on, day),
            "open_days_late": open_days_late(calendar, loan.due_on, day),
        }
        yield Reason("CI-04", LoanCode.RETURNED_LATE, Severity.TELL, facts)


def _about_place(copy: Copy, here: str) -> Iterator[Reason]:
    if here and copy.department != here:
        facts: dict[str, Fact] = {"department": copy.department}
        yield Reason("CI-06", LoanCode.BELONGS_ELSEWHERE, Severity.TELL, facts)
    if copy.hanging:
        facts_of_place: dict[str, Fact] = {
            "exhibition": copy.hanging.label,
            "section": copy.hanging.section or None,
        }
        yield Reason("CI-07", LoanCode.BACK_TO_EXHIBITION, Severity.TELL, facts_of_place)


def _about_state(copy: Copy) -> Iterator[Reason]:
    if copy.state in GONE:
        yield Reason("CI-08", LoanCode.COPY_WAS_LOST, Severity.TELL, {"since": copy.state_since})
    if copy.state == WITHDRAWN:
        facts: dict[str, Fact] = {"act": copy.withdrawn_act or None, "day": copy.withdrawn_on}
        yield Reason("CI-08", LoanCode.COPY_WAS_WITHDRAWN, Severity.TELL, facts)


def tell(rule: str, code: LoanCode, /, **facts: Fact) -> Reason:
    """Return something that a return only tells."""
    return Reason(rule, code, Severity.TELL, facts)
