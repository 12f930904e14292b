"""Sending what waits, one message after the other.

For each message:
1. Claim it in a short transaction: compare-and-set on its time, so that of two processes one gets it, and a process that
   dies leaves it alone for `CLAIM`. In the same transaction its facts are read anew (OV-03): nothing to say any more
   cancels it; the channel is chosen (OV-05), the text made, and the attempt noted as begun.
2. Send it, outside of any transaction: a slow provider keeps no desk waiting.
3. Note the answer in a second transaction: sent; or tried again after a pause; or on to the next channel at once.

A death between 2 and 3 leaves an attempt that begun and has no answer. It is tried again, because nobody knows: so one
message may arrive twice for one death, and never more. E-mail carries the same Message-ID, a gateway the same {id}.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from ils.outbox.channels.base import Line, Outgoing, Result, failed
from ils.outbox.errors import CancelReason, DeliveryCode
from ils.outbox.models import ChannelName, Delivery, Message, MessageState
from ils.outbox.queries import MessageView, message, this_round, waiting
from ils.outbox.rules import CLAIM, Fresh, is_temporary, pause_after
from ils.outbox.sending.choosing import Choice, House, choose, read_house, state_after, write
from ils.outbox.services.queueing import LONGEST_SUBJECT, language_of, plain_facts
from ils.outbox.services.settings import keep_learned
from ils.outbox.sources import Source, tell_reached

UNREACHED_BEFORE_DOWN = 2  # attempts in one run; after them the line is taken to be down
BATCH = 200

log = logging.getLogger("ils")


@dataclass(frozen=True, slots=True)
class Counts:
    """What one run did, by outcome; `messages` were looked at."""

    messages: int = 0
    by_outcome: Mapping[str, int] = field(default_factory=dict)

    def plain(self) -> dict[str, int]:
        """Return the counts as JSON has them."""
        return {"messages": self.messages, **self.by_outcome}


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that has been noted and is now to be made."""

    view: MessageView
    delivery_id: int
    channel: str
    outgoing: Outgoing


