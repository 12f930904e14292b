"""Files that came in, and each of their records as it came."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, PackedBytes, Pk


class BatchState(enum.Enum):
    """How far a file has come."""

    STAGING = "staging"  # still being read, or cut off while it was; the same file goes on where it stopped
    STAGED = "staged"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    UNDOING = "undoing"
    UNDONE = "undone"  # all that could be; rows whose undoing was refused say why


class Decision(enum.Enum):
    """What is to become of a staged record: by the source's rule, or as a person chose."""

    NEW = "new"
    UPDATE = "update"
    SKIP = "skip"


class StagedState(enum.Enum):
    """What became of one record of a file. found = accepted + updated + skipped + quarantined once accepted."""

    NEW = "new"  # staged, will become a record
    DUPLICATE = "duplicate"  # staged, the same record is already there: `match` explains
    QUARANTINED = "quarantined"  # unreadable; its bytes are kept
    ACCEPTED = "accepted"
    UPDATED = "updated"
    SKIPPED = "skipped"
    UNDONE = "undone"  # was accepted or updated, and taken back


class ImportSource(Base):
    """Where files come from, and what the library has decided about them once and for all."""

    __tablename__ = "import_source"
    __table_args__ = (CheckConstraint("threshold >= 0", name="threshold_not_negative"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    charset: Mapped[str] = mapped_column(String(40))  # empty: decided record by record
    profile: Mapped[str] = mapped_column(String(10))  # empty: decided record by record
    threshold: Mapped[int]  # a match with this score or more is the same record
    on_match: Mapped[Decision]
    merge: Mapped[dict[str, Any]] = mapped_column(JSON)  # which fields an update takes and which it keeps
    holdings: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # which field describes copies, and how; empty: by profile
    counts_marks: Mapped[bool]  # class marks that come along count in plan line 12
    position: Mapped[int]
    active: Mapped[bool]


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
    source: Mapped[str | None] = mapped_column(ForeignKey("import_source.code"))
    undo_double: Mapped[bool] = mapped_column(
        default=False
    )  # the cataloguer saw that the text was encoded twice and had it undone
    stored_file: Mapped[str] = mapped_column(
        String(100), default=""
    )  # below the data folder while it is being read
    state: Mapped[BatchState]
    found: Mapped[int]
    accepted: Mapped[int]
    updated: Mapped[int]
    repaired: Mapped[int]
    skipped: Mapped[int]
    quarantined: Mapped[int]
    items: Mapped[int]
    undone: Mapped[int] = mapped_column(default=0)
    undo_refused: Mapped[int] = mapped_column(default=0)
    trial: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # what the last dry run told
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    accepted_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class StagedRecord(Base):
    """One record of a file with its bytes exactly as they came."""

    __tablename__ = "staged_record"
    __table_args__ = (
        Index("uq_staged_record_batch_position", "batch_id", "position", unique=True),
        Index("ix_staged_record_batch_state", "batch_id", "state"),
        Index("ix_staged_record_digest", "digest"),
        Index("ix_staged_record_record", "record_id"),
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
    score: Mapped[int] = mapped_column(default=0)  # of the match, 0 for none
    decision: Mapped[Decision | None]  # a person's; none: by the source's rule
    decided_by: Mapped[int | None]
    version_after: Mapped[int | None]  # the record's version that this row made; a later one bars the undoing
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # why it was not undone
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
