"""Loan policies: which rule holds for whom and what."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class LoanPolicy(Base):
    """One row of the table of policies; an empty cell fits all. The most specific row holds (DD-01)."""

    __tablename__ = "loan_policy"
    __table_args__ = (
        UniqueConstraint("category", "document_type", "department", name="uq_loan_policy_never_ties"),
        CheckConstraint("days BETWEEN 0 AND 366", name="days_in_a_year"),
        CheckConstraint("limit_total BETWEEN 0 AND 9999", name="limit_sensible"),
        CheckConstraint("renewals BETWEEN 0 AND 99", name="renewals_sensible"),
    )

    id: Mapped[Pk]
    category: Mapped[str] = mapped_column(String(40))
    document_type: Mapped[str] = mapped_column(String(20))
    department: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    open_days: Mapped[bool]  # DD-04: count open days instead of calendar days
    renewals: Mapped[int]
    limit_total: Mapped[int]
