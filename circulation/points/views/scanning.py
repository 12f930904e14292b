"""The scan box of a trip: a card opens the reader, a copy is lent, renewed or taken back; questions are asked here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.items.queries import find_item
from circulation.loans.errors import LoanCode, LoanRefused
from circulation.loans.messages import refused_in_words, told
from circulation.loans.rules import Outcome, Reason, Severity, from_text
from circulation.patrons.queries import find_patron
from circulation.points import queries, services
from circulation.points.errors import PointCode, PointError
from circulation.points.messages import ACTS
from circulation.points.rules import Mode
from circulation.points.services import Exchanged
from circulation.points.views.base import TRIP, Answer, blueprint
from circulation.points.views.trips import page_of
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.filters import day
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Scan:
    """What was scanned, with the reader and the mode of the box."""

    code: str
    card: str
    mode: Mode
    given: str | None
    parts: str | None


@blueprint.post(f"/trips/{TRIP}/scan")
@require(Permission.CIRCULATE)
def scan(trip_id: int) -> Answer:
    """Do what a scan means; the box comes back ready for the next one."""
    asked = _read()
    try:
        with transaction(current_session()) as session:
            card, said = _done(session, trip_id, asked)
    except LibraryError as problem:
        return _refused(trip_id, asked, problem)
    for text, kind in said:
        flash(text, kind)
    return _back(trip_id, card, asked.mode)


def _back(trip_id: int, card: str, mode: Mode) -> Response:
    return redirect(url_for("points.trip", trip_id=trip_id, card=card or None, mode=mode.value))


def _read() -> Scan:
    form = request.form
    mode = form.get("mode", "")
    return Scan(
        code=clean_text(form.get("code"), field="code", limit=60, required=True),
        card=clean_text(form.get("card"), field="card", limit=60),
        mode=Mode(mode) if mode in set(Mode) else Mode.LEND,
        given=form.get("given"),
        parts=form.get("parts"),
    )


Said = list[tuple[str, str]]


def _done(session: Session, trip_id: int, asked: Scan) -> tuple[str, Said]:
    """Return whose session is open after the scan, and what is to be told."""
    item = find_item(session, asked.code)
    patron = None if item is not None and asked.card else find_patron(session, asked.code)
    if patron is not None:
        greeted = services.greet(session, current_work(), trip_id=trip_id, card=patron.card_number)
        return patron.card_number, _welcome(greeted)
    if item is None:
        raise PointError(PointCode.CODE_UNKNOWN, code=asked.code)
    return asked.card, _told(_exchange(session, trip_id, asked))


def _exchange(session: Session, trip_id: int, asked: Scan) -> Exchanged:
    """Do what the mode says; without a reader nothing can be lent, so a copy comes back (as at the desk)."""
    work, given = current_work(), from_text(asked.given)
    scanned: dict[str, Any] = {"trip_id": trip_id, "code": asked.code}
    if asked.mode is Mode.RENEW:
        return services.renew_copy(session, work, **scanned, card=asked.card, acknowledged=given)
    if asked.mode is Mode.BACK or not asked.card:
        return services.take_back(session, work, **scanned, parts=asked.parts)
    return services.lend(session, work, **scanned, card=asked.card, acknowledged=given)


def _welcome(greeted: services.Greeted) -> Said:
    reader = greeted.patron.full_name
    first = _("%(reader)s: visit counted.", reader=reader)
    again = _("%(reader)s: the visit of the day stands already.", reader=reader)
    said = [(str(first if greeted.visit_counted else again), "success" if greeted.visit_counted else "info")]
    return said + [(told(each), "warning") for each in greeted.reasons]


def _told(done: Exchanged) -> Said:
    parts = (
        str(ACTS[done.kind]),
        f"{done.item.code}, {done.item.title}",
        done.patron.full_name if done.patron else "",
    )
    line = " · ".join(each for each in parts if each)
    if done.due_on:
        line = f"{line} · {_('due: %(day)s', day=day(done.due_on))}"
    tell = [each for each in done.reasons if each.severity is Severity.TELL]
    return [(line, "success"), *((told(each), "warning") for each in tell)]


def _refused(trip_id: int, asked: Scan, problem: LibraryError) -> Answer:
    """Show why it cannot be done, or what is to be answered first."""
    more: dict[str, Any] = {"scanned": asked}
    if isinstance(problem, LoanRefused):
        more |= _asking(trip_id, problem)
    else:
        more["reasons"] = [{"text": explain(problem.code, problem.facts)}]
    return page_of(trip_id, card=asked.card, mode=asked.mode.value, **more), STATUS[problem.kind]


def _asking(trip_id: int, refused: LoanRefused) -> dict[str, Any]:
    assessment = refused.assessment
    reasons: tuple[Reason, ...] = assessment.reasons
    shown: dict[str, Any] = {"reasons": refused_in_words(reasons)}
    if assessment.has(LoanCode.PARTS_BACK):
        return {**shown, "ask_parts": True}
    if assessment.outcome is not Outcome.ASK:
        return shown
    trip = queries.trip_row(current_session(), trip_id)
    return {**shown, "given": services.yes_to(current_work(), trip.day, assessment)}
