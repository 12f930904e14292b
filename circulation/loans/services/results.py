"""What an act of lending, renewing or taking back returns to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.items.queries import ItemFacts
from circulation.holds.services.results import Arrived, Caught
from circulation.loans.rules import Reason, Step
from circulation.patrons.queries import PatronFacts

LENT, RENEWED, RETURNED, NOT_ON_LOAN = "lent", "renewed", "returned", "not_on_loan"
ARRIVED = "arrived"  # a copy that was sent here from another department


@dataclass(frozen=True, slots=True)
class Lent:
    """A copy went out, or by CO-14 was renewed (`outcome`); `running_number` is that of a new registration."""

    outcome: str
    loan_id: int
    patron: PatronFacts
    item: ItemFacts
    due_on: date
    due_steps: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()  # what was acknowledged, told, or passed by override
    running_number: int | None = None
    taken_back_from: str = ""
    visit_counted: bool = False
    act_id: int | None = None
    use: str = "home"
    due_minute: int | None = None
    hold_fulfilled: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """A loan got a later date."""

    loan_id: int
    patron: PatronFacts
    item: ItemFacts
    old_due_on: date
    due_on: date
    due_steps: tuple[Step, ...]
    renewals: int
    running_number: int | None = None
    visit_counted: bool = False
    act_id: int | None = None
    due_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A copy came back, or was not on loan at all (`outcome`); `reasons` are told and stop nothing.

    `charge` is the fine in soʻm, `lifted` are ids of restrictions, `transit_to` a department's code (CI-06);
    `closed_on` is the day that the return counts for (CI-11).
    """

    outcome: str
    item: ItemFacts
    reasons: tuple[Reason, ...] = ()
    loan_id: int | None = None
    patron: PatronFacts | None = None
    due_on: date | None = None
    days_late: int = 0
    open_days_late: int = 0
    visit_counted: bool = False
    closed_on: date | None = None
    act_id: int | None = None
    caught: Caught | None = None
    arrived: Arrived | None = None
    charge: int = 0
    suspended_until: date | None = None
    transit_to: str = ""
    claim_resolved: bool = False
    lifted: tuple[int, ...] = ()
    loss_reversed: int = 0  # soʻm of the loss charge that was taken back
