"""Acts on messages, their texts and channels."""

from ils.outbox.services.handling import cancel, forget_recipient, mark_called, mark_printed, resend
from ils.outbox.services.queueing import queue_message
from ils.outbox.services.settings import (
    channel_order,
    channels,
    message_hours,
    save_channel,
    set_channel_order,
    set_message_hours,
)
from ils.outbox.services.wording import reset_text, save_text

__all__ = [
    "cancel",
    "channel_order",
    "channels",
    "forget_recipient",
    "mark_called",
    "mark_printed",
    "message_hours",
    "queue_message",
    "resend",
    "reset_text",
    "save_channel",
    "save_text",
    "set_channel_order",
    "set_message_hours",
]
