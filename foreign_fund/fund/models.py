"""What the records of the fund say, derived, so that titles can be filtered by it."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base


class ForeignTitle(Base):
    """What a record said in the version that was read. Rows follow records and are never referred to: no foreign key."""

    __tablename__ = "foreign_title"
    __table_args__ = (Index("ix_foreign_title_level", "level", "kind"),)

    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    level: Mapped[str] = mapped_column(String(2))
    level_to: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    script: Mapped[str] = mapped_column(String(20))
    original_language: Mapped[str] = mapped_column(String(3))
    original_title: Mapped[str] = mapped_column(String(500))
    translated_title: Mapped[str] = mapped_column(String(500))
    romanised_title: Mapped[str] = mapped_column(String(500))
    accompanying: Mapped[str] = mapped_column(String(200))
    donor: Mapped[str] = mapped_column(String(200))
