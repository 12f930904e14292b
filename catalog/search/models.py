"""The folded text of every record; the full-text index is built over it (revision 0002)."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base


class SearchText(Base):
    """Folded words of one record by weight class; `id` is the record's id.

    SQLite reads it as the external content of the FTS5 table `search_fts`; PostgreSQL keeps a generated
    `tsvector` column beside it. Both are written by `services.put`, never by triggers.
    """

    __tablename__ = "search_text"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    rest: Mapped[str] = mapped_column(Text)
