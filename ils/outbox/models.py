"""Messages to send, every attempt to send them, and the texts they are made of."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

QUEUED = text("state = 'queued'")
KEYED = text("dedupe <> ''")


class ChannelName(enum.Enum):
    """The ways to reach a person (OV-05)."""

    TELEGRAM = "telegram"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    CALL = "call"


class MessageState(enum.Enum):
    """How far a message is."""

    QUEUED = "queued"
    SENT = "sent"
    TO_PRINT = "to_print"  # waits in the tray of letters
    TO_CALL = "to_call"  # waits in the call list
    FAILED = "failed"
    CANCELLED = "cancelled"


class Message(Base):
    """One message to one person; its text is made when it is queued and made anew when it is sent (OV-03)."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_queued", "not_before", "id", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("uq_message_dedupe", "dedupe", unique=True, sqlite_where=KEYED, postgresql_where=KEYED),
        Index("ix_message_recipient", "recipient_type", "recipient_id", "id"),
        Index("ix_message_state", "state", "id"),
        Index("ix_message_day", "day"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(
        String(40)
    )  # which template and whose source: overdue, hold_ready, session …
    recipient_type: Mapped[str] = mapped_column(String(20))  # patron
    recipient_id: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the text is made of, plain JSON
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    channels: Mapped[list[str]] = mapped_column(JSON)  # in the order they are tried
    state: Mapped[MessageState]
    dedupe: Mapped[str] = mapped_column(String(120), default="")  # the same key is queued once
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    day: Mapped[date]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(String(10), default="")  # the channel that reached the person
    handled_at: Mapped[datetime | None]  # a letter printed, a call made
    handled_by: Mapped[int | None]
    cancel_reason: Mapped[str] = mapped_column(String(60), default="")


class MessageSubject(Base):
    """What a message is about: the loans of a reminder, the hold of a notice."""

    __tablename__ = "message_subject"
    __table_args__ = (Index("ix_message_subject_ref", "subject_type", "subject_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)


class Delivery(Base):
    """One attempt on one channel and what came of it (OV-05)."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_message", "message_id"), Index("ix_delivery_at", "at"))

    id: Mapped[Pk]
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    channel: Mapped[ChannelName]
    at: Mapped[datetime]
    ok: Mapped[bool]
    address: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(
        String(60), default=""
    )  # the error's code; its words stand in messages.py
    detail: Mapped[str] = mapped_column(String(500), default="")
    provider_id: Mapped[str] = mapped_column(String(100), default="")
    status: Mapped[str] = mapped_column(String(40), default="")  # what the provider said later


class Template(Base):
    """A text of the library for a kind of message in a language; without a row the program's own text holds."""

    __tablename__ = "message_template"
    __table_args__ = (
        UniqueConstraint("kind", "language", "form", name="uq_message_template_cells"),
        CheckConstraint("form IN ('short', 'long', 'letter')", name="known_form"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    form: Mapped[str] = mapped_column(String(10))  # short: SMS; long: e-mail, Telegram; letter: paper
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    approved: Mapped[str] = mapped_column(
        String(20), default=""
    )  # the SMS provider's word: asked, approved, refused
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]


class ChannelSetting(Base):
    """How a channel is reached: address, names, secrets; secrets are never shown again."""

    __tablename__ = "channel_setting"

    channel: Mapped[ChannelName] = mapped_column(primary_key=True)
    active: Mapped[bool]
    driver: Mapped[str] = mapped_column(String(20), default="")  # smtp | bot | eskiz | http
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    secrets: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]
