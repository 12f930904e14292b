"""Bibliographic records: the MARC record itself, and columns derived from it that a command can rebuild."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, PackedBytes, Pk, SortKey


class Origin(enum.Enum):
    """How a record came to be; a sub-count of plan line 11."""

    ORIGINAL = "original"
    IMPORTED = "imported"


class Record(Base):
    """One bibliographic record. `marc` is the record in the stored form of `catalog.marc`; all else follows from it."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_title_sort", "title_sort", "id"),
        Index("ix_record_facets", "language", "document_type", "year"),
        # Begins with the id on purpose: what a search joins for filters, facets and order, without the wide rows.
        Index("ix_record_found", "id", "language", "document_type", "year", "title_sort"),
        CheckConstraint("profile IN ('marc21', 'unimarc')", name="known_profile"),
    )

    id: Mapped[Pk]
    profile: Mapped[str] = mapped_column(String(10))
    origin: Mapped[Origin]
    marc: Mapped[bytes] = mapped_column(PackedBytes)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    updated_at: Mapped[datetime]

    control_number: Mapped[str] = mapped_column(String(100))
    control_source: Mapped[str] = mapped_column(String(100))
    document_type: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(1000))
    title_sort: Mapped[SortKey]
    responsibility: Mapped[str] = mapped_column(String(1000))
    author: Mapped[str] = mapped_column(String(400))
    author_sort: Mapped[SortKey]
    year: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(3))
    languages: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(10))
    publisher: Mapped[str] = mapped_column(String(400))
    place: Mapped[str] = mapped_column(String(400))
    extent: Mapped[str] = mapped_column(String(200))
    series: Mapped[str] = mapped_column(String(400))
    isbn: Mapped[str] = mapped_column(String(20))
    class_mark: Mapped[str] = mapped_column(String(100))
    knowledge_branch: Mapped[str] = mapped_column(String(20))


class RecordKey(Base):
    """A key by which the same record is recognised: control number, ISBN, ISSN, fingerprint."""

    __tablename__ = "record_key"
    __table_args__ = (Index("ix_record_key_kind_value", "kind", "value"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
