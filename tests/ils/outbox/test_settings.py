"""How channels are set up: what is missing is named, secrets stay secret, the order and the hours are the library's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.models import AuditEntry
from ils.clock import at_hour
from ils.db import transaction
from ils.errors import InputError
from ils.outbox.channels import DRIVERS, driver_of
from ils.outbox.errors import OutboxCode, OutboxInputError, OutboxRefused
from ils.outbox.models import ChannelName
from ils.outbox.rules import CHANNELS
from ils.outbox.services import (
    channel_order,
    channels,
    message_hours,
    save_channel,
    set_channel_order,
    set_message_hours,
)
from ils.outbox.services.settings import keep_learned, next_hour
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeEskiz, Provider
from tests.world import work_at

BOT = {"channel": "telegram", "driver": "bot", "active": True, "values": {}, "secrets": {"token": "12:abc"}}


def save(session: Session, **told: Any) -> None:
    with transaction(session):
        save_channel(session, work_at(NOON), **{"values": {}, "secrets": {}, **told})


def test_letters_and_calls_are_there_from_the_start_and_nothing_else(session: Session) -> None:
    assert {name for name, facts in channels(session).items() if facts.active} == {"letter", "call"}


def test_a_secret_is_kept_until_another_is_given_or_it_is_forgotten(session: Session) -> None:
    save(session, **BOT)
    save(session, **BOT | {"values": {"bot_name": "akm_bot"}, "secrets": {"token": ""}})
    facts = channels(session)["telegram"]
    assert (facts.secrets["token"], facts.values["bot_name"]) == ("12:abc", "akm_bot")
    assert "12:abc" not in repr(facts)
    save(session, **BOT | {"secrets": {"token": "34:def"}})
    assert channels(session)["telegram"].secrets == {"token": "34:def"}
    save(session, **BOT | {"active": False, "secrets": {}, "forget": ["token"]})
    assert channels(session)["telegram"].secrets == {}


def test_the_trail_never_has_a_secret(session: Session) -> None:
    save(session, **BOT)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "channel_saved")).all()
    assert len(entries) == 1
    assert "12:abc" not in str([entry.details for entry in entries])


def test_a_learned_token_goes_with_the_password_it_was_given_for(session: Session) -> None:
    eskiz = {"channel": "sms", "driver": "eskiz", "active": True, "values": {"email": "a@b.uz"}}
    save(session, **eskiz, secrets={"password": "one"})
    with transaction(session):
        keep_learned(session, "sms", {"token": "t"})
        keep_learned(session, "email", {"token": "of a channel that is not set up"})
    assert channels(session)["sms"].secrets == {"password": "one", "token": "t"}
    save(session, **eskiz, secrets={"password": ""})
    assert channels(session)["sms"].secrets["token"] == "t"
    save(session, **eskiz, secrets={"password": "two"})
    assert channels(session)["sms"].secrets == {"password": "two"}


def test_another_driver_begins_without_the_secrets_of_the_last_one(session: Session) -> None:
    save(
        session,
        channel="sms",
        driver="http",
        active=True,
        values={"url": "https://a.uz"},
        secrets={"key": "k"},
    )
    save(session, channel="sms", driver="eskiz", active=False, values={}, secrets={})
    assert channels(session)["sms"].secrets == {}


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        (BOT | {"secrets": {}}, OutboxCode.FIELD_MISSING, "token"),
        ({"channel": "email", "driver": "smtp", "active": True}, OutboxCode.FIELD_MISSING, "host"),
        ({"channel": "sms", "driver": "eskiz", "active": True}, OutboxCode.FIELD_MISSING, "email"),
        (BOT | {"values": {"base": "ftp://x"}}, OutboxCode.FIELD_WRONG, "base"),
        (BOT | {"values": {"base": "http://[::1"}}, OutboxCode.FIELD_WRONG, "base"),
        (BOT | {"values": {"base": "http://a:99999"}}, OutboxCode.FIELD_WRONG, "base"),
        (BOT | {"values": {"timeout": "soon"}}, OutboxCode.FIELD_WRONG, "timeout"),
        (BOT | {"values": {"timeout": "0"}}, OutboxCode.FIELD_WRONG, "timeout"),
        (BOT | {"values": {"timeout": "²"}}, OutboxCode.FIELD_WRONG, "timeout"),
        ({"channel": "email", "driver": "smtp", "active": False, "values": {"port": "99999"}},
         OutboxCode.FIELD_WRONG, "port"),
        ({"channel": "email", "driver": "smtp", "active": False, "values": {"security": "ssl9"}},
         OutboxCode.FIELD_WRONG, "security"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(
    session: Session, told: dict[str, Any], code: OutboxCode, field: str
) -> None:
    with pytest.raises(OutboxInputError) as refused:
        save(session, **told)
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)


def test_unknown_channels_and_drivers_are_refused(session: Session) -> None:
    for told, code in (
        ({"channel": "pigeon", "driver": "", "active": True}, OutboxCode.CHANNEL_UNKNOWN),
        ({"channel": "sms", "driver": "smtp", "active": True}, OutboxCode.DRIVER_UNKNOWN),
    ):
        with pytest.raises(OutboxInputError) as refused:
            save(session, **told)
        assert refused.value.code is code


def test_a_channel_may_be_half_filled_in_while_it_is_off(session: Session) -> None:
    save(session, channel="email", driver="smtp", active=False, values={"host": "mail.example.uz"})
    assert not channels(session)["email"].active


def test_lines_keep_their_lines_and_control_characters_are_refused(session: Session) -> None:
    told = {"channel": "letter", "driver": "letter", "active": True}
    save(session, **told, values={"letterhead": "Arnasoy\r\nBogʻ koʻchasi\t5\r\n"})
    assert channels(session)["letter"].values["letterhead"] == "Arnasoy\nBogʻ koʻchasi 5"
    with pytest.raises(InputError):
        save(session, **told, values={"letterhead": "a\x1bb"})


def test_the_order_of_channels_is_the_librarys(session: Session) -> None:
    assert channel_order(session) == CHANNELS
    with transaction(session):
        set_channel_order(session, work_at(NOON), order=["sms", "letter", "sms"])
    assert channel_order(session) == ("sms", "letter")
    with pytest.raises(OutboxRefused), transaction(session):
        set_channel_order(session, work_at(NOON), order=[])
    with pytest.raises(OutboxInputError), transaction(session):
        set_channel_order(session, work_at(NOON), order=["pigeon"])
    assert channel_order(session) == ("sms", "letter")


def test_the_hours_of_messages_are_the_librarys(session: Session) -> None:
    assert message_hours(session) == (8, 21)
    with transaction(session):
        set_message_hours(session, work_at(NOON), first=10, last=18)
    assert message_hours(session) == (10, 18)
    for first, last in ((10, 10), (12, 8), (-1, 5), (0, 25)):
        with pytest.raises(OutboxInputError), transaction(session):
            set_message_hours(session, work_at(NOON), first=first, last=last)


def test_the_next_hour_is_this_morning_or_tomorrows() -> None:
    day = NOON.date()
    assert next_hour((8, 21), NOON) is None
    assert next_hour((8, 21), at_hour(day, 8)) is None
    assert next_hour((8, 21), at_hour(day, 7.99)) == at_hour(day, 8)
    assert next_hour((8, 21), at_hour(day, 21)) == at_hour(day + timedelta(days=1), 8)
    assert next_hour((0, 24), at_hour(day, 23.99)) is None


def test_a_token_that_a_run_has_learned_serves_the_next_run(
    library: Library, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    for _each in range(3):
        library.queue(channels=["sms"])
        library.send()
    assert (eskiz.logins, len(eskiz.sent)) == (1, 3)


def test_every_channel_has_a_driver_and_every_driver_its_own_name() -> None:
    assert set(DRIVERS) == set(ChannelName)
    names = [driver.name for drivers in DRIVERS.values() for driver in drivers]
    assert len(names) == len(set(names))
    usual = driver_of(ChannelName.SMS, "")
    assert usual is not None
    assert usual.name == "eskiz"
    assert driver_of(ChannelName.SMS, "bot") is None
