"""One scan, one answer: what the code means, and the act that follows (SB-01)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, find_item
from circulation.desk.errors import DeskCode
from circulation.desk.queries import last_answer
from circulation.desk.rules import (
    BoxKind,
    Command,
    Desk,
    Meaning,
    Outcome,
    Row,
    Said,
    ScanAnswer,
    Told,
    check_code,
    command_of,
    is_same_scan,
    meaning,
    was_repaired,
)
from circulation.desk.services import acts, reader
from circulation.desk.services.commands import command
from circulation.desk.services.receipts import once
from circulation.desk.services.renewals import renew_copy, renew_one
from circulation.desk.services.waiting import hold
from circulation.patrons.queries import PatronFacts, find_patron
from ils.activity.work import Work


class Chosen(StrEnum):
    """The answer to a number that is both a card and a copy (SB-06)."""

    CARD = "card"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Found:
    """What answers to a code."""

    command: Command | None
    patron: PatronFacts | None
    item: ItemFacts | None

    @property
    def numbers(self) -> tuple[str | None, ...]:
        """The numbers that were found, as they are kept."""
        return (
            self.command.value if self.command else None,
            self.patron.card_number if self.patron else None,
            self.item.barcode if self.item else None,
            self.item.inventory_number if self.item else None,
        )


def scan(
    session: Session,
    work: Work,
    *,
    key: str,
    code: str,
    desk: Desk = Desk(),  # noqa: B008 - frozen
    mark: str | None = None,
    chosen: Chosen | None = None,
) -> ScanAnswer:
    """Answer one scan, once for its `key` (SB-07); a refusal is an answer too and never an exception.

    `chosen` is the choice of SB-06; every other answer to a box goes to `reply`.
    """
    wanted = check_code(code)

    def act(desk: Desk) -> Said:
        echo = _echo(session, work, key, wanted, desk) if chosen is None else None
        return echo or _scanned(session, work, wanted, desk, chosen)

    closes = command_of(wanted) is Command.DONE
    return once(session, work, key=key, code=wanted, desk=desk, mark=mark, act=act, closes=closes)


def _echo(session: Session, work: Work, key: str, code: str, desk: Desk) -> Said | None:
    """Return the answer to a scan that is the echo of the last one: nothing is done, a question stays."""
    last = last_answer(session, work.actor_id, besides=key)
    if last is None or not is_same_scan(code, work.now, last=last.code, last_at=last.at):
        return None
    row = Row(Outcome.TWICE, code, told=(Told(DeskCode.SCANNED_TWICE),))
    return Said(desk, rows=(row,), box=last.said.box)


def _scanned(session: Session, work: Work, code: str, desk: Desk, chosen: Chosen | None) -> Said:
    asked = command_of(code)
    found = Found(
        asked,
        None if asked or chosen is Chosen.COPY else find_patron(session, code),
        None if asked or chosen is Chosen.CARD else find_item(session, code),
    )
    said = _meant(session, work, code, desk, found)
    repaired = was_repaired(code, *found.numbers)
    return _tell_layout(said) if repaired and not desk.layout_told else said


def _tell_layout(said: Said) -> Said:
    """Tell once that the keyboard layout was wrong (SB-04)."""
    note = Told(DeskCode.LAYOUT_REPAIRED)
    return replace(said, desk=replace(said.desk, layout_told=True), notes=(*said.notes, note))


OnCopy = Callable[[Session, Work, Desk, ItemFacts, str], Said]
_ON_COPY: dict[Meaning, OnCopy] = {
    Meaning.LEND: acts.lend,
    Meaning.TAKE_BACK: acts.take_back,
    Meaning.IN_ROOM: acts.take_back,
    Meaning.RENEW: renew_copy,
    Meaning.HOLD: hold,
}


def _meant(session: Session, work: Work, code: str, desk: Desk, found: Found) -> Said:
    patron, item = found.patron, found.item
    meant = meaning(
        code,
        is_card=patron is not None,
        is_copy=item is not None,
        reader_open=desk.patron_id is not None,
        mode=desk.mode,
    )
    if found.command:
        return command(session, work, desk, found.command)
    if patron and item and meant is Meaning.WHICH:
        return acts.ask_which(desk, code, patron, item)
    if patron and meant is Meaning.OPEN:
        return reader.open_session(session, work, desk, patron)
    if item and meant in _ON_COPY:
        return _ON_COPY[meant](session, work, desk, item, code)
    if meant is Meaning.UNKNOWN_COMMAND:
        return acts.unknown_command(desk, code)
    return acts.unknown(session, desk, code)


def renew_loan(
    session: Session, work: Work, *, key: str, loan_id: int, desk: Desk, mark: str | None = None
) -> ScanAnswer:
    """Renew one loan of the open reader's list, once for its key."""
    return once(
        session, work, key=key, code=f"loan {loan_id}", desk=desk, mark=mark,
        act=lambda desk: renew_one(session, work, desk, loan_id),
    )  # fmt: skip


def leave(session: Session, work: Work, *, key: str, desk: Desk, mark: str | None = None) -> ScanAnswer:
    """Answer the last question with no, or put a refusal away: the box is free again (SB-03)."""

    def act(desk: Desk) -> Said:
        last = last_answer(session, work.actor_id, besides=key)
        box = last.said.box if last else None
        if box is None or box.kind in {BoxKind.REFUSED, BoxKind.ENTRY}:
            return Said(desk)
        row = Row(Outcome.LEFT, box.code, box.title, patron_id=desk.patron_id, reader=box.reader)
        return Said(desk, rows=(row,))

    return once(session, work, key=key, code="", desk=desk, mark=mark, act=act)
