"""Bibliographic records: the MARC record itself, and columns derived from it that a command can rebuild."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, PackedBytes, Pk, SortKey


class Origin(enum.Enum):
    """How a record came to be; a sub-count of plan line 11."""

    ORIGINAL = "original"
    IMPORTED = "imported"
    CARD = "card"  # converted from the card catalogue


class Severity(enum.Enum):
    """How much a finding matters; the library chooses, `off` hides it."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    OFF = "off"


class Record(Base):
    """One bibliographic record. `marc` is the record in the stored form of `catalog.marc`; all else follows from it."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_title_sort", "title_sort", "id"),
        Index("ix_record_facets", "language", "document_type", "year"),
        # Begins with the id on purpose: what a search joins for filters, facets and order, without the wide rows.
        Index("ix_record_found", "id", "language", "document_type", "year", "title_sort"),
        Index("ix_record_host", "host_id"),
        Index(
            "ix_record_merged", "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"), postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index(
            "ix_record_unchecked", "id",
            sqlite_where=text("checked_version < version"), postgresql_where=text("checked_version < version"),
        ),
        CheckConstraint("profile IN ('marc21', 'unimarc', 'irbis')", name="known_profile"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        # An id taken back (an import undone) is never given again: the log still names it.
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[Pk]
    profile: Mapped[str] = mapped_column(String(10))
    origin: Mapped[Origin]
    marc: Mapped[bytes] = mapped_column(PackedBytes)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(
        String(60), default=""
    )  # why this version: edited, import:5, restored:2 …
    merged_into: Mapped[int | None] = mapped_column(
        ForeignKey("record.id")
    )  # a duplicate: only its number lives on
    host_id: Mapped[int | None] = mapped_column(
        ForeignKey("record.id")
    )  # the journal or book this is a part of
    checked_version: Mapped[int] = mapped_column(default=0)  # the version that findings were last made of

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


class RecordVersion(Base):
    """A description that was superseded; the current one stands in `record`."""

    __tablename__ = "record_version"
    __table_args__ = (Index("uq_record_version_record_version", "record_id", "version", unique=True),)

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    version: Mapped[int]
    profile: Mapped[str] = mapped_column(String(10))
    marc: Mapped[bytes] = mapped_column(PackedBytes)
    at: Mapped[datetime]  # when this version came to be, not when it was superseded
    by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(60))


class RecordFinding(Base):
    """Something about a record that should be looked at; made anew with each version, never a refusal."""

    __tablename__ = "record_finding"
    __table_args__ = (
        Index("ix_record_finding_record", "record_id"),
        Index("ix_record_finding_code", "code", "record_id"),
    )

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    code: Mapped[str] = mapped_column(String(40))
    tag: Mapped[str] = mapped_column(String(5))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class FindingSeverity(Base):
    """The library's own choice of how much a finding matters; a code without a row has the program's."""

    __tablename__ = "finding_severity"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    severity: Mapped[Severity]


class RecordDraft(Base):
    """What a cataloguer has typed and not yet saved; one a person and record, any number of new ones."""

    __tablename__ = "record_draft"
    __table_args__ = (
        Index("uq_record_draft_staff_record", "staff_id", "record_id", unique=True,
              sqlite_where=text("record_id IS NOT NULL"), postgresql_where=text("record_id IS NOT NULL")),
        Index("ix_record_draft_record", "record_id", "updated_at"),
    )  # fmt: skip

    id: Mapped[Pk]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    base_version: Mapped[int]  # the version it was begun from, 0 for a new record
    form: Mapped[str] = mapped_column(String(40))  # which entry form: book, article …
    profile: Mapped[str] = mapped_column(String(10))
    origin: Mapped[Origin]
    marc: Mapped[bytes] = mapped_column(PackedBytes)
    extra: Mapped[dict[str, Any]] = mapped_column(JSON)  # what is typed beside the MARC: card indexes, host
    title: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RecordTemplate(Base):
    """A record half filled in, to begin from."""

    __tablename__ = "record_template"

    id: Mapped[Pk]
    name: Mapped[Name] = mapped_column(unique=True)
    form: Mapped[str] = mapped_column(String(40))
    profile: Mapped[str] = mapped_column(String(10))
    marc: Mapped[bytes] = mapped_column(PackedBytes)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class RecordMerge(Base):
    """Two descriptions of one thing made into one: what moved, so that it can move back."""

    __tablename__ = "record_merge"
    __table_args__ = (
        Index("uq_record_merge_gone", "gone_id", unique=True,
              sqlite_where=text("undone_at IS NULL"), postgresql_where=text("undone_at IS NULL")),
        Index("ix_record_merge_kept", "kept_id"),
    )  # fmt: skip

    id: Mapped[Pk]
    kept_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    moved: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # what moved by kind: {"items": [ids], "parts": [ids] …}
    at: Mapped[datetime]
    by: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]


class AuthorMark(Base):
    """A line of an author-mark table that the library loaded: the mark of the greatest key not above a word."""

    __tablename__ = "author_mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)  # of the table
    key: Mapped[str] = mapped_column(
        String(100).with_variant(String(100, collation="C"), "postgresql"), primary_key=True
    )
    mark: Mapped[str] = mapped_column(String(20))


class CardIndex(Base):
    """A card index (kartoteka): professional press, district chronicle, Uzbekistanika, local history …"""

    __tablename__ = "card_index"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class RecordCard(Base):
    """A record in a card index."""

    __tablename__ = "record_card"
    __table_args__ = (Index("ix_record_card_index", "card_index", "record_id"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    card_index: Mapped[str] = mapped_column(ForeignKey("card_index.code"), primary_key=True)
    added_at: Mapped[datetime]
