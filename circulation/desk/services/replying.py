"""Answers to a box: yes, an override with its reason, what is missing, a hold, a brief record, a day (SB-03)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, find_item
from circulation.desk.errors import DeskCode, DeskError, DeskInputError
from circulation.desk.rules import Act, Asked, Desk, Given, Reply, Said, ScanAnswer
from circulation.desk.services import acts, reader
from circulation.desk.services.acts import Answered
from circulation.desk.services.adding import add_and_lend
from circulation.desk.services.commands import take_day
from circulation.desk.services.receipts import once
from circulation.desk.services.renewals import renew_copy
from circulation.desk.services.waiting import hold
from circulation.loans.services import Override
from circulation.patrons.queries import find_patron
from ils.activity.work import Work
from ils.errors import clean_text

LONGEST_REASON, LONGEST_PARTS = 300, 200
OnCopy = Callable[[Session, Work, Desk, ItemFacts, str, Answered], Said]
_AGAIN: dict[Act, OnCopy] = {
    Act.LEND: acts.lend,
    Act.RENEW: renew_copy,
    Act.TAKE_BACK: acts.take_back,
}


def reply(
    session: Session, work: Work, *, key: str, asked: Asked, given: Given, desk: Desk, mark: str | None = None
) -> ScanAnswer:
    """Do what was answered to a box, once for its `key`; ANSWER_INVALID for what the box did not offer.

    Who may override is the caller's to know: it is offered to nobody else.
    """
    if given.reply not in asked.offered:
        raise DeskInputError(DeskCode.ANSWER_INVALID)
    typed = _typed(given)
    return once(
        session, work, key=key, code=asked.code, desk=desk, mark=mark,
        act=lambda desk: _answered(session, work, desk, asked, given, typed),
    )  # fmt: skip


def _typed(given: Given) -> str:
    """Return what was typed, cleaned; an override without a reason is none, nor are missing parts unnamed."""
    if given.reply is Reply.OVERRIDE:
        return _required(given.text, "reason", LONGEST_REASON, DeskCode.REASON_MISSING)
    if given.reply is Reply.MISSING:
        return _required(given.text, "parts", LONGEST_PARTS, DeskCode.PARTS_UNSAID)
    return given.text


def _required(text: str, field: str, limit: int, code: DeskCode) -> str:
    cleaned = clean_text(text, field=field, limit=limit)
    if not cleaned:
        raise DeskError(code)
    return cleaned


def _answered(session: Session, work: Work, desk: Desk, asked: Asked, given: Given, typed: str) -> Said:
    if given.reply is Reply.ENTER:
        return take_day(session, work, desk, asked.act, typed)
    if given.reply is Reply.ADD:
        return add_and_lend(session, work, desk, code=asked.code, title=typed, author=given.author)
    answered = _answer(asked, given, typed)
    if asked.act is Act.OPEN:
        return _opened(session, work, desk, asked, answered)
    item = find_item(session, asked.code)
    if item is None:
        return acts.unknown(session, desk, asked.code)
    if given.reply is Reply.HOLD:
        return hold(session, work, desk, item, asked.code)
    if given.reply is Reply.BACK:
        return acts.take_back(session, work, desk, item, asked.code)
    return _AGAIN[asked.act](session, work, desk, item, asked.code, answered)


def _answer(asked: Asked, given: Given, typed: str) -> Answered:
    """Return what the loans are told: an override answers the questions that stood beside what it passes."""
    if given.reply is Reply.OVERRIDE:
        return Answered(asked.acknowledged, Override(typed, frozenset(asked.blocks)))
    if given.reply is Reply.MISSING:
        return Answered(asked.acknowledged, parts=typed)
    complete = "" if asked.act is Act.TAKE_BACK else None
    return Answered(asked.acknowledged, parts=complete)


def _opened(session: Session, work: Work, desk: Desk, asked: Asked, answered: Answered) -> Said:
    patron = find_patron(session, asked.code)
    if patron is None:
        return acts.unknown(session, desk, asked.code)
    return reader.open_session(session, work, desk, patron, answered)
