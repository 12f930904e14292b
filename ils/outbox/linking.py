"""Readers who tie their Telegram to their card: they open the bot by a link with a one-time token and press Start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.channels.base import Outgoing, Result
from ils.outbox.channels.telegram import Start, open_bot, read_starts
from ils.outbox.rules import TELEGRAM, Recipient
from ils.outbox.services.queueing import language_of, writer
from ils.outbox.services.settings import ChannelFacts, channels, keep_learned
from ils.outbox.texts import Writer

KIND = "telegram_link"
UNKNOWN = "telegram_unknown"
OFFSET = "offset"  # kept beside the token: another bot counts anew
SECONDS = "5"

OnStart = Callable[[Session, Start, datetime], Recipient | None]
"""Tie a chat to the card that the token was given for; None where there is no such token any more. It may write."""


def bot_is_on(session: Session, _now: datetime) -> bool:
    """Tell whether there is a bot to ask."""
    facts = channels(session)[TELEGRAM]
    return facts.active and bool(facts.values.get("bot_name"))


def take_starts(session: Session, on_start: OnStart, *, now: Callable[[], datetime]) -> int:
    """Ask the bot who pressed Start, tie each to a card and answer; returns how many were tied. Own transactions."""
    facts, texts = channels(session)[TELEGRAM], writer(session, KIND)
    session.rollback()
    if not facts.active:
        return 0
    bot = open_bot({**facts.values, "timeout": SECONDS}, facts.secrets)
    before = _offset(facts)
    found = bot.updates(before)
    if isinstance(found, Result):
        return 0
    starts, after = read_starts(found, before)
    tied = 0
    for start in starts:
        with transaction(session):
            person = on_start(session, start, now())
        bot.send(_answer(texts, start, person, now()))
        tied += person is not None
    if after != before:
        with transaction(session):
            keep_learned(session, TELEGRAM, {OFFSET: str(after)})
    return tied


def _offset(facts: ChannelFacts) -> int:
    kept = str(facts.secrets.get(OFFSET) or "0")
    return int(kept) if kept.isdecimal() else 0


def _answer(texts: Writer, start: Start, person: Recipient | None, at: datetime) -> Outgoing:
    """Answer in the person's language; whom nobody knows is answered in the two that everybody here reads."""
    if person is not None:
        said = texts.write(KIND, {}, name=person.name, language=language_of(person), form="long").body
    else:
        unknown = {"template": UNKNOWN}
        said = "\n\n".join(
            texts.write(KIND, unknown, name="", language=each, form="long").body for each in ("uz", "ru")
        )
    language = language_of(person) if person else "uz"
    return Outgoing(f"start-{start.chat}", str(start.chat), "", "", said, language, at)


def bot_link(session: Session, token: str) -> str | None:
    """Return the address that opens the bot with a token, for a page or a QR code; None where there is no bot."""
    facts = channels(session)[TELEGRAM]
    name = str(facts.values.get("bot_name") or "").lstrip("@")
    return f"https://t.me/{name}?start={token}" if facts.active and name else None
