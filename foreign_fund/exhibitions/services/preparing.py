"""The passport of an exhibition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionInputError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionShift, ExhibitionState
from foreign_fund.exhibitions.rules import Act, Passport, check_around, check_dates
from foreign_fund.exhibitions.rules.places import Form
from foreign_fund.exhibitions.services.hanging import locked, note, tell_desk
from foreign_fund.exhibitions.services.rotating import move_along
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of

LIMITS = {
    "place": 200, "note": 500, "plan_line": 20, "cycle": 200, "occasion": 300, "audience": 300, "languages": 200,
    "curator": 200, "partners": 300, "approved_by": 200,
}  # fmt: skip
WORDY = {"purpose": 1000, "epigraph": 1000, "public_text": 4000}
"""Texts of several lines: line ends are kept as one."""
QUEUE = "exhibition_numbers"


def create(session: Session, work: Work, **passport: Unpack[Passport]) -> Exhibition:
    """Begin to prepare an exhibition."""
    known = _checked(session, passport)
    year = known["opens_on"].year
    exhibition = Exhibition(
        state=ExhibitionState.PREPARING,
        created_at=work.now,
        year=year,
        number=_number(session, year),
        **known,
    )
    session.add(exhibition)
    session.flush()
    note(session, work, "exhibition_created", exhibition, title=exhibition.title)
    return exhibition


def change(session: Session, work: Work, *, exhibition_id: int, **passport: Unpack[Passport]) -> Exhibition:
    """Change the passport; the desk learns at once what concerns it of an open exhibition."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    values = _checked(session, passport)
    if (values["opens_on"], values["closes_on"]) != (exhibition.opens_on, exhibition.closes_on):
        _shift(session, work, exhibition, values, passport.get("shift_reason", ""))
        days = {name: values[name] for name in ("opens_on", "closes_on")}
        move_along(session, exhibition, **days, day=work.day)
    changed = sorted(name for name, value in values.items() if getattr(exhibition, name) != value)
    for name in changed:
        setattr(exhibition, name, values[name])
    if changed:
        tell_desk(session, exhibition)
        note(session, work, "exhibition_changed", exhibition, fields=changed)
    return exhibition


def _number(session: Session, year: int) -> int:
    queue_here(session, QUEUE)
    last = session.scalars(select(func.max(Exhibition.number)).where(Exhibition.year == year)).one()
    return (last or 0) + 1


def _shift(session: Session, work: Work, exhibition: Exhibition, values: dict[str, Any], reason: str) -> None:
    """Keep the days as they were planned: an exhibition that is put off stays the same exhibition (line 18)."""
    session.add(
        ExhibitionShift(
            exhibition_id=exhibition.id, old_opens_on=exhibition.opens_on, old_closes_on=exhibition.closes_on,
            new_opens_on=values["opens_on"], new_closes_on=values["closes_on"],
            reason=clean_text(reason, field="shift_reason", limit=300), at=work.now, by=work.actor_id,
        )
    )  # fmt: skip


def _checked(session: Session, passport: Passport) -> dict[str, Any]:
    check_dates(passport["opens_on"], passport["closes_on"])
    setup_on, takedown_on = passport.get("setup_on"), passport.get("takedown_on")
    check_around(setup_on, takedown_on, opens_on=passport["opens_on"], closes_on=passport["closes_on"])
    given: Mapping[str, Any] = passport
    return {
        **{name: clean_text(given.get(name), field=name, limit=LIMITS[name]) for name in LIMITS},
        **{name: wordy(given.get(name), field=name, limit=WORDY[name]) for name in WORDY},
        "title": clean_text(passport["title"], field="title", limit=200, required=True),
        "department": department_of(session, passport["department"]).code,
        "form": _form(passport.get("form", Form.THEMATIC)),
        "opens_on": passport["opens_on"],
        "closes_on": passport["closes_on"],
        "setup_on": setup_on,
        "takedown_on": takedown_on,
        "occasion_on": passport.get("occasion_on"),
        "lendable": passport.get("lendable", True),
        "public": passport.get("public", False),
    }


def wordy(text: str | None, *, field: str, limit: int) -> str:
    """Return a text of several lines, each of them clean; refuse one that is too long."""
    lines = [clean_text(line, field=field, limit=limit) for line in (text or "").splitlines()]
    kept = "\n".join(lines).strip("\n")
    if len(kept) > limit:
        clean_text(kept.replace("\n", " "), field=field, limit=limit)
    return kept


def _form(form: str) -> str:
    if form not in set(Form):
        raise ExhibitionInputError(ExhibitionCode.FORM_UNKNOWN, form=form[:40])
    return str(form)
