"""What the pages of the outbox share: the blueprint, the sources of facts, tabs, rows with words and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import gettext as _

from ils.accounts.permissions import Permission
from ils.outbox.models import MessageState
from ils.outbox.queries import DeliveryView, MessageView, count_by_state
from ils.outbox.sources import Source
from ils.web.auth import can
from ils.web.errors import explain
from ils.web.figures import subjects
from ils.web.outbox.messages import CHANNELS, KINDS, STATES, STATUSES, TAGS
from ils.web.session import current_session

blueprint = Blueprint("outbox", __name__, url_prefix="/outbox")


def sources() -> Mapping[str, Source]:
    """Return who reads the facts of each kind of message anew."""
    table: Mapping[str, Source] = current_app.extensions["ils_outbox"]
    return table


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the outbox among its neighbours."""

    label: str
    url: str
    active: bool
    count: int | None = None


def tabs(here: str) -> list[Tab]:
    """Return the pages of the outbox that this person may open."""
    waiting = count_by_state(current_session())
    shown = [
        Tab(_("Messages"), url_for("outbox.index"), here == "index"),
        Tab(
            _("Letters"), url_for("outbox.letters"), here == "letters", waiting[MessageState.TO_PRINT] or None
        ),
    ]
    if can(Permission.SETTINGS):
        shown += [
            Tab(_("Channels"), url_for("outbox.channels"), here == "channels"),
            Tab(_("Texts"), url_for("outbox.texts"), here == "texts"),
        ]
    return shown


@dataclass(frozen=True, slots=True)
class Linked:
    """A thing with the page that shows it."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as a row of a page: in words."""

    view: MessageView
    kind: str
    state: str
    tag: str
    channel: str
    person: Linked
    reason: str


def channel_word(name: str) -> str:
    """Return the name of a channel."""
    return str(CHANNELS.get(name, name))


def shown_messages(views: Iterable[MessageView]) -> list[ShownMessage]:
    """Put words, names and links to messages."""
    views = list(views)
    people = linked((view.recipient_type, view.recipient_id) for view in views)
    return [
        ShownMessage(
            view=view,
            kind=str(KINDS.get(view.kind, view.kind)),
            state=str(STATES[view.state]),
            tag=TAGS[view.state],
            channel=channel_word(view.sent_by),
            person=people[view.recipient_type, view.recipient_id],
            reason=explain(view.cancel_reason, {}) if view.cancel_reason else "",
        )
        for view in views
    ]


def linked(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Linked]:
    """Return each thing (type, id) in words, with its page where the person may open it."""
    wanted = set(things)
    found = {thing: Linked(f"{thing[0]} {thing[1]}", None) for thing in wanted}
    for kind, subject in subjects().items():
        ids = {number for name, number in wanted if name == kind}
        for number, (text, page) in (subject.describe(current_session(), ids) if ids else {}).items():
            open_to = subject.permission is None or can(subject.permission)
            values: dict[str, Any] = {subject.argument: page}
            found[kind, number] = Linked(text, url_for(subject.endpoint, **values) if open_to else None)
    return found


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """An attempt as a row of a page."""

    view: DeliveryView
    channel: str
    outcome: str
    status: str


def shown_attempts(views: Iterable[DeliveryView]) -> list[ShownAttempt]:
    """Put words to attempts."""
    return [
        ShownAttempt(
            view,
            channel_word(view.channel.value),
            explain(view.code, {}) if view.code else _("taken"),
            str(STATUSES.get(view.status, view.status)),
        )
        for view in views
    ]
