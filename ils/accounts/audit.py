"""The audit trail: one row for each act that changes something, in the act's own transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ils.accounts.models import AuditEntry
from ils.activity.work import Work


def audit(
    session: Session,
    work: Work,
    action: str,
    *,
    subject_type: str,
    subject_id: int | None,
    address: str = "",
    **details: object,
) -> None:
    """Append an entry; `details` must be plain JSON values."""
    session.add(
        AuditEntry(
            at=work.now,
            staff_id=work.actor_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            details=details,
            address=address[:60],
        )
    )
