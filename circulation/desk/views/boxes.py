"""The box that locks, in words: every reason at once, and each answer with its key (SB-03)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from circulation.desk import messages
from circulation.desk.rules import REPLY_KEYS, Act, Box, BoxKind, Desk, Reply, Told, is_passable, replies_to
from circulation.desk.views.state import sign_box
from circulation.loans.errors import LoanCode
from ils.accounts.permissions import Permission, Role, may
from ils.web.auth import can
from ils.web.words import ROLE_WORDS

TYPED = frozenset({Reply.OVERRIDE, Reply.MISSING, Reply.ADD, Reply.ENTER})
"""Answers that need something typed, by a person: what comes at a scanner's speed is swallowed."""


@dataclass(frozen=True, slots=True)
class ShownReason:
    """One reason of a box in words."""

    label: str
    text: str
    question: str
    rule: str
    severity: str


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One answer: its name in the form, its key, its words, and whether something is typed for it."""

    name: str
    key: str
    label: str
    typed: bool
    main: bool


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A way out of the box to another page."""

    label: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class ShownBox:
    """The box that locks, in words; `token` is the signed box that the answers carry."""

    box: Box
    head: str
    reasons: tuple[ShownReason, ...]
    replies: tuple[ShownReply, ...]
    token: str
    links: tuple[ShownLink, ...]
    passers: str = ""  # the roles that could allow it, where this one cannot

    @property
    def which(self) -> bool:
        """Tell whether it asks for card or copy (SB-06)."""
        return self.box.kind is BoxKind.WHICH

    @property
    def entry(self) -> bool:
        """Tell whether a day is to be typed."""
        return self.box.kind is BoxKind.ENTRY

    @property
    def refused(self) -> bool:
        """Tell whether it is a refusal and no question."""
        return self.box.kind is BoxKind.REFUSED

    @property
    def typed(self) -> tuple[ShownReply, ...]:
        """The answers for which something is typed."""
        return tuple(each for each in self.replies if each.typed)


def shown_box(box: Box, desk: Desk, *, staff_id: int, card: str) -> ShownBox:
    """Return the box as the page shows it; `card` is that of the open reader, empty for none."""
    asking = box.kind is BoxKind.ASKED
    offered = replies_to(box, reader_open=desk.patron_id is not None, may_override=can(Permission.OVERRIDE))
    return ShownBox(
        box=box,
        head=messages.head(box),
        reasons=tuple(_reason(each, asking=asking) for each in box.told),
        replies=tuple(_reply(each, box) for each in offered),
        token=sign_box(box, offered, staff_id) if offered else "",
        links=(*_unknown(box), *_why(box, card)),
        passers="" if can(Permission.OVERRIDE) or not is_passable(box) else _passers(),
    )


def _passers() -> str:
    """Return the roles that may pass what blocks, in words."""
    return ", ".join(str(ROLE_WORDS[each]) for each in Role if may(each, Permission.OVERRIDE))


def _reason(each: Told, *, asking: bool) -> ShownReason:
    return ShownReason(
        messages.label(each),
        messages.sentence(each),
        messages.asked(each) if asking else "",
        each.rule,
        each.severity,
    )


def _reply(reply: Reply, box: Box) -> ShownReply:
    label = messages.yes_label(box) if reply is Reply.YES else str(messages.REPLIES[reply])
    return ShownReply(
        reply.value, REPLY_KEYS[reply], label, reply in TYPED, main=reply in {Reply.YES, Reply.ENTER}
    )


def _unknown(box: Box) -> tuple[ShownLink, ...]:
    """Return what can be done about an unknown number (CO-01, CO-02)."""
    if not any(each.code == LoanCode.READER_UNKNOWN for each in box.told):
        return ()
    back = url_for("desk.index")
    return (
        ShownLink(_("Register a reader"), url_for("patrons.new", card=box.code[:40], next=back), "R"),
        ShownLink(_("Search readers"), url_for("patrons.index", q=box.code), "S"),
        ShownLink(_("Search the catalogue"), url_for("public.search", q=box.code), "C"),
    )


def _why(box: Box, card: str) -> tuple[ShownLink, ...]:
    """Return the way to the page that shows which rows of the policies decide."""
    if box.act is not Act.LEND or box.kind is BoxKind.WHICH or not card:
        return ()
    return (ShownLink(_("Why?"), url_for("trial.show", card=card, code=box.code), "W"),)
