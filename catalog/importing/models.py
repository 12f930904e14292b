"""Files that came in, and each of their records as it came."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, PackedBytes, Pk


class BatchState(enum.Enum):
    """How far a file has come."""

    STAGING = "staging"  # still being read, or cut off while it was; the same file goes on where it stopped
    STAGED = "staged"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"


class StagedState(enum.Enum):
    """What became of one record of a file. found = accepted + updated + skipped + quarantined once accepted."""

    NEW = "new"  # staged, will become a record
    DUPLICATE = "duplicate"  # staged, the same record is already there: `match` explains
    QUARANTINED = "quarantined"  # unreadable; its bytes are kept
    ACCEPTED = "accepted"
    UPDATED = "updated"
    SKIPPED = "skipped"


class ImportBatch(Base):
    """One file. The counts are kept as it moves on; `skipped` are explained duplicates, `repaired` is a cut across."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint(
            "state <> 'accepted' OR found = accepted + updated + skipped + quarantined", name="all_accounted"
        ),
    )

    id: Mapped[Pk]
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    format: Mapped[str] = mapped_column(String(20))
    profile: Mapped[str] = mapped_column(String(10))
    charset: Mapped[str] = mapped_column(String(40))
    asked: Mapped[str] = mapped_column(String(60))  # charset/profile that whoever imports had decided on
    department: Mapped[str] = mapped_column(String(40))
    state: Mapped[BatchState]
    found: Mapped[int]
    accepted: Mapped[int]
    updated: Mapped[int]
    repaired: Mapped[int]
    skipped: Mapped[int]
    quarantined: Mapped[int]
    items: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    accepted_at: Mapped[datetime | None]


class StagedRecord(Base):
    """One record of a file with its bytes exactly as they came."""

    __tablename__ = "staged_record"
    __table_args__ = (
        Index("uq_staged_record_batch_position", "batch_id", "position", unique=True),
        Index("ix_staged_record_batch_state", "batch_id", "state"),
        Index("ix_staged_record_digest", "digest"),
        CheckConstraint("state <> 'accepted' OR record_id IS NOT NULL", name="accepted_has_record"),
    )

    id: Mapped[Pk]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    position: Mapped[int]
    offset: Mapped[int]
    raw: Mapped[bytes] = mapped_column(PackedBytes)
    digest: Mapped[str] = mapped_column(
        String(32)
    )  # of bytes, charset and profile: what was read in the same way
    marc: Mapped[bytes | None] = mapped_column(PackedBytes)  # as decoded, until it is accepted
    profile: Mapped[str] = mapped_column(String(10))
    charset: Mapped[str] = mapped_column(String(40))
    state: Mapped[StagedState]
    title: Mapped[str] = mapped_column(String(300))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    repaired: Mapped[bool]
    match: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
