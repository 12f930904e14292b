"""The order of channels, what may be tried again and after how long (OV-05)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ils.outbox.errors import DeliveryCode
from ils.outbox.rules import (
    CHANNELS,
    LONGEST_PAUSE,
    PAUSES,
    TEMPORARY,
    TRIES,
    Tried,
    clean_address,
    next_channel,
    order_of,
    pause_after,
    usable,
)

pytestmark = pytest.mark.engine_free

ALL = frozenset(CHANNELS)


def test_OV_05_the_order_is_telegram_sms_mail_letter_call() -> None:
    assert CHANNELS == ("telegram", "sms", "email", "letter", "call")
    assert order_of((), (), ()) == CHANNELS


@pytest.mark.parametrize(
    ("own", "persons", "library", "order"),
    [
        (("call",), ("email",), ("sms",), ("call",)),
        ((), ("email", "sms"), ("sms",), ("email", "sms")),
        ((), (), ("sms", "letter"), ("sms", "letter")),
        (("pigeon",), ("email",), (), ("email",)),
        (("sms", "sms"), (), (), ("sms",)),
    ],
)
def test_OV_05_the_messages_own_order_comes_before_the_readers_and_that_before_the_librarys(
    own: tuple[str, ...], persons: tuple[str, ...], library: tuple[str, ...], order: tuple[str, ...]
) -> None:
    assert order_of(own, persons, library) == order


def test_channels_without_an_address_or_switched_off_or_not_suitable_are_skipped() -> None:
    addresses = {
        "telegram": "",
        "sms": "+998901234567",
        "email": "a@b.uz",
        "letter": " ",
        "call": "+998901234567",
    }
    assert usable(CHANNELS, addresses, active=ALL, allowed=ALL) == ("sms", "email", "call")
    assert usable(CHANNELS, addresses, active=ALL - {"sms"}, allowed=ALL) == ("email", "call")
    assert usable(CHANNELS, addresses, active=ALL, allowed={"telegram", "email"}) == ("email",)


def test_whom_nothing_else_reaches_gets_a_letter_to_be_handed_over() -> None:
    assert usable(CHANNELS, {}, active=ALL, allowed=ALL) == ("letter",)
    assert usable(CHANNELS, {}, active=ALL - {"letter"}, allowed=ALL) == ()
    assert usable(("sms", "email"), {}, active=ALL, allowed=ALL) == ()


def test_where_a_letter_was_asked_for_it_needs_no_address() -> None:
    order, phone = ("letter", "call"), {"call": "+998901234567"}
    assert usable(order, phone, active=ALL, allowed=ALL) == ("call",)
    assert usable(order, phone, active=ALL, allowed=ALL, by_letter=True) == ("letter", "call")


def test_OV_05_a_permanent_error_leads_to_the_next_channel_at_once() -> None:
    tried = [Tried("telegram", DeliveryCode.BLOCKED)]
    assert next_channel(CHANNELS, tried) == "sms"
    assert pause_after(tried, "telegram") == PAUSES[0], "asked only of temporary errors"


def test_a_temporary_error_is_tried_again_with_growing_pauses_and_then_leads_on() -> None:
    tried: list[Tried] = []
    pauses = []
    while next_channel(CHANNELS, tried) == "telegram":
        tried.append(Tried("telegram", DeliveryCode.NO_CONNECTION))
        pauses.append(pause_after(tried, "telegram"))
    assert len(tried) == TRIES
    assert pauses == [*PAUSES, timedelta()], "after the last try the next channel has no reason to wait"
    assert next_channel(CHANNELS, tried) == "sms"
    assert list(PAUSES) == sorted(set(PAUSES))


def test_what_the_provider_asks_is_waited_for_within_reason() -> None:
    tried = [Tried("telegram", DeliveryCode.BUSY)]
    assert pause_after(tried, "telegram", asked=900) == timedelta(seconds=900)
    assert pause_after(tried, "telegram", asked=1) == PAUSES[0]
    assert pause_after(tried, "telegram", asked=10**9) == LONGEST_PAUSE


def test_when_all_channels_have_failed_there_is_none() -> None:
    tried = [Tried(name, DeliveryCode.REFUSED) for name in CHANNELS]
    assert next_channel(CHANNELS, tried) is None
    assert next_channel((), []) is None


def test_what_no_patience_mends_is_not_tried_again() -> None:
    for code in (
        DeliveryCode.BLOCKED,
        DeliveryCode.LOGIN_REFUSED,
        DeliveryCode.ADDRESS_REFUSED,
        DeliveryCode.UNDELIVERED,
    ):
        assert code not in TEMPORARY


@pytest.mark.parametrize(
    ("channel", "typed", "address"),
    [
        ("sms", "90 123-45-67", "+998901234567"),
        ("sms", "+998 90 123 45 67", "+998901234567"),
        ("sms", "998901234567", "+998901234567"),
        ("call", "+7 495 1234567", "+74951234567"),
        ("sms", "yoʻq", ""),
        ("email", " a@b.uz\r\nBcc: x@y.z", "a@b.uz Bcc: x@y.z"),
        ("telegram", " 777 ", "777"),
    ],
)
def test_addresses_are_cleaned_for_their_channel(channel: str, typed: str, address: str) -> None:
    assert clean_address(channel, typed) == address
