"""Acts on the limits by item type and fund (CO-17)."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import LoanLimit
from circulation.policies.queries import limit
from circulation.policies.rules import Limit
from circulation.policies.services.checks import (
    MOST_COPIES,
    check_category,
    check_fund,
    check_item_type,
    check_number,
)
from ils.accounts.audit import audit
from ils.activity.work import Work


def save_limit(
    session: Session,
    work: Work,
    *,
    limit_id: int | None = None,
    category: str,
    item_type: str,
    fund: str,
    copies: int,
) -> LoanLimit:
    """Add a limit or change one: of an item type or of a fund, for a category or for all."""
    wanted = Limit(limit_id or 0, category, item_type, fund, copies)
    check_limit(session, wanted)
    row = LoanLimit() if limit_id is None else _row(session, limit_id)
    before = asdict(limit(session, limit_id)) if limit_id is not None else {}
    row.category, row.item_type, row.fund, row.copies = category, item_type, fund, copies
    session.add(row)
    try:
        session.flush()
    except IntegrityError as problem:
        raise PolicyError(PolicyCode.LIMIT_TAKEN) from problem
    after = asdict(wanted) | {"id": row.id}
    audit(
        session, work, "loan_limit_saved", subject_type="loan_limit", subject_id=row.id, before=before, after=after
    )  # fmt: skip
    return row


def delete_limit(session: Session, work: Work, *, limit_id: int) -> None:
    """Take a limit away."""
    row, before = _row(session, limit_id), asdict(limit(session, limit_id))
    session.delete(row)
    audit(session, work, "loan_limit_deleted", subject_type="loan_limit", subject_id=limit_id, before=before)


def check_limit(session: Session, wanted: Limit) -> None:
    """Refuse a limit of nothing or of two things, unknown cells, a wrong number, and a second one for the same."""
    if bool(wanted.item_type) == bool(wanted.fund):
        raise PolicyInputError(PolicyCode.LIMIT_OF_ONE)
    check_category(session, wanted.category)
    check_item_type(session, wanted.item_type)
    check_fund(wanted.fund)
    check_number(wanted.copies, 0, MOST_COPIES, PolicyCode.LIMIT_INVALID)
    twin = select(func.count()).where(
        LoanLimit.category == wanted.category,
        LoanLimit.item_type == wanted.item_type,
        LoanLimit.fund == wanted.fund,
        LoanLimit.id != wanted.id,
    )
    if session.scalars(twin).one():
        raise PolicyError(PolicyCode.LIMIT_TAKEN)


def _row(session: Session, limit_id: int) -> LoanLimit:
    row = session.scalars(select(LoanLimit).where(LoanLimit.id == limit_id).with_for_update()).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.LIMIT_UNKNOWN, id=limit_id)
    return row
