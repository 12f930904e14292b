"""Acts on the rows of the table of policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.policies.errors import PolicyCode, PolicyError, PolicyNotFound
from circulation.policies.models import LoanPolicy, RenewalFrom
from circulation.policies.queries import policy
from circulation.policies.rules import Policy, Row, policy_as_data
from circulation.policies.services.checks import as_policy, checked_row
from ils.accounts.audit import audit
from ils.activity.work import Work

CELLS = ("category", "item_type", "use", "department")


def save_policy(
    session: Session, work: Work, *, policy_id: int | None = None, **row: Unpack[Row]
) -> LoanPolicy:
    """Add a row or change one; open loans keep the row that held when they were made."""
    whole = checked_row(session, row)
    kept = LoanPolicy() if policy_id is None else _row(session, policy_id)
    before = None if policy_id is None else policy(session, policy_id)
    check_change(session, before, whole)
    for name, value in whole.items():
        setattr(kept, name, RenewalFrom(value) if name == "renewal_from" else value)
    session.add(kept)
    try:
        session.flush()
    except IntegrityError as problem:  # somebody else added the same cells a moment ago
        raise PolicyError(PolicyCode.TAKEN) from problem
    after = policy_as_data(as_policy(kept.id, whole))
    audit(
        session, work, "policy_saved", subject_type="policy", subject_id=kept.id,
        before=policy_as_data(before) if before else {}, after=after,
    )  # fmt: skip
    return kept


def delete_policy(session: Session, work: Work, *, policy_id: int) -> None:
    """Take a row away; the general row stays, so that some rule holds for everybody."""
    row, before = _row(session, policy_id), policy(session, policy_id)
    refuse_general(before)
    session.delete(row)
    audit(
        session, work, "policy_deleted", subject_type="policy", subject_id=policy_id,
        before=policy_as_data(before),
    )  # fmt: skip


def check_change(session: Session, before: Policy | None, whole: Mapping[str, Any]) -> None:
    """Refuse to narrow the general row, and a second row with the same cells: two rows can never tie (DD-01)."""
    if before is not None and before.is_general and any(whole[cell] for cell in CELLS):
        raise PolicyError(PolicyCode.GENERAL_STAYS)
    twin = select(func.count()).where(
        *(getattr(LoanPolicy, cell) == whole[cell] for cell in CELLS),
        LoanPolicy.id != (before.id if before else 0),
    )
    if session.scalars(twin).one():
        raise PolicyError(PolicyCode.TAKEN)


def refuse_general(before: Policy) -> None:
    """Refuse to take the general row away."""
    if before.is_general:
        raise PolicyError(PolicyCode.GENERAL_STAYS)


def _row(session: Session, policy_id: int) -> LoanPolicy:
    row = session.scalars(
        select(LoanPolicy).where(LoanPolicy.id == policy_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.UNKNOWN, id=policy_id)
    return row
