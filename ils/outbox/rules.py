"""Who is written to, in which order of channels, and how long to wait after what went wrong (OV-05): plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ils.outbox.errors import DeliveryCode

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")
TELEGRAM, SMS, EMAIL, LETTER, CALL = "telegram", "sms", "email", "letter", "call"
CHANNELS = (TELEGRAM, SMS, EMAIL, LETTER, CALL)  # OV-05: the order where nobody has chosen another
ELECTRONIC = frozenset({TELEGRAM, SMS, EMAIL})
ALWAYS_THERE = frozenset({LETTER, CALL})  # they need no line and no provider
FORM_OF = {TELEGRAM: "long", SMS: "short", EMAIL: "long", LETTER: "letter", CALL: "long"}

CLAIM = timedelta(minutes=10)
"""So long a message is left alone that somebody has taken up; after it the program that took it is thought dead."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
TRIES = len(PAUSES) + 1  # on one channel
LONGEST_PAUSE = timedelta(hours=6)

# What a little patience may mend; everything else sends the message on to the next channel at once.
TEMPORARY = frozenset({
    DeliveryCode.UNANSWERED, DeliveryCode.NO_CONNECTION, DeliveryCode.CHANNEL_DOWN, DeliveryCode.BUSY,
    DeliveryCode.PROVIDER_FAILED, DeliveryCode.GARBLED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be written to.

    `type` and `id` say whose page it is ("patron"), `language` is uz, uz_Cyrl, ru or en, `addresses` goes by channel:
    telegram → chat id, sms and call → telephone in E.164, email, letter → postal address; an empty one is skipped.
    `channels`: the person's own order; empty: the library's.
    """

    type: str
    id: int
    name: str
    language: str
    addresses: Mapping[str, str]
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a source says at the moment of sending: facts as they are now, and the person as they can be reached now."""

    facts: Mapping[str, Any]
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt of the present round."""

    channel: str
    code: str


def order_of(own: Iterable[str], persons: Iterable[str], library: Iterable[str]) -> tuple[str, ...]:
    """Return the order of channels: the message's own, else the person's, else the library's."""
    for order in (own, persons, library):
        known = tuple(dict.fromkeys(each for each in order if each in CHANNELS))
        if known:
            return known
    return CHANNELS


def usable(
    order: Sequence[str],
    addresses: Mapping[str, str],
    *,
    active: Collection[str],
    allowed: Collection[str],
    by_letter: bool = False,
) -> tuple[str, ...]:
    """Return the channels of the order that can be tried.

    Skipped are those switched off, those that the kind of message never takes, and those without an address. A letter
    without one, to be handed over in person, is written where a letter was asked for (`by_letter`), and to whom nothing
    else reaches.
    """
    possible = [each for each in order if each in active and each in allowed]
    found = tuple(
        each for each in possible if addresses.get(each, "").strip() or (by_letter and each == LETTER)
    )
    return found or tuple(each for each in possible if each == LETTER)


def is_temporary(code: str) -> bool:
    """Tell whether the same channel may be tried again."""
    return code in TEMPORARY


def next_channel(channels: Iterable[str], tried: Sequence[Tried]) -> str | None:
    """Return the channel to try now: the first without a permanent error and with tries left; None: all have failed."""
    for channel in channels:
        codes = [each.code for each in tried if each.channel == channel]
        if len(codes) < TRIES and all(is_temporary(code) for code in codes):
            return channel
    return None


def pause_after(tried: Sequence[Tried], channel: str, *, asked: int | None = None) -> timedelta:
    """Return how long to wait after a temporary error; `asked`: the seconds that the provider wants."""
    count = sum(1 for each in tried if each.channel == channel)
    own = PAUSES[min(max(count, 1), len(PAUSES)) - 1] if count < TRIES else timedelta()
    return min(max(own, timedelta(seconds=asked or 0)), LONGEST_PAUSE)


def clean_address(channel: str, address: str) -> str:
    """Return an address as channels take it: a telephone as +998…, nothing with line breaks."""
    text = " ".join(address.split())
    if channel in (SMS, CALL):
        digits = "".join(each for each in text if each.isdigit() and each.isascii())
        return f"+998{digits}" if len(digits) == 9 else f"+{digits}" if digits else ""
    return text
