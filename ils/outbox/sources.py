"""Where the facts of a kind of message come from: each subject has its own sources, the roof collects them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.outbox.models import ChannelName
from ils.outbox.queries import MessageView
from ils.outbox.rules import Fresh

log = logging.getLogger("ils")

Refresh = Callable[[Session, MessageView, datetime], Fresh | None]
"""Read the facts of a queued message again (OV-03); None: there is nothing to write any more. It only reads."""


Reached = Callable[[Session, Work, MessageView, ChannelName, int], None]
"""Told, in the transaction that notes it, that a message has gone out: the message with the facts as they were sent, the
channel, the id of the attempt. That is when a provider has taken it, or a letter was printed; calls are not told of."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of message: who reads its facts anew, an example of them for the preview of texts, whom to tell after."""

    kind: str
    refresh: Refresh
    sample: Mapping[str, Any] = field(default_factory=dict)
    reached: Reached | None = None


def tell_reached(
    session: Session,
    source: Source | None,
    work: Work,
    view: MessageView,
    channel: ChannelName,
    delivery_id: int,
) -> None:
    """Tell a source that its message has gone out. Should that break, what has gone out has gone out all the same:
    without its note it would be sent again."""
    if source is None or source.reached is None:
        return
    try:
        with session.begin_nested():
            source.reached(session, work, view, channel, delivery_id)
    except Exception:
        log.exception("message %s went out, but %s could not note it", view.id, view.kind)
