"""Tables of staff and of the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.accounts.permissions import Role
from ils.db import Base, Name, Pk


class Staff(Base):
    """A member of staff. Never deleted: what they did stays theirs; `active` ends the access."""

    __tablename__ = "staff"

    id: Mapped[Pk]
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    role: Mapped[Role]
    department: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    # Changing the password or ending the access changes this, and every open session with it.
    session_stamp: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to what; written in the transaction of the act, never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_type", "subject_id"), Index("ix_audit_at", "at"))

    id: Mapped[Pk]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(60))
