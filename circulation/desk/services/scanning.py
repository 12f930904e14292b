"""One scan, one answer: what the code means, and the act that follows (SB-01)."""

from __future__ import annotations

from dataclasses import replace
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
    Mode,
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
from circulation.desk.services.receipts import once
from circulation.loans.rules import Acknowledgement
from circulation.patrons.queries import PatronFacts, find_patron
from ils.activity.work import Work


class Chosen(StrEnum):
    """The answer to a number that is both a card and a copy (SB-06)."""

    CARD = "card"
    COPY = "copy"


def scan(
    session: Session,
    work: Work,
    *,
    key: str,
    code: str,
    desk: Desk = Desk(),  # noqa: B008 - frozen
    mark: str | None = None,
    acknowledged: Acknowledgement | None = None,
    chosen: Chosen | None = None,
) -> ScanAnswer:
    """Answer one scan, once for its `key` (SB-07); a refusal is an answer too and never an exception.

    `acknowledged` is the librarian's yes to the questions of the same scan, `chosen` the choice of SB-06.
    """
    wanted = check_code(code)
    again = acknowledged is not None or chosen is not None

    def act(desk: Desk) -> Said:
        return (not again and _echo(session, work, key, wanted, desk)) or _scanned(
            session, work, wanted, desk, acknowledged, chosen
        )

    return once(session, work, key=key, code=wanted, desk=desk, mark=mark, act=act)


def _echo(session: Session, work: Work, key: str, code: str, desk: Desk) -> Said | None:
    """Return the answer to a scan that is the echo of the last one: nothing is done, a question stays."""
    last = last_answer(session, work.actor_id, besides=key)
    if last is None or not is_same_scan(code, work.now, last=last.code, last_at=last.at):
        return None
    row = Row(Outcome.TWICE, code, told=(Told(DeskCode.SCANNED_TWICE),))
    return Said(desk, rows=(row,), box=last.said.box)


def _scanned(
    session: Session,
    work: Work,
    code: str,
    desk: Desk,
    acknowledged: Acknowledgement | None,
    chosen: Chosen | None,
) -> Said:
    command = command_of(code)
    patron = None if command or chosen is Chosen.COPY else find_patron(session, code)
    item = None if command or chosen is Chosen.CARD else find_item(session, code)
    said = _meant(session, work, code, desk, patron, item, acknowledged)
    repaired = was_repaired(code, *_numbers(command, patron, item))
    return _tell_layout(said) if repaired and not desk.layout_told else said


def _numbers(
    command: Command | None, patron: PatronFacts | None, item: ItemFacts | None
) -> tuple[str | None, ...]:
    """Return the numbers that were found, as they are kept."""
    return (
        command.value if command else None,
        patron.card_number if patron else None,
        item.barcode if item else None,
        item.inventory_number if item else None,
    )


def _tell_layout(said: Said) -> Said:
    """Tell once that the keyboard layout was wrong (SB-04)."""
    note = Told(DeskCode.LAYOUT_REPAIRED)
    return replace(said, desk=replace(said.desk, layout_told=True), notes=(*said.notes, note))


def _meant(
    session: Session,
    work: Work,
    code: str,
    desk: Desk,
    patron: PatronFacts | None,
    item: ItemFacts | None,
    acknowledged: Acknowledgement | None,
) -> Said:
    open_ = desk.patron_id is not None
    meant = meaning(
        code, is_card=patron is not None, is_copy=item is not None, reader_open=open_, mode=desk.mode
    )
    if meant is Meaning.COMMAND:
        return _command(session, work, command_of(code), desk)
    if patron and item and meant is Meaning.WHICH:
        return acts.ask_which(desk, code, patron, item)
    if patron and meant is Meaning.OPEN:
        return reader.open_session(session, work, desk, patron)
    if item and meant is Meaning.LEND:
        return acts.lend(session, work, desk, item, code, acknowledged)
    if item and meant is Meaning.TAKE_BACK:
        return acts.take_back(session, work, desk, item, code)
    return (
        acts.unknown_command(desk, code)
        if meant is Meaning.UNKNOWN_COMMAND
        else acts.unknown(session, desk, code)
    )


def _command(session: Session, work: Work, command: Command | None, desk: Desk) -> Said:
    if command is Command.RETURN:
        return Said(replace(desk, mode=Mode.RETURN))
    if command is Command.LEND:
        return Said(replace(desk, mode=Mode.AUTOMATIC))
    if command is Command.RENEW:
        return reader.renew_all(session, work, desk)
    if command is Command.REGISTER:
        return reader.register_reader(session, work, desk)
    return reader.end_session(session, work, desk)


def renew_loan(
    session: Session,
    work: Work,
    *,
    key: str,
    loan_id: int,
    desk: Desk,
    mark: str | None = None,
    acknowledged: Acknowledgement | None = None,
) -> ScanAnswer:
    """Renew one loan of the open reader's list, once for its key."""
    return once(
        session, work, key=key, code=f"loan {loan_id}", desk=desk, mark=mark,
        act=lambda desk: reader.renew_one(session, work, desk, loan_id, acknowledged),
    )  # fmt: skip


def leave(session: Session, work: Work, *, key: str, desk: Desk, mark: str | None = None) -> ScanAnswer:
    """Answer the last question with no, or put a refusal away: the box is free again (SB-03)."""

    def act(desk: Desk) -> Said:
        last = last_answer(session, work.actor_id, besides=key)
        box = last.said.box if last else None
        if box is None or box.kind is BoxKind.REFUSED:
            return Said(desk)
        row = Row(Outcome.LEFT, box.code, box.title, patron_id=desk.patron_id, reader=box.reader)
        return Said(desk, rows=(row,))

    return once(session, work, key=key, code="", desk=desk, mark=mark, act=act)