@dataclass(slots=True)
class Sender:
    """One run through the outbox."""

    session: Session
    sources: Mapping[str, Source]
    now: Callable[[], datetime]
    house: House
    lines: dict[str, Line] = field(default_factory=dict)
    unreached: Counter[str] = field(default_factory=Counter)
    shut: dict[str, DeliveryCode] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def send(self, message_id: int) -> None:
        """Take one message up and do with it what can be done now: several channels, if they refuse at once."""
        while True:
            begun = self._begin(message_id)
            if begun is None:
                return
            result = self._try(begun.channel, begun.outgoing)
            if not self._note(begun, result):
                return

    def close(self) -> None:
        """Hang up everywhere and keep the tokens that were given."""
        for line in self.lines.values():
            line.close()
        learned = {name: line.learned for name, line in self.lines.items() if line.learned}
        self.lines = {}
        if learned:
            with transaction(self.session):
                for name, secrets in learned.items():
                    keep_learned(self.session, name, secrets)

    def _begin(self, message_id: int) -> Begun | None:
        """Claim a message and note the attempt; None where there is nothing to send now."""
        try:
            with transaction(self.session):
                return self._claimed(message_id)
        except OperationalError:  # the database was busy: its time comes again
            log.exception("message %s could not be taken up", message_id)
            return None
        except Exception:  # one message that breaks must not keep the others waiting
            log.exception("message %s cannot be made", message_id)
            with transaction(self.session):
                self._end(message_id, MessageState.FAILED, CancelReason.SOURCE_BROKE)
            return None

    def _claimed(self, message_id: int) -> Begun | None:
        now = self.now()
        waits = (Message.id == message_id, Message.state == MessageState.QUEUED, Message.not_before <= now)
        if not self._update(*waits, not_before=now + CLAIM):
            return None
        view = message(self.session, message_id)
        source = self.sources.get(view.kind)
        if source is None:
            self._end(message_id, MessageState.FAILED, CancelReason.SOURCE_UNKNOWN)
            return None
        fresh = source.refresh(self.session, view, now)
        if fresh is None:
            self._end(message_id, MessageState.CANCELLED, CancelReason.NOT_TRUE_ANY_MORE)
            return None
        choice = choose(self.session, self.house, view, fresh, now)
        if choice.reason is not None:
            self._end(message_id, state_after(view, choice.reason), choice.reason)
            return None
        if choice.wait_until is not None:
            self._update(Message.id == message_id, not_before=choice.wait_until)
            self.outcomes["waits"] += 1
            return None
        return self._attempt(view, fresh, choice, now)

    def _attempt(self, view: MessageView, fresh: Fresh, choice: Choice, now: datetime) -> Begun:
        """Make the text and note that the attempt begins."""
        channel = choice.channel or ""
        written = write(self.house, view, fresh, channel)
        before = this_round(self.session, view.id, view.attempts)[1]
        said: dict[str, Any] = {
            "facts": plain_facts(fresh.facts), "language": language_of(fresh.recipient), "body": written.body,
            "subject": written.subject[:LONGEST_SUBJECT] or view.subject, "attempts": view.attempts + 1,
        }  # fmt: skip
        self._update(Message.id == view.id, **said)
        row = Delivery(
            message_id=view.id, channel=ChannelName(channel), at=now, ok=False, address=choice.address[:200],
            code=DeliveryCode.UNANSWERED.value,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        key = f"{view.created_at:%Y%m%d%H%M%S}-{view.id}-{before}"
        outgoing = Outgoing(
            key, choice.address, fresh.recipient.name, written.subject, written.body, said["language"], now
        )
        return Begun(replace(view, **said), row.id, channel, outgoing)

    def _try(self, channel: str, outgoing: Outgoing) -> Result:
        """Send it; a line that was just found dead, or a password just found wrong, is not tried for each message."""
        if channel in self.shut:
            return failed(self.shut[channel])
        if self.unreached[channel] >= UNREACHED_BEFORE_DOWN:
            return failed(DeliveryCode.CHANNEL_DOWN)
        try:
            result = self._line(channel).send(outgoing)
        except Exception as problem:  # a line promises not to raise; one that does must not stop the others
            log.exception("channel %s broke", channel)
            return failed(DeliveryCode.CHANNEL_BROKE, type(problem).__name__)
        unreached = result.code is DeliveryCode.NO_CONNECTION
        self.unreached[channel] = self.unreached[channel] + 1 if unreached else 0
        if result.code in (DeliveryCode.LOGIN_REFUSED, DeliveryCode.TLS_FAILED):
            self.shut[channel] = result.code
        return result

    def _line(self, channel: str) -> Line:
        if channel not in self.lines:
            self.lines[channel] = self.house.facts[channel].open()
        return self.lines[channel]

    def _note(self, begun: Begun, result: Result) -> bool:
        """Write the answer down; True where the next channel is to be tried at once."""
        with transaction(self.session):
            now = self.now()
            row = self.session.get_one(Delivery, begun.delivery_id, populate_existing=True)
            row.ok, row.code = result.ok, (result.code or "") and str(result.code)
            row.detail, row.provider_id, row.status = result.detail, result.provider_id, result.status
            self.session.flush()
            if result.ok:
                self._reached(begun, result, now)
                return False
            self.outcomes["failed_attempts"] += 1
            pause = self._pause(begun, result)
            # One that somebody cancelled meanwhile stays cancelled.
            still = self._update(
                Message.id == begun.view.id, Message.state == MessageState.QUEUED, not_before=now + pause
            )
            return still and not pause

    def _pause(self, begun: Begun, result: Result) -> timedelta:
        if not is_temporary(result.code or ""):
            return timedelta()
        tried, _before = this_round(self.session, begun.view.id, begun.view.attempts)
        return pause_after(tried, begun.channel, asked=result.wait)

    def _reached(self, begun: Begun, result: Result, now: datetime) -> None:
        """What has reached the person is sent, even where somebody cancelled it a moment ago."""
        sent = result.state is MessageState.SENT
        self._update(
            Message.id == begun.view.id, state=result.state, sent_at=now if sent else None,
            sent_by=begun.channel if sent else "", cancel_reason="",
        )  # fmt: skip
        self.outcomes[begun.channel] += 1
        if sent:
            work = Work(now=now, channel=Channel.AUTOMATIC)
            source = self.sources.get(begun.view.kind)
            tell_reached(
                self.session, source, work, begun.view, ChannelName(begun.channel), begun.delivery_id
            )

    def _end(self, message_id: int, state: MessageState, reason: CancelReason) -> None:
        self._update(
            Message.id == message_id,
            Message.state == MessageState.QUEUED,
            state=state,
            cancel_reason=reason.value,
        )
        self.outcomes[state.value] += 1

    def _update(self, *conditions: Any, **values: Any) -> bool:
        statement = update(Message).where(*conditions).values(**values)
        done: CursorResult[Any] = self.session.execute(
            statement, execution_options={"synchronize_session": False}
        )  # type: ignore[assignment]
        return done.rowcount == 1


def send_waiting(
    session: Session,
    sources: Mapping[str, Source],
    *,
    now: Callable[[], datetime],
    keep_hours: bool = True,
    stop: Callable[[], bool] = bool,
    tell: Callable[[int, int], None] | None = None,
) -> Counts:
    """Send every message whose time has come, the oldest first, and return what came of it.

    It opens its own transactions. `stop` is asked before each message, `tell` is told how many of how many are done.
    """
    sender = Sender(session, sources, now, read_house(session, keep_hours=keep_hours))
    seen: set[int] = set()
    try:
        while ids := [each for each in waiting(session, now=now(), limit=BATCH) if each not in seen]:
            for message_id in ids:
                session.rollback()  # a read that stays open would keep the database from tidying up
                if stop():
                    return Counts(len(seen), dict(sender.outcomes))
                sender.send(message_id)
                seen.add(message_id)
                if tell:
                    tell(len(seen), max(len(seen), len(ids)))
    finally:
        session.rollback()
        sender.close()
    return Counts(len(seen), dict(sender.outcomes))
