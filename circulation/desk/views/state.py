"""What a browser carries between two scans: the state of the desk, and the signed box that an answer belongs to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app, session
from itsdangerous import BadSignature, URLSafeSerializer

from circulation.desk.rules import Act, Asked, Box, Desk, Mode, Place, Reply
from circulation.loans.rules import from_text

STATE = "desk"


def read_desk() -> Desk:
    """Return the state of this browser's desk; one that cannot be read is a desk with nobody at it."""
    kept: Any = session.get(STATE)
    try:
        return Desk(
            patron_id=kept["patron"],
            mode=Mode(kept["mode"]),
            opened_at=_instant(kept["opened"]),
            last_at=_instant(kept["last"]),
            layout_told=kept["told"],
            place=Place(kept["place"]),
            due_on=_day(kept["due"]),
            back_on=_day(kept["back"]),
        )
    except (TypeError, KeyError, ValueError):
        return Desk()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def keep_desk(desk: Desk) -> None:
    """Keep the state of the desk in the browser's session."""
    kept: dict[str, Any] = {
        "patron": desk.patron_id,
        "mode": desk.mode.value,
        "opened": desk.opened_at.isoformat() if desk.opened_at else None,
        "last": desk.last_at.isoformat() if desk.last_at else None,
        "told": desk.layout_told,
        "place": desk.place.value,
        "due": desk.due_on.isoformat() if desk.due_on else None,
        "back": desk.back_on.isoformat() if desk.back_on else None,
    }
    if session.get(STATE) != kept:
        session[STATE] = kept


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="desk-answer")


def sign_box(box: Box, offered: tuple[Reply, ...], staff_id: int) -> str:
    """Return a box as the forms of its answers carry it; nobody else can make one or change it.

    The five minutes of a yes are counted from the instant inside, when the box was shown.
    """
    told = [staff_id, box.act.value, box.code, box.loan_id, box.acknowledgement, box.blocks, [*offered]]
    return str(_signer().dumps(told))


def read_box(token: str, staff_id: int) -> Asked | None:
    """Return the box that an answer belongs to; None for one that is forged, another person's, or unreadable."""
    try:
        owner, act, code, loan_id, yes, blocks, offered = _signer().loads(token)
        if owner != staff_id:
            return None
        return Asked(
            Act(act), code, loan_id, from_text(yes), tuple(blocks), tuple(Reply(each) for each in offered)
        )
    except (BadSignature, ValueError, TypeError):
        return None
