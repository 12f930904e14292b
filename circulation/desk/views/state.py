"""What a browser carries between two scans: the state of the desk, and a signed yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, session
from itsdangerous import BadSignature, URLSafeSerializer

from circulation.desk.rules import Act, Box, Desk, Mode
from circulation.loans.rules import Acknowledgement, from_text

STATE = "desk"


@dataclass(frozen=True, slots=True)
class Yes:
    """The yes of this member of staff to the box that was on the screen."""

    act: Act
    code: str
    loan_id: int | None
    acknowledged: Acknowledgement


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
        )
    except (TypeError, KeyError, ValueError):
        return Desk()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def keep_desk(desk: Desk) -> None:
    """Keep the state of the desk in the browser's session."""
    kept: dict[str, Any] = {
        "patron": desk.patron_id,
        "mode": desk.mode.value,
        "opened": desk.opened_at.isoformat() if desk.opened_at else None,
        "last": desk.last_at.isoformat() if desk.last_at else None,
        "told": desk.layout_told,
    }
    if session.get(STATE) != kept:
        session[STATE] = kept


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="desk-answer")


def sign_yes(box: Box, staff_id: int) -> str:
    """Return the yes to a box as a form carries it; nobody else can make one or change it.

    Its five minutes are counted from the instant inside, when the box was shown.
    """
    return str(_signer().dumps([staff_id, box.act.value, box.code, box.loan_id, box.acknowledgement]))


def read_yes(token: str, staff_id: int) -> Yes | None:
    """Return the yes that a form carried; None for one that is forged, another person's, or unreadable."""
    try:
        owner, act, code, loan_id, text = _signer().loads(token)
        acknowledged = from_text(text)
        if owner != staff_id or acknowledged is None:
            return None
        return Yes(Act(act), code, loan_id, acknowledged)
    except (BadSignature, ValueError, TypeError):
        return None
