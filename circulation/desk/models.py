"""What the scan box remembers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base


class ScanReceipt(Base):
    """The answer to one scan, kept under its idempotency key: the same request again gets the same answer (SB-07)."""

    __tablename__ = "scan_receipt"
    __table_args__ = (Index("ix_scan_receipt_staff_at", "staff_id", "at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
