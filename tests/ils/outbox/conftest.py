"""Readers to write to, a source that knows them, channels set up to servers of the test's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.db import transaction
from ils.outbox.models import ChannelName
from ils.outbox.queries import DeliveryView, MessageView, deliveries_of, message
from ils.outbox.rules import Fresh, Recipient
from ils.outbox.sending import Counts, send_waiting
from ils.outbox.services import queue_message, save_channel
from ils.outbox.sources import Source
from tests.conftest import NOON
from tests.ils.outbox.servers import FakeEskiz, FakeTelegram, Provider, serving
from tests.world import work_at

COPY = {
    "title": "Oʻtkan kunlar",
    "author": "Abdulla Qodiriy",
    "code": "INV-045",
    "due": "2026-04-08",
    "days": 7,
}
OTHER = {"title": "Focus 5", "author": "", "code": "INV-310", "due": "2026-04-10", "days": 5}
EVERYWHERE = {
    "telegram": "777", "sms": "+998901234567", "email": "anvar@example.uz", "letter": "Arnasoy, Bogʻ 5",
    "call": "+998901234567",
}  # fmt: skip


@dataclass(slots=True)
class Library:
    """The messages of a test: who is written to, what their copies are, and what was told after sending."""

    session: Session
    addresses: dict[str, str] = field(default_factory=lambda: dict(EVERYWHERE))
    own: tuple[str, ...] = ()
    copies: list[Mapping[str, Any]] = field(default_factory=lambda: [COPY])
    language: str = "uz"
    reached: list[tuple[int, ChannelName, int]] = field(default_factory=list)
    refresh_breaks: bool = False
    reached_breaks: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def person(self) -> Recipient:
        """Return whom messages go to, as they can be reached now."""
        return Recipient("patron", 1, "Karimov Anvar", self.language, dict(self.addresses), self.own)

    def sources(self) -> dict[str, Source]:
        """Return who reads the facts anew."""
        kinds = ("overdue", "hold_ready", "session", "redated")
        return {kind: Source(kind, self._refresh, reached=self._reached) for kind in kinds}

    def _refresh(self, _session: Session, _view: MessageView, _now: datetime) -> Fresh | None:
        if self.refresh_breaks:
            raise RuntimeError("a mistake of the subject's")
        return Fresh({**self.facts, "copies": list(self.copies)}, self.person()) if self.copies else None

    def _reached(
        self, _session: Session, _work: Work, view: MessageView, channel: ChannelName, delivery_id: int
    ) -> None:
        if self.reached_breaks:
            raise RuntimeError("a mistake of the subject's")
        self.reached.append((view.id, channel, delivery_id))

    def queue(self, now: datetime = NOON, *, kind: str = "overdue", **options: Any) -> int:
        """Queue a message and commit."""
        facts = options.pop("facts", {**self.facts, "copies": list(self.copies)})
        with transaction(self.session):
            found = queue_message(
                self.session, work_at(now), kind=kind, recipient=self.person(), facts=facts, **options
            )
        assert found is not None
        return found

    def send(self, now: datetime = NOON, **options: Any) -> Counts:
        """Send what waits at an instant."""
        return send_waiting(self.session, self.sources(), now=lambda: now, **options)

    def seen(self, message_id: int) -> MessageView:
        """Return a message as the database has it now."""
        self.session.rollback()
        return message(self.session, message_id)

    def attempts(self, message_id: int) -> list[DeliveryView]:
        """Return the attempts to send a message."""
        self.session.rollback()
        return list(deliveries_of(self.session, [message_id]).get(message_id, ()))

    def tried(self, message_id: int) -> list[tuple[str, str]]:
        """Return channel and code of every attempt."""
        return [(each.channel.value, each.code) for each in self.attempts(message_id)]

    def set_up(
        self, channel: str, driver: str, values: Mapping[str, Any], secrets: Mapping[str, str] | None = None
    ) -> None:
        """Set a channel up and switch it on."""
        with transaction(self.session):
            save_channel(
                self.session, work_at(NOON), channel=channel, driver=driver, active=True,
                values={"timeout": "2", **values}, secrets=secrets or {},
            )  # fmt: skip

    def turn_off(self, channel: str) -> None:
        """Switch a channel off."""
        with transaction(self.session):
            save_channel(
                self.session, work_at(NOON), channel=channel, driver="", active=False, values={}, secrets={}
            )

    def with_telegram(self, provider: Provider) -> None:
        """Let the bot of a server be the library's."""
        self.set_up(
            "telegram", "bot", {"base": provider.url, "bot_name": "kutubxona_bot"}, {"token": "12:abc"}
        )

    def with_eskiz(self, provider: Provider, **values: Any) -> None:
        """Let an account of a server be the library's."""
        told = {"base": f"{provider.url}/api", "email": "akm@example.uz", "sender": "4546", **values}
        self.set_up("sms", "eskiz", told, {"password": "right"})


@pytest.fixture
def library(session: Session) -> Library:
    """A library with one reader to write to; only letters and calls are there until a test sets more up."""
    return Library(session)


@pytest.fixture
def telegram() -> FakeTelegram:
    """Telegram as it answers; the test may make trouble."""
    return FakeTelegram()


@pytest.fixture
def telegram_server(telegram: FakeTelegram) -> Iterator[Provider]:
    """A server that answers as Telegram does."""
    with serving(telegram) as provider:
        yield provider


@pytest.fixture
def eskiz() -> FakeEskiz:
    """Eskiz as it answers; the test may make trouble."""
    return FakeEskiz()


@pytest.fixture
def eskiz_server(eskiz: FakeEskiz) -> Iterator[Provider]:
    """A server that answers as Eskiz does."""
    with serving(eskiz) as provider:
        yield provider


@pytest.fixture
def elsewhere(app: Flask, library: Library) -> Iterator[Library]:
    """The same library seen by another process: with a session of its own."""
    from ils.web.session import db

    with app.app_context():
        other = Session(db.engine, expire_on_commit=False)
    yield replace(library, session=other)
    other.close()
