"""Item types: what policies tell copies apart by; those named like document types are there from the first day."""

from __future__ import annotations

import re

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemType
from catalog.marc.facts.model import DocumentType
from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import LoanLimit, LoanPolicy
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def save_type(
    session: Session, work: Work, *, code: str, name_uz: str, name_ru: str, name_en: str, new: bool
) -> None:
    """Add an item type or rename one; a code, once given, stays. A document type may get a name of the library's own."""
    if not CODE.fullmatch(code):
        raise PolicyInputError(PolicyCode.TYPE_CODE, code=code[:60])
    row = session.get(ItemType, code)
    if row is not None and new:
        raise PolicyError(PolicyCode.TYPE_TAKEN, code=code)
    if row is None and not new:
        raise PolicyNotFound(PolicyCode.ITEM_TYPE_UNKNOWN, value=code)
    if row is None:
        last = session.scalars(select(func.coalesce(func.max(ItemType.position), 0))).one()
        row = ItemType(code=code, position=last + 1)
        session.add(row)
    row.name_uz = clean_text(name_uz, field="name_uz", limit=200, required=True)
    row.name_ru = clean_text(name_ru, field="name_ru", limit=200) or row.name_uz
    row.name_en = clean_text(name_en, field="name_en", limit=200) or row.name_uz
    session.flush()
    audit(
        session,
        work,
        "item_type_saved",
        subject_type="item_type",
        subject_id=None,
        code=code,
        name=row.name_uz,
    )


def move_type(session: Session, work: Work, *, code: str, up: bool) -> None:
    """Move an item type one place up or down the list."""
    rows = list(
        session.scalars(select(ItemType).order_by(ItemType.position, ItemType.code).with_for_update())
    )
    at = next((place for place, row in enumerate(rows) if row.code == code), None)
    if at is None:
        raise PolicyNotFound(PolicyCode.ITEM_TYPE_UNKNOWN, value=code[:40])
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows, start=1):
        row.position = position
    audit(session, work, "item_type_moved", subject_type="item_type", subject_id=None, code=code)


def delete_type(session: Session, work: Work, *, code: str) -> None:
    """Take an item type away; a type of records, and one that a copy, a policy or a limit names, cannot go."""
    row = session.scalars(select(ItemType).where(ItemType.code == code).with_for_update()).one_or_none()
    if row is None:
        raise PolicyNotFound(PolicyCode.ITEM_TYPE_UNKNOWN, value=code[:40])
    named = or_(
        exists().where(Item.item_type == code),
        exists().where(LoanPolicy.item_type == code),
        exists().where(LoanLimit.item_type == code),
    )
    if code in set(DocumentType) or session.scalars(select(named)).one():
        raise PolicyError(PolicyCode.TYPE_IN_USE, code=code)
    session.delete(row)
    audit(session, work, "item_type_deleted", subject_type="item_type", subject_id=None, code=code)
