"""Words of the outbox: refusals, how attempts ended, channels, states, kinds and their texts, fields of channels."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.outbox.errors import CancelReason, DeliveryCode, OutboxCode
from ils.outbox.models import MessageState

OUTBOX_WORDS: dict[OutboxCode, Any] = {
    OutboxCode.UNKNOWN: _l("There is no such message."),
    OutboxCode.NOT_WAITING: _l("The message has already reached the reader, or was cancelled before."),
    OutboxCode.BEING_SENT: _l("The message is being sent at this very moment. Look again in ten minutes."),
    OutboxCode.NOT_TO_CALL: _l("The reader is no longer on the call list for this message."),
    OutboxCode.CHANNEL_UNKNOWN: _l("There is no channel “%(channel)s”."),
    OutboxCode.CHANNEL_ORDER_EMPTY: _l("Give at least one channel a place."),
    OutboxCode.DRIVER_UNKNOWN: _l("The channel cannot be run by “%(driver)s”."),
    OutboxCode.FIELD_MISSING: _l("Fill in the field “%(field)s” before the channel is switched on."),
    OutboxCode.FIELD_WRONG: _l("The field “%(field)s” cannot be “%(value)s”."),
    OutboxCode.TEXT_UNKNOWN: _l("There is no text “%(text)s”."),
    OutboxCode.TEXT_BROKEN: _l("The text cannot be understood at “%(at)s”: look at its braces."),
    OutboxCode.WORD_UNKNOWN: _l(
        "This message knows no fact “%(word)s”. The list beside the text has those that it knows."
    ),
    OutboxCode.HOURS_WRONG: _l("From %(first)s to %(last)s is no part of a day from 0 to 24."),
}

DELIVERY_WORDS: dict[DeliveryCode, Any] = {
    DeliveryCode.UNANSWERED: _l("The program was ended before the answer came; it may have arrived."),
    DeliveryCode.NO_CONNECTION: _l("Nobody answered: no line, or the provider is not there."),
    DeliveryCode.CHANNEL_DOWN: _l("Not tried: nobody had answered there a moment before."),
    DeliveryCode.BUSY: _l("The provider asked to wait."),
    DeliveryCode.PROVIDER_FAILED: _l("The provider has trouble of its own."),
    DeliveryCode.GARBLED: _l("The answer was not the provider's; perhaps a page of the line's owner."),
    DeliveryCode.TLS_FAILED: _l("No safe connection could be made: certificate or TLS."),
    DeliveryCode.LOGIN_REFUSED: _l("The provider refuses the sign-in: password, token or key."),
    DeliveryCode.NOT_SET_UP: _l("The channel is not set up."),
    DeliveryCode.BLOCKED: _l("The reader has blocked the bot. Its link can be removed on the reader's page."),
    DeliveryCode.ADDRESS_WRONG: _l("The address cannot be right."),
    DeliveryCode.ADDRESS_REFUSED: _l("The provider knows no such address."),
    DeliveryCode.SENDER_REFUSED: _l("The provider refuses the sender."),
    DeliveryCode.REFUSED: _l("The provider refuses the message."),
    DeliveryCode.UNDELIVERED: _l("The provider took it and later said that it did not arrive."),
    DeliveryCode.CHANNEL_BROKE: _l("The program has made a mistake; it is in the log, by its time."),
}

CANCEL_WORDS: dict[CancelReason, Any] = {
    CancelReason.BY_HAND: _l("cancelled by hand"),
    CancelReason.NOT_TRUE_ANY_MORE: _l("no longer true when it was to be sent"),
    CancelReason.NO_CHANNEL: _l("the reader has no address on any channel that is on"),
    CancelReason.ALL_CHANNELS_FAILED: _l("every channel has failed"),
    CancelReason.SOURCE_UNKNOWN: _l("this program does not know messages of this kind"),
    CancelReason.SOURCE_BROKE: _l("the program has made a mistake; it is in the log, by its time"),
}

JOB_KIND_WORDS: dict[str, Any] = {
    "outbox_send": _l("Sending messages"),
    "outbox_statuses": _l("Asking what became of SMS"),
    "telegram_updates": _l("Tying Telegram to cards"),
    "outbox_send:done": _l("Messages looked at: %(messages)s"),
    "outbox_statuses:done": _l("New answers: %(answers)s"),
    "telegram_updates:done": _l("Readers tied: %(tied)s"),
}

AUDIT_WORDS: dict[str, Any] = {
    "outbox_sent": _l("Messages sent by command"),
    "message_resent": _l("Message sent again"),
    "message_cancelled": _l("Message cancelled"),
    "letters_printed": _l("Letters printed"),
    "message_called": _l("Reader called"),
    "channel_saved": _l("Channel set up"),
    "channel_tested": _l("Channel tested"),
    "channel_order_set": _l("Order of channels set"),
    "message_hours_set": _l("Hours of messages set"),
    "message_text_saved": _l("Text of a message changed"),
    "message_text_reset": _l("The program's own text restored"),
}

CHECK_WORDS: dict[str, Any] = {
    "message_sent_without_delivery": _l(
        "Message %(message)s is said to have been sent, but no attempt went well."
    ),
    "message_attempts_missing": _l("Message %(message)s counts %(said)s attempts; kept are %(kept)s."),
    "message_waits_though_sent": _l("Message %(message)s still waits, though its last attempt went well."),
    "message_without_reason": _l("Message %(message)s was given up without a reason."),
}

# The tables below are asked for by name: their keys are no codes that a refusal has.
CHANNELS: dict[str, Any] = {
    "telegram": _l("Telegram"),
    "sms": _l("SMS"),
    "email": _l("E-mail"),
    "letter": _l("Letter"),
    "call": _l("Telephone call"),
}

STATES: dict[MessageState, Any] = {
    MessageState.QUEUED: _l("waiting"),
    MessageState.SENT: _l("sent"),
    MessageState.TO_PRINT: _l("to be printed"),
    MessageState.TO_CALL: _l("to be called"),
    MessageState.FAILED: _l("failed"),
    MessageState.CANCELLED: _l("cancelled"),
}
TAGS: dict[MessageState, str] = {
    MessageState.QUEUED: "plain",
    MessageState.SENT: "ok",
    MessageState.TO_PRINT: "info",
    MessageState.TO_CALL: "info",
    MessageState.FAILED: "no",
    MessageState.CANCELLED: "warn",
}

KINDS: dict[str, Any] = {
    "overdue": _l("Overdue copies"),
    "hold_ready": _l("Hold ready"),
    "hold_expired": _l("Hold run out"),
    "session": _l("What was lent and returned"),
    "redated": _l("Due date moved"),
    "telegram_link": _l("Telegram connected"),
    "new_arrivals": _l("Bulletin of new arrivals"),
    "query_answer": _l("Answer to a query"),
}

TEXTS: dict[str, Any] = {
    **KINDS,
    # The names that the levels of overdue control begin with: a text and its level have one name.
    "overdue_before": _l("Due soon"),
    "overdue_today": _l("Due today"),
    "overdue_1": _l("Overdue"),
    "overdue_7": _l("A week late"),
    "overdue_30": _l("A month late"),
    "overdue_90": _l("Held to be lost"),
    "overdue": _l("Overdue, any level"),
    "telegram_unknown": _l("Telegram link out of date"),
    "query_refused": _l("Query refused"),
}

FORMS: dict[str, Any] = {"short": _l("SMS"), "long": _l("E-mail and Telegram"), "letter": _l("Letter")}

CELLS: dict[str, Any] = {"short": _l("SMS"), "long": _l("Long"), "letter": _l("Letter")}

APPROVALS: dict[str, Any] = {
    "": _l("not asked"),
    "asked": _l("asked"),
    "approved": _l("approved"),
    "refused": _l("refused"),
}

STATUSES: dict[str, Any] = {
    "to_print": _l("laid into the tray"),
    "printed": _l("printed"),
    "to_call": _l("put on the call list"),
    "called": _l("called"),
    "taken_back": _l("taken back"),
}

DRIVERS: dict[str, Any] = {
    "bot": _l("Telegram bot"),
    "eskiz": _l("Eskiz"),
    "http": _l("Another gateway over HTTP"),
    "smtp": _l("Mail server (SMTP)"),
    "letter": _l("Letter on paper"),
    "call": _l("Call list"),
}

# Field of a driver → its label and what helps to fill it in.
FIELDS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("bot", "bot_name"): (
        _l("Name of the bot"),
        _l("Without @. Readers open it by a link with a one-time token."),
    ),
    ("bot", "token"): (_l("Token of the bot"), _l("@BotFather gives it when the bot is made.")),
    ("bot", "base"): (_l("Address of the service"), ""),
    ("eskiz", "email"): (_l("E-mail of the account"), ""),
    ("eskiz", "password"): (
        _l("Password of the gateway"),
        _l("The one for the gateway, from the account's page."),
    ),
    ("eskiz", "sender"): (_l("Sender"), _l("4546, or the name that the provider has approved.")),
    ("eskiz", "latin"): (
        _l("Uzbek SMS always in Latin letters"),
        _l("A Cyrillic SMS has 70 characters, a Latin one 160."),
    ),
    ("eskiz", "callback_url"): (
        _l("Address for the provider's reports"),
        _l("Only where this program can be reached from outside; else it asks itself."),
    ),
    ("eskiz", "base"): (_l("Address of the service"), ""),
    ("http", "url"): (
        _l("Address of the gateway"),
        _l("May contain {phone}, {text}, {id}, {sender}, {key}."),
    ),
    ("http", "method"): (_l("Method"), ""),
    ("http", "body_type"): (_l("Kind of the body"), ""),
    ("http", "body"): (_l("Body"), _l("{phone}, {text}, {id}, {sender} and {key} are filled in.")),
    ("http", "headers"): (_l("Headers"), _l("One a line, a colon after the name; {key} is filled in.")),
    ("http", "sender"): (_l("Sender"), ""),
    ("http", "phone_form"): (_l("Telephone number"), ""),
    ("http", "success"): (
        _l("Text that tells success"),
        _l("What the answer contains when the message was taken. Empty: the status decides."),
    ),
    ("http", "id_path"): (_l("Where the answer has the message's number"), _l("Such as messages.0.id")),
    ("http", "latin"): (
        _l("Uzbek SMS always in Latin letters"),
        _l("A Cyrillic SMS has 70 characters, a Latin one 160."),
    ),
    ("http", "user"): (_l("User"), _l("For gateways with HTTP Basic sign-in.")),
    ("http", "password"): (_l("Password"), ""),
    ("http", "key"): (_l("Key"), _l("Stands wherever {key} is written.")),
    ("smtp", "host"): (_l("Mail server"), ""),
    ("smtp", "port"): (_l("Port"), _l("587 with STARTTLS, 465 with TLS, 25 without.")),
    ("smtp", "security"): (_l("Safety"), ""),
    ("smtp", "verify"): (
        _l("Check the server's certificate"),
        _l("Off only for a server of the house with a certificate of its own."),
    ),
    ("smtp", "user"): (_l("User"), ""),
    ("smtp", "password"): (_l("Password"), ""),
    ("smtp", "sender"): (_l("Address of the sender"), ""),
    ("smtp", "sender_name"): (_l("Name of the sender"), ""),
    ("smtp", "reply_to"): (_l("Answers go to"), _l("Empty: to the sender.")),
    ("letter", "letterhead"): (_l("Under the library's name"), _l("Address, telephone, opening hours.")),
    ("letter", "signature"): (_l("Who signs"), ""),
}
TIMEOUT = (_l("Seconds to wait for an answer"), "")

CHOICES: dict[str, Any] = {
    "starttls": "STARTTLS",
    "tls": "TLS",
    "none": _l("none"),
    "POST": "POST",
    "GET": "GET",
    "PUT": "PUT",
    "json": "JSON",
    "form": _l("form"),
    "xml": "XML",
    "digits": "998901234567",
    "plus": "+998901234567",
}
