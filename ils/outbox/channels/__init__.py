"""The ways to reach a person, each with the drivers it can be run by; the first one is the usual one."""

from __future__ import annotations

from collections.abc import Mapping

from ils.outbox.channels import call, letter, sms_eskiz, sms_http, smtp, telegram
from ils.outbox.channels.base import Driver
from ils.outbox.models import ChannelName

DRIVERS: Mapping[ChannelName, tuple[Driver, ...]] = {
    ChannelName.TELEGRAM: (telegram.DRIVER,),
    ChannelName.SMS: (sms_eskiz.DRIVER, sms_http.DRIVER),
    ChannelName.EMAIL: (smtp.DRIVER,),
    ChannelName.LETTER: (letter.DRIVER,),
    ChannelName.CALL: (call.DRIVER,),
}


def driver_of(channel: ChannelName, name: str) -> Driver | None:
    """Return a driver of a channel by its name, its usual one for no name, None for one that is not known."""
    found = DRIVERS[channel]
    return found[0] if not name else next((each for each in found if each.name == name), None)
