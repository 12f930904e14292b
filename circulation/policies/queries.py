"""Reads of the table of policies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.policies.errors import PolicyCode, PolicyNotFound
from circulation.policies.models import LoanPolicy
from circulation.policies.rules import Policy

_COLUMNS: tuple[Any, ...] = tuple(getattr(LoanPolicy, name) for name in Policy.__slots__)


def load_policies(session: Session) -> tuple[Policy, ...]:
    """Return the whole table, the general row first."""
    rows = session.execute(
        select(*_COLUMNS).order_by(LoanPolicy.category, LoanPolicy.document_type, LoanPolicy.department)
    )
    return tuple(Policy(*row) for row in rows)


def policy(session: Session, policy_id: int) -> Policy:
    """Return one row; refuse an unknown one."""
    row = session.execute(select(*_COLUMNS).where(LoanPolicy.id == policy_id)).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.UNKNOWN, id=policy_id)
    return Policy(*row)
