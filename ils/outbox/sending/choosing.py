"""What is to be done with one message now: over which channel it goes, or why it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ils.outbox.errors import CancelReason
from ils.outbox.models import MessageState
from ils.outbox.queries import MessageView, this_round
from ils.outbox.rules import (
    CALL,
    CHANNELS,
    ELECTRONIC,
    LETTER,
    SMS,
    Fresh,
    Recipient,
    Tried,
    clean_address,
    next_channel,
    order_of,
    usable,
)
from ils.outbox.services.queueing import language_of, plain_facts, writer
from ils.outbox.services.settings import ChannelFacts, channel_order, channels, message_hours, next_hour
from ils.outbox.texts import Writer, Written, channels_for, form_for


@dataclass(frozen=True, slots=True)
class Choice:
    """What would be done with a message now: over which channel, or why not."""

    channel: str | None = None
    address: str = ""
    reason: CancelReason | None = None
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class House:
    """What the library has set, read once a run."""

    facts: Mapping[str, ChannelFacts]
    order: tuple[str, ...]
    hours: tuple[int, int] | None
    writer: Writer

    @property
    def active(self) -> frozenset[str]:
        """The channels that are switched on."""
        return frozenset(name for name, facts in self.facts.items() if facts.active)


def read_house(session: Session, *, keep_hours: bool = True) -> House:
    """Read what the library has set; `keep_hours`: whether people are written to at the set hours only."""
    hours = message_hours(session) if keep_hours else None
    return House(channels(session), channel_order(session), hours, writer(session))


def choose(session: Session, house: House, view: MessageView, fresh: Fresh, now: datetime) -> Choice:
    """Return over which channel a message goes now; it only reads."""
    tried, _before = this_round(session, view.id, view.attempts)
    return planned_channel(
        house, kind=view.kind, recipient=fresh.recipient, channels=view.channels, tried=tried, now=now
    )


def planned_channel(
    house: House,
    *,
    kind: str,
    recipient: Recipient,
    now: datetime,
    channels: Sequence[str] = (),
    tried: Sequence[Tried] = (),
) -> Choice:
    """Return over which channel a person would be written to about something, or why not; nothing is read or changed."""
    order = order_of(channels, recipient.channels, house.order)
    addresses = {name: clean_address(name, recipient.addresses.get(name) or "") for name in CHANNELS}
    asked = bool(channels) and channels[0] == LETTER
    open_to_it = usable(order, addresses, active=house.active, allowed=channels_for(kind), by_letter=asked)
    if not open_to_it:
        return Choice(reason=CancelReason.NO_CHANNEL)
    channel = next_channel(open_to_it, tried)
    if channel is None:
        return Choice(reason=CancelReason.ALL_CHANNELS_FAILED)
    later = next_hour(house.hours, now) if house.hours and channel in ELECTRONIC else None
    return Choice(channel, addresses[channel], wait_until=later)


def write(house: House, view: MessageView, fresh: Fresh, channel: str) -> Written:
    """Make the text of a message as a channel carries it."""
    person = fresh.recipient
    language = language_of(person)
    if channel == SMS and language == "uz_Cyrl" and house.facts[SMS].values.get("latin"):
        language = "uz"  # the library would rather pay for one segment than for two
    return house.writer.write(
        view.kind, plain_facts(fresh.facts), name=person.name, language=language, form=form_for(channel)
    )


def state_after(view: MessageView, reason: CancelReason) -> MessageState:
    """Return how a message ends that no channel carries.

    A notice that suits only some channels is dropped where the person has none of them; anything else has failed.
    """
    optional = not {LETTER, CALL} <= channels_for(view.kind)
    dropped = optional and reason is CancelReason.NO_CHANNEL
    return MessageState.CANCELLED if dropped else MessageState.FAILED
