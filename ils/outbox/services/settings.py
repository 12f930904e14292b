"""How channels are reached, in which order they are tried, and at which hours people may be written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.clock import at_hour, local
from ils.errors import clean_text
from ils.library.models import Setting
from ils.outbox.channels import DRIVERS, driver_of
from ils.outbox.channels.base import Driver, Field, Line
from ils.outbox.errors import OutboxCode, OutboxInputError, OutboxRefused
from ils.outbox.models import ChannelName, ChannelSetting
from ils.outbox.rules import ALWAYS_THERE, CHANNELS

ORDER = "message_channels"
HOURS = "message_hours"
ALL_DAY = (0, 24)
USUAL_HOURS = (8, 21)
LONGEST_LINE, MOST_LINES = 500, 60


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """How a channel is set up; secrets are in it for those who send, never for a page."""

    channel: ChannelName
    active: bool
    driver: Driver
    values: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(repr=False, default_factory=dict)

    def open(self) -> Line:
        """Open the channel with its settings."""
        line: Line = self.driver.open(self.values, self.secrets)
        return line


def channels(session: Session) -> dict[str, ChannelFacts]:
    """Return every channel; letters and calls are there until somebody switches them off."""
    rows = {row.channel: row for row in session.scalars(select(ChannelSetting))}
    return {each.value: _facts(each, rows.get(each)) for each in ChannelName}


def _facts(channel: ChannelName, row: ChannelSetting | None) -> ChannelFacts:
    usual = DRIVERS[channel][0]
    if row is None:
        return ChannelFacts(channel, channel.value in ALWAYS_THERE, usual, {})
    driver = driver_of(channel, row.driver)
    return ChannelFacts(
        channel, row.active and driver is not None, driver or usual, row.settings, row.secrets
    )


def save_channel(
    session: Session,
    work: Work,
    *,
    channel: str,
    driver: str,
    active: bool,
    values: Mapping[str, object],
    secrets: Mapping[str, str],
    forget: Iterable[str] = (),
) -> None:
    """Set a channel up. A secret that is not given stays as it was; `forget` names those to be dropped."""
    name = channel_of(channel)
    chosen = driver_of(name, driver)
    if chosen is None:
        raise OutboxInputError(OutboxCode.DRIVER_UNKNOWN, driver=driver[:20])
    clean = {
        each.name: _clean(each, values.get(each.name)) for each in chosen.fields if each.kind != "secret"
    }
    row = session.get(ChannelSetting, name)
    kept = {} if row is None or row.driver != chosen.name else dict(row.secrets)
    kept = _secrets(chosen, kept, secrets, frozenset(forget))
    if active:
        _refuse_missing(chosen, clean, kept)
    if row is None:
        row = ChannelSetting(channel=name)
        session.add(row)
    row.driver, row.active, row.settings, row.secrets = chosen.name, active, clean, kept
    row.changed_at, row.changed_by = work.now, work.actor_id
    audit(
        session, work, "channel_saved", subject_type="channel", subject_id=None,
        channel=channel, driver=chosen.name, active=active,
    )  # fmt: skip


def channel_of(name: str) -> ChannelName:
    """Return the channel of a name; refuse an unknown one."""
    if name not in CHANNELS:
        raise OutboxInputError(OutboxCode.CHANNEL_UNKNOWN, channel=name[:20])
    return ChannelName(name)


def _clean(told: Field, value: object) -> Any:
    if told.kind == "switch":
        return bool(value)
    if told.kind == "lines":
        return _lines(told.name, str(value or ""))
    text = clean_text(str(value or ""), field=told.name, limit=LONGEST_LINE)
    if told.kind == "choice" and text not in told.choices:
        text = "" if not text else _wrong(told.name, text)
    if (
        text
        and told.kind == "number"
        and not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536)
    ):
        _wrong(told.name, text)
    if text and told.name in ("base", "url", "callback_url") and not _is_address(text):
        _wrong(told.name, text)
    return text


def _lines(name: str, text: str) -> str:
    found = [line.replace("\t", " ") for line in text.replace("\r", "").strip().split("\n")]
    return "\n".join(clean_text(line, field=name, limit=LONGEST_LINE) for line in found[:MOST_LINES])


def _wrong(name: str, value: str) -> str:
    raise OutboxInputError(OutboxCode.FIELD_WRONG, field=name, value=value[:60])


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _secrets(
    driver: Driver, kept: dict[str, Any], given: Mapping[str, str], forget: frozenset[str]
) -> dict[str, Any]:
    found = {name: value for name, value in kept.items() if name not in forget}
    for name in driver.secrets:
        if value := clean_text(given.get(name), field=name, limit=LONGEST_LINE):
            found = {
                known: old for known, old in found.items() if known in driver.secrets
            }  # a token of the old ones
            found[name] = value
    return found


def _refuse_missing(driver: Driver, values: Mapping[str, Any], secrets: Mapping[str, Any]) -> None:
    for each in driver.fields:
        said = secrets.get(each.name) if each.kind == "secret" else values.get(each.name)
        if each.required and not said and not each.default:
            raise OutboxInputError(OutboxCode.FIELD_MISSING, field=each.name)


def keep_learned(session: Session, channel: str, learned: Mapping[str, str]) -> None:
    """Keep what a channel has come to know while it was open: a token that lives for a month."""
    row = session.get(ChannelSetting, ChannelName(channel))
    if row is not None and any(row.secrets.get(name) != value for name, value in learned.items()):
        row.secrets = {**row.secrets, **learned}


def channel_order(session: Session) -> tuple[str, ...]:
    """Return the library's order of channels (OV-05)."""
    row = session.get(Setting, ORDER)
    known = tuple(
        each for each in (row.value if row and isinstance(row.value, list) else ()) if each in CHANNELS
    )
    return known or CHANNELS


def set_channel_order(session: Session, work: Work, *, order: Iterable[str]) -> None:
    """Set in which order channels are tried; one left out is tried only where a message or a person asks for it."""
    known = list(dict.fromkeys(channel_of(each).value for each in order))
    if not known:
        raise OutboxRefused(OutboxCode.CHANNEL_ORDER_EMPTY)
    session.merge(Setting(name=ORDER, value=known))
    audit(session, work, "channel_order_set", subject_type="channel", subject_id=None, order=known)


def message_hours(session: Session) -> tuple[int, int]:
    """Return from which hour to which people are written to electronically."""
    row = session.get(Setting, HOURS)
    return (int(row.value[0]), int(row.value[1])) if row and isinstance(row.value, list) else USUAL_HOURS


def set_message_hours(session: Session, work: Work, *, first: int, last: int) -> None:
    """Set from which hour to which people are written to: 0 to 24, the first before the last."""
    if not 0 <= first < last <= 24:
        raise OutboxInputError(OutboxCode.HOURS_WRONG, first=first, last=last)
    session.merge(Setting(name=HOURS, value=[first, last]))
    audit(session, work, "message_hours_set", subject_type="channel", subject_id=None, first=first, last=last)


def next_hour(hours: tuple[int, int], now: datetime) -> datetime | None:
    """Return when people may be written to again, None where they may be now."""
    first, last = hours
    here = local(now)
    if first <= here.hour < last:
        return None
    day = here.date() if here.hour < first else here.date() + timedelta(days=1)
    return at_hour(day, first)
