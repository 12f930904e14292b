"""What the command barcodes and their keys do (SB-01, SB-08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.queries import last_slip
from circulation.desk.rules import (
    MODE_OF,
    PLACE_OF,
    TAKES_BACK,
    Act,
    Box,
    BoxKind,
    Command,
    Desk,
    Mode,
    Place,
    Said,
    Slip,
)
from circulation.desk.rules import back_day as _back_day
from circulation.desk.rules import due_day as _due_day
from circulation.desk.services.reader import finish, reader_at, register_reader
from circulation.desk.services.renewals import renew_all
from circulation.desk.services.saying import reasons_of
from circulation.desk.services.undoing import undo_last
from ils.accounts.audit import audit
from ils.activity.work import Work

LOOK_BACK = timedelta(hours=18)  # a slip of yesterday is printed from the reader's page

_ACTS: dict[Command, Callable[[Session, Work, Desk], Said]] = {
    Command.DONE: finish,
    Command.RENEW: renew_all,
    Command.REGISTER: register_reader,
    Command.UNDO: undo_last,
}


def command(session: Session, work: Work, desk: Desk, asked: Command) -> Said:
    """Do what a command says."""
    if asked in MODE_OF:
        return Said(_in_mode(session, desk, MODE_OF[asked]))
    if asked in PLACE_OF:
        return Said(replace(desk, place=PLACE_OF[asked]))
    if asked is Command.BACKDATE:
        return ask_back_day(desk, work)
    if asked is Command.DUE:
        return ask_due_day(session, desk)
    if asked is Command.SLIP:
        return print_slip(session, work, desk)
    return _ACTS[asked](session, work, desk)


def _in_mode(session: Session, desk: Desk, mode: Mode) -> Desk:
    """Return the desk in another mode. Only the book drop keeps a day that returns were dated back to."""
    if mode is Mode.HOLD:
        reader_at(session, desk)
    keeps = mode is Mode.DROP
    plain = Place.HOME if mode is Mode.AUTOMATIC and desk.patron_id is None else desk.place
    return replace(desk, mode=mode, back_on=desk.back_on if keeps else None, place=plain)


def ask_back_day(desk: Desk, work: Work, *, wrong: DeskError | None = None, text: str | None = None) -> Said:
    """Ask for the day that returns are dated back to (CI-11); yesterday is proposed."""
    day = desk.back_on or work.day - timedelta(days=1)
    return _entry(desk, Act.BACKDATE, f"{day:%d.%m.%Y}" if text is None else text, wrong)


def ask_due_day(
    session: Session, desk: Desk, *, wrong: DeskError | None = None, text: str | None = None
) -> Said:
    """Ask for the due date of what this reader takes next (CO-25)."""
    reader_at(session, desk)
    shown = f"{desk.due_on:%d.%m.%Y}" if desk.due_on else ""
    return _entry(desk, Act.DUE, shown if text is None else text, wrong)


def _entry(desk: Desk, act: Act, value: str, wrong: DeskError | None) -> Said:
    told = reasons_of(wrong) if wrong else ()
    return Said(desk, box=Box(BoxKind.ENTRY, act, "", told=told, value=value[:20]))


def take_day(session: Session, work: Work, desk: Desk, act: Act, text: str) -> Said:
    """Take the day that was typed; what is no day is asked for again."""
    try:
        if act is Act.DUE:
            return Said(replace(desk, due_on=_due_day(text, work.day)))
        return Said(_dated_back(session, work, desk, text))
    except DeskError as wrong:
        if act is Act.DUE:
            return ask_due_day(session, desk, wrong=wrong, text=text)
        return ask_back_day(desk, work, wrong=wrong, text=text)


def _dated_back(session: Session, work: Work, desk: Desk, text: str) -> Desk:
    day = _back_day(text, work.day)
    if day is not None:
        audit(
            session, work, "returns_dated_back", subject_type="staff", subject_id=work.actor_id or 0,
            day=day.isoformat(),
        )  # fmt: skip
    return replace(desk, mode=desk.mode if desk.mode in TAKES_BACK else Mode.RETURN, back_on=day)


def print_slip(session: Session, work: Work, desk: Desk) -> Said:
    """Print the last slip again (SB-08): that of a copy set aside, else the loans of the last reader served."""
    slip = last_slip(session, work.actor_id, since=work.now - LOOK_BACK)
    if desk.patron_id is not None and (slip is None or slip.hold_id is None):
        slip = Slip(desk.patron_id)
    if slip is None:
        raise DeskError(DeskCode.NO_SLIP)
    about = ("hold", slip.hold_id) if slip.hold_id is not None else ("patron", slip.patron_id)
    audit(session, work, "slip_printed", subject_type=about[0], subject_id=about[1])
    return Said(desk, slip=slip, prints=True)
