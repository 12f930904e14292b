"""The passport of an exhibition."""

from __future__ import annotations

from typing import Any, Unpack

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from foreign_fund.exhibitions.models import Exhibition, ExhibitionState
from foreign_fund.exhibitions.queries import PLACED
from foreign_fund.exhibitions.rules import Act, Passport, check_dates
from foreign_fund.exhibitions.services.hanging import locked, note
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.places import department as department_of


def create(session: Session, work: Work, **passport: Unpack[Passport]) -> Exhibition:
    """Begin to prepare an exhibition."""
    exhibition = Exhibition(
        state=ExhibitionState.PREPARING, created_at=work.now, **_checked(session, passport)
    )
    session.add(exhibition)
    session.flush()
    note(session, work, "exhibition_created", exhibition, title=exhibition.title)
    return exhibition


def change(session: Session, work: Work, *, exhibition_id: int, **passport: Unpack[Passport]) -> Exhibition:
    """Change the passport; the desk learns at once what concerns it of an open exhibition."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    values = _checked(session, passport)
    changed = sorted(name for name, value in values.items() if getattr(exhibition, name) != value)
    for name in changed:
        setattr(exhibition, name, values[name])
    if changed:
        _tell_desk(session, exhibition)
        note(session, work, "exhibition_changed", exhibition, fields=changed)
    return exhibition


def _checked(session: Session, passport: Passport) -> dict[str, Any]:
    check_dates(passport["opens_on"], passport["closes_on"])
    return {
        "title": clean_text(passport["title"], field="title", limit=200, required=True),
        "department": department_of(session, passport["department"]).code,
        "place": clean_text(passport.get("place"), field="place", limit=200),
        "opens_on": passport["opens_on"],
        "closes_on": passport["closes_on"],
        "lendable": passport.get("lendable", True),
        "note": clean_text(passport.get("note"), field="note", limit=500),
    }


def _tell_desk(session: Session, exhibition: Exhibition) -> None:
    session.execute(
        update(Placement)
        .where(Placement.kind == PLACED, Placement.ref_id == exhibition.id, Placement.ended_at.is_(None))
        .values(label=exhibition.title, lendable=exhibition.lendable, until=exhibition.closes_on),
        execution_options={"synchronize_session": "fetch"},
    )
