"""The tables that the library's rules of lending stand in."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class RenewalFrom(enum.Enum):
    """From when a renewal counts (RN-08)."""

    TODAY = "today"
    DUE = "due"


class LoanPolicy(Base):
    """One row of the table of policies (DD-01); an empty cell fits all. Money in soʻm."""

    __tablename__ = "loan_policy"
    __table_args__ = (
        UniqueConstraint("category", "item_type", "use", "department", name="uq_loan_policy_cells"),
        CheckConstraint("days BETWEEN 0 AND 366", name="days_in_a_year"),
        CheckConstraint("limit_total BETWEEN 0 AND 9999", name="limit_sensible"),
        CheckConstraint("renewals BETWEEN 0 AND 99", name="renewals_sensible"),
        CheckConstraint("renew_earliest BETWEEN 0 AND 366", name="earliest_sensible"),
        CheckConstraint("(queue_longer IS NULL) = (queue_days IS NULL)", name="queue_rule_whole"),
        CheckConstraint("queue_longer >= 0 AND queue_days BETWEEN 0 AND 366", name="queue_rule_sensible"),
        CheckConstraint("debt_limit >= 0", name="debt_limit_not_negative"),
        CheckConstraint("overdue_blocks >= 1", name="overdue_blocks_sensible"),
        CheckConstraint("fine_per_day >= 0 AND suspend_per_day >= 0", name="penalties_not_negative"),
    )

    id: Mapped[Pk]
    category: Mapped[str] = mapped_column(String(40))
    item_type: Mapped[str] = mapped_column(String(40))
    use: Mapped[str] = mapped_column(String(20), default="")  # place of use: home, room …
    department: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    open_days: Mapped[bool]  # DD-04: count open days instead of calendar days
    renewals: Mapped[int]
    limit_total: Mapped[int]
    renewal_from: Mapped[RenewalFrom] = mapped_column(default=RenewalFrom.TODAY)  # RN-08
    renew_earliest: Mapped[int | None]  # RN-06: not earlier than so many days before the due date
    fixed_due: Mapped[date | None]  # DD-05: the end of the semester
    queue_longer: Mapped[int | None]  # DD-08: where more than so many wait for the title …
    queue_days: Mapped[int | None]  # … a new loan is for so many days
    debt_limit: Mapped[int | None]  # CO-07
    overdue_blocks: Mapped[int | None]  # CO-08: from so many days late it blocks
    fine_per_day: Mapped[int] = mapped_column(default=0)  # CI-04: soʻm for each open day late
    suspend_per_day: Mapped[int] = mapped_column(
        default=0
    )  # CI-04: days without lending for each open day late


class LoanLimit(Base):
    """CO-17: how many copies of an item type or of a fund readers of a category may hold; an empty cell fits all."""

    __tablename__ = "loan_limit"
    __table_args__ = (
        UniqueConstraint("category", "item_type", "fund", name="uq_loan_limit_cells"),
        CheckConstraint("(item_type = '') <> (fund = '')", name="of_type_or_of_fund"),
        CheckConstraint("copies BETWEEN 0 AND 9999", name="copies_sensible"),
    )

    id: Mapped[Pk]
    category: Mapped[str] = mapped_column(String(40))
    item_type: Mapped[str] = mapped_column(String(40))
    fund: Mapped[str] = mapped_column(String(40))
    copies: Mapped[int]


class DeskSeverity(Base):
    """What the library made of a decision of desk.md: block, ask, tell or off; without a row the default holds."""

    __tablename__ = "desk_severity"
    __table_args__ = (CheckConstraint("severity IN ('block', 'ask', 'tell', 'off')", name="known_severity"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    severity: Mapped[str] = mapped_column(String(10))
