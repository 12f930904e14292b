"""What can be wrong with messages, their texts and channels, and how an attempt to send one ended."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class OutboxCode(StrEnum):
    """Why something asked of a message, a text or a channel is refused."""

    UNKNOWN = "message_unknown"
    NOT_WAITING = "message_not_waiting"
    BEING_SENT = "message_being_sent"
    NOT_TO_CALL = "message_not_to_call"
    CHANNEL_UNKNOWN = "channel_unknown"
    CHANNEL_ORDER_EMPTY = "channel_order_empty"
    DRIVER_UNKNOWN = "channel_driver_unknown"
    FIELD_MISSING = "channel_field_missing"
    FIELD_WRONG = "channel_field_wrong"
    TEXT_UNKNOWN = "message_text_unknown"
    TEXT_BROKEN = "message_text_broken"
    WORD_UNKNOWN = "message_word_unknown"
    HOURS_WRONG = "message_hours_wrong"


class DeliveryCode(StrEnum):
    """How an attempt ended that did not reach the person."""

    UNANSWERED = "delivery_unanswered"  # begun; the program was ended before it knew the answer
    NO_CONNECTION = "delivery_no_connection"
    CHANNEL_DOWN = "delivery_channel_down"  # not reached a moment ago, so not tried
    BUSY = "delivery_busy"
    PROVIDER_FAILED = "delivery_provider_failed"
    GARBLED = "delivery_garbled"
    TLS_FAILED = "delivery_tls_failed"
    LOGIN_REFUSED = "delivery_login_refused"
    NOT_SET_UP = "delivery_not_set_up"
    BLOCKED = "delivery_blocked"  # the person has shut the bot out
    ADDRESS_WRONG = "delivery_address_wrong"
    ADDRESS_REFUSED = "delivery_address_refused"
    SENDER_REFUSED = "delivery_sender_refused"
    REFUSED = "delivery_refused"
    UNDELIVERED = "delivery_undelivered"  # taken by the provider, who later said that it did not arrive
    CHANNEL_BROKE = "delivery_channel_broke"


class CancelReason(StrEnum):
    """Why a message will not be sent."""

    BY_HAND = "cancelled_by_hand"
    NOT_TRUE_ANY_MORE = "cancelled_not_true_any_more"  # OV-03
    NO_CHANNEL = "cancelled_no_channel"
    ALL_CHANNELS_FAILED = "cancelled_all_channels_failed"
    SOURCE_UNKNOWN = "cancelled_source_unknown"
    SOURCE_BROKE = "cancelled_source_broke"


class OutboxRefused(LibraryError):
    """What was asked of a message cannot be done now."""


class OutboxInputError(InputError):
    """A text or a setting that cannot be used."""


class MessageNotFoundError(NotFoundError):
    """No such message."""
