"""Acts on the table of policies."""

from __future__ import annotations

from dataclasses import asdict
from typing import Unpack

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.marc.facts.model import DocumentType
from circulation.patrons.models import Category
from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import LoanPolicy
from circulation.policies.queries import policy
from circulation.policies.rules import Row
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.places import department as department_of

LONGEST, MOST_COPIES, MOST_RENEWALS = 366, 9999, 99
SCHOLARS = ("researcher", "docent", "professor")


def install_defaults(session: Session) -> None:
    """Fill the table where it is empty.

    The category beats the place (DD-01), so a category with a row of its own needs its rows for the
    reading room and the foreign department too.
    """
    if session.scalars(select(LoanPolicy.id)).first():
        return
    _default(session, "", "", days=15, limit_total=5, renewals=2)
    _default(session, "", "reading_room", days=0, limit_total=5, renewals=0)
    _default(session, "", "foreign", days=10, limit_total=5, renewals=1)
    _default(session, "pupil", "", days=10, limit_total=3, renewals=2)
    _default(session, "pupil", "reading_room", days=0, limit_total=5, renewals=0)
    _default(session, "pupil", "foreign", days=10, limit_total=3, renewals=1)
    for category in SCHOLARS:
        _default(session, category, "", days=30, limit_total=15, renewals=2)
        _default(session, category, "reading_room", days=0, limit_total=15, renewals=0)
        _default(session, category, "foreign", days=20, limit_total=15, renewals=2)
    session.flush()


def _default(
    session: Session, category: str, department: str, *, days: int, limit_total: int, renewals: int
) -> None:
    session.add(
        LoanPolicy(
            category=category,
            document_type="",
            department=department,
            days=days,
            open_days=False,
            renewals=renewals,
            limit_total=limit_total,
        )
    )


def save_policy(
    session: Session, work: Work, *, policy_id: int | None = None, **row: Unpack[Row]
) -> LoanPolicy:
    """Add a row or change one; open loans keep the row that held when they were made."""
    _check(session, row)
    kept = LoanPolicy() if policy_id is None else _row(session, policy_id)
    before = {} if policy_id is None else asdict(policy(session, policy_id))
    if policy_id is not None and _general(before) and not _general(row):
        raise PolicyError(PolicyCode.GENERAL_STAYS)
    _refuse_twin(session, policy_id, row)
    for name, value in row.items():
        setattr(kept, name, value)
    session.add(kept)
    try:
        session.flush()
    except IntegrityError as problem:  # somebody else added the same cells a moment ago
        raise PolicyError(PolicyCode.TAKEN) from problem
    audit(
        session, work, "policy_saved", subject_type="policy", subject_id=kept.id, before=before, after={**row}
    )
    return kept


def delete_policy(session: Session, work: Work, *, policy_id: int) -> None:
    """Take a row away; the general row stays, so that some rule holds for everybody."""
    row, before = _row(session, policy_id), asdict(policy(session, policy_id))
    if _general(before):
        raise PolicyError(PolicyCode.GENERAL_STAYS)
    session.delete(row)
    audit(session, work, "policy_deleted", subject_type="policy", subject_id=policy_id, before=before)


def _general(row: object) -> bool:
    cells = dict(row) if isinstance(row, dict) else {}
    return not (cells["category"] or cells["document_type"] or cells["department"])


def _row(session: Session, policy_id: int) -> LoanPolicy:
    row = session.scalars(
        select(LoanPolicy).where(LoanPolicy.id == policy_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.UNKNOWN, id=policy_id)
    return row


def _check(session: Session, row: Row) -> None:
    """Refuse unknown cells and numbers out of range."""
    if row["category"] and session.get(Category, row["category"]) is None:
        raise PolicyInputError(PolicyCode.CATEGORY_UNKNOWN, value=row["category"][:40])
    if row["document_type"] and row["document_type"] not in set(DocumentType):
        raise PolicyInputError(PolicyCode.DOCUMENT_TYPE_UNKNOWN, value=row["document_type"][:40])
    if row["department"]:
        department_of(session, row["department"])
    for name, last, code in (
        ("days", LONGEST, PolicyCode.DAYS_INVALID),
        ("limit_total", MOST_COPIES, PolicyCode.LIMIT_INVALID),
        ("renewals", MOST_RENEWALS, PolicyCode.RENEWALS_INVALID),
    ):
        number = {**row}[name]
        if not isinstance(number, int) or not 0 <= number <= last:
            raise PolicyInputError(code, value=number, last=last)


def _refuse_twin(session: Session, policy_id: int | None, row: Row) -> None:
    """Refuse a second row with the same cells: two rows can never tie (DD-01)."""
    twin = select(func.count()).where(
        LoanPolicy.category == row["category"],
        LoanPolicy.document_type == row["document_type"],
        LoanPolicy.department == row["department"],
        LoanPolicy.id != (policy_id or 0),
    )
    if session.scalars(twin).one():
        raise PolicyError(PolicyCode.TAKEN)
