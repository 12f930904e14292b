"""Reads of the table of policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.policies.errors import PolicyCode, PolicyNotFound
from circulation.policies.models import DeskSeverity, LoanLimit, LoanPolicy
from circulation.policies.rules import Limit, Policy, Table, sorted_table

_COLUMNS: tuple[Any, ...] = tuple(getattr(LoanPolicy, name) for name in Policy.__slots__)
_RENEWAL_FROM = Policy.__slots__.index("renewal_from")
_LIMIT = tuple(getattr(LoanLimit, name) for name in Limit.__slots__)

# Built once: they are on the check-out path.
_TABLE = select(*_COLUMNS)
_FITTING = _TABLE.where(
    *(
        getattr(LoanPolicy, cell).in_(("", bindparam(f"asked_{cell}")))
        for cell in ("category", "item_type", "use", "department")
    )
)
_LIMITS = select(*_LIMIT).order_by(LoanLimit.category, LoanLimit.item_type, LoanLimit.fund)
_SEVERITIES = select(DeskSeverity.code, DeskSeverity.severity)


def _policy(row: Row[Any]) -> Policy:
    values: list[Any] = list(row)
    values[_RENEWAL_FROM] = values[_RENEWAL_FROM].value
    return Policy(*values)


def load_policies(session: Session) -> tuple[Policy, ...]:
    """Return the whole table, the general row first."""
    return sorted_table(_policy(row) for row in session.execute(_TABLE))


def fitting_policies(
    session: Session, *, category: str, item_type: str, use: str, department: str
) -> tuple[Policy, ...]:
    """Return the rows that fit, in no order: `rules.most_specific` chooses (DD-01)."""
    asked = {"category": category, "item_type": item_type, "use": use, "department": department}
    rows = session.execute(_FITTING, {f"asked_{cell}": value for cell, value in asked.items()})
    return tuple(_policy(row) for row in rows)


def load_limits(session: Session) -> tuple[Limit, ...]:
    """Return all limits by item type and fund (CO-17)."""
    return tuple(Limit(*row) for row in session.execute(_LIMITS))


def load_table(session: Session) -> Table:
    """Return all rows and all limits."""
    return Table(load_policies(session), load_limits(session))


def load_severities(session: Session) -> Mapping[str, str]:
    """Return what the library made of the decisions of desk.md: code → block, ask, tell or off."""
    return {row.code: row.severity for row in session.execute(_SEVERITIES)}


def policy(session: Session, policy_id: int) -> Policy:
    """Return one row; refuse an unknown one."""
    row = session.execute(_TABLE.where(LoanPolicy.id == policy_id)).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.UNKNOWN, id=policy_id)
    return _policy(row)


def limit(session: Session, limit_id: int) -> Limit:
    """Return one limit; refuse an unknown one."""
    row = session.execute(select(*_LIMIT).where(LoanLimit.id == limit_id)).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.LIMIT_UNKNOWN, id=limit_id)
    return Limit(*row)


def copies_of_types(session: Session) -> Mapping[str, int]:
    """Return how many copies say of themselves that they are of an item type."""
    rows = session.execute(
        select(Item.item_type, func.count()).where(Item.item_type != "").group_by(Item.item_type)
    )
    return {row[0]: row[1] for row in rows}
