"""The table of forms that were sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base


class SentForm(Base):
    """One sending of a page form, and where its answer led.

    `mark` is made of the form's key, of who sent it, of the page and of what stood in it; none of these is kept itself.
    """

    __tablename__ = "sent_form"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
    led_to: Mapped[str] = mapped_column(Text, default="")  # empty while the first one is not answered
