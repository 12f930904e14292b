"""Other libraries' catalogues that can be asked."""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class Protocol(enum.Enum):
    """How a catalogue is asked."""

    SRU = "sru"
    Z3950 = "z3950"


class Target(Base):
    """A catalogue: where it is, what it understands, what it answers in."""

    __tablename__ = "copy_target"
    __table_args__ = (CheckConstraint("port IS NULL OR port BETWEEN 1 AND 65535", name="port_in_range"),)

    id: Mapped[Pk]
    name: Mapped[Name] = mapped_column(unique=True)
    protocol: Mapped[Protocol]
    address: Mapped[str] = mapped_column(String(300))  # SRU: the base URL; Z39.50: the host
    port: Mapped[int | None]  # Z39.50
    database: Mapped[str] = mapped_column(String(100))  # Z39.50
    version: Mapped[str] = mapped_column(String(10))  # SRU: 1.1, 1.2, 2.0
    schema: Mapped[str] = mapped_column(String(100))  # SRU: recordSchema; Z39.50: preferred record syntax
    profile: Mapped[str] = mapped_column(String(10))
    charset: Mapped[str] = mapped_column(String(40))  # empty: as the records say
    indexes: Mapped[dict[str, Any]] = mapped_column(JSON)  # isbn, title, author → index or use attribute
    active: Mapped[bool]
    position: Mapped[int]
