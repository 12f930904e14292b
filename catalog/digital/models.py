"""Files and links that belong to records."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ObjectForm(enum.Enum):
    """Where the thing is: with us, or elsewhere."""

    FILE = "file"
    LINK = "link"


class Rights(enum.Enum):
    """Who may open it."""

    OPEN = "open"
    LIBRARY = "library"  # signed in as staff of the library, on its own computers
    CLOSED = "closed"  # kept, shown to nobody but cataloguers


class DigitalObject(Base):
    """A full text, scan or link of a record (MARC 856). Replacing a file keeps the object and its count."""

    __tablename__ = "digital_object"
    __table_args__ = (
        Index("ix_digital_object_record", "record_id"),
        CheckConstraint("(form = 'file') = (sha256 <> '')", name="file_has_content"),
        CheckConstraint("(form = 'link') = (url <> '')", name="link_has_address"),
        CheckConstraint("pages IS NULL OR pages > 0", name="pages_positive"),
    )

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    form: Mapped[ObjectForm]
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(1000))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int | None]
    full_text: Mapped[bool]
    rights: Mapped[Rights]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_because: Mapped[str] = mapped_column(String(200))
