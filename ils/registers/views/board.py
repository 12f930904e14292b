"""The tally board, on a desk and on a phone: one tap counts, one tap undoes the last one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import sectors
from ils.registers import services
from ils.registers.errors import BoardCode, RegisterInputError
from ils.registers.messages import BOARD_ABOUT
from ils.registers.queries import board as queries
from ils.registers.rules.board import BOARD, CHANNELS, MOST
from ils.registers.views.base import PAGE, blueprint, page_number, pages_of, say
from ils.text import whole_number
from ils.web.asked import asked_choice, asked_day, typed_day
from ils.web.auth import can, current_work, require
from ils.web.frame import place_label
from ils.web.session import current_session

VISITS = "ils_visit_counter"


@dataclass(frozen=True, slots=True)
class VisitCounter:
    """How the board counts visitors, whom a floor above keeps: today's persons of a sector, some more, their page."""

    count: Callable[[Session, date, str], int]
    add: Callable[[Session, Work, int, date | None], object]
    endpoint: str


def visit_counter() -> VisitCounter | None:
    """Return the roof's counter of visitors, for those who may count them."""
    found: VisitCounter | None = current_app.extensions.get(VISITS)
    return found if found and can(Permission.CIRCULATE) else None


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors by code in the language of the request."""
    return [(place.code, place_label(place)) for place in sectors(current_session())]


@blueprint.get("/board")
@require(Permission.SEE_PLAN)
def board() -> str:
    """Show the board with the counts of today."""
    return _board()


def _board(problem: str | None = None) -> str:
    today, session = clock.today(), current_session()
    known = dict(sector_choices())
    sector = request.values.get("sector", "")
    sector = sector if sector in known else current_work().sector
    channel = request.values.get("channel", "")
    visits = visit_counter()
    return render_template(
        "registers/board.html",
        rows=BOARD.values(),
        counts=queries.counts(session, since=today, until=today, sector=sector),
        totals=_totals(queries.counts(session, since=today, until=today)),
        visits=visits,
        visited=visits.count(session, today, sector) if visits else 0,
        sector=sector,
        sectors=known,
        channel=channel if channel in CHANNELS else CHANNELS[0].value,
        channels=[each.value for each in CHANNELS],
        last=queries.last_tap(session, staff_id=current_work().actor_id, day=today),
        problem=problem,
        note=request.form.get("note", "") if problem else "",
        amount=request.form.get("amount", "1") if problem else "1",
        most=MOST,
        today=today,
        about=BOARD_ABOUT,
    )


def _totals(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    return {code: sum(n for (kind, _type), n in counts.items() if kind == code) for code in BOARD}


@blueprint.post("/board")
@require(Permission.SEE_PLAN)
def tap() -> Response | tuple[str, int]:
    """Count what the button says, as often as the number beside the buttons says."""
    kind, _colon, type_ = request.form.get("tap", "").partition(":")
    try:
        day = typed_day("day", near=True)
        with transaction(current_session()) as session:
            _count(session, kind, type_, day)
    except LibraryError as problem:
        return _board(say(problem, labels={"note": _("What was asked for")})), 422
    if day is not None and day != clock.today():
        flash(_("Counted for %(day)s: %(count)s", day=f"{day:%d.%m.%Y}", count=_amount()), "success")
    return _back()


def _count(session: Session, kind: str, type_: str, day: date | None) -> None:
    sector = request.form.get("sector", "")
    if kind == "visit" and (visits := visit_counter()):
        visits.add(session, _work_in(sector), _amount(), day)
        return
    services.tap(
        session, current_work(), kind=kind, type=type_, channel=request.form.get("channel", ""), sector=sector,
        amount=_amount(), note=request.form.get("note", ""), day=day,
    )  # fmt: skip


def _work_in(sector: str) -> Work:
    work = current_work()
    return replace(work, sector=sector) if sector in dict(sector_choices()) else work


def _amount() -> int:
    amount = whole_number("".join(request.form.get("amount", "").split()) or "1", digits=4)
    if amount is None:
        raise RegisterInputError(BoardCode.AMOUNT_INVALID, most=MOST)
    return amount


def _back() -> Response:
    kept: dict[str, Any] = {name: request.form.get(name, "")[:40] or None for name in ("channel", "sector")}
    return redirect(url_for("registers.board", **kept))


@blueprint.post("/board/undo")
@require(Permission.SEE_PLAN)
def undo() -> Response | tuple[str, int]:
    """Undo the last tap one made today, where it is still the one that the button stood beside."""
    named = whole_number(request.form.get("tally"), digits=15)
    try:
        with transaction(current_session()) as session:
            services.undo_last(session, current_work(), tally_id=named)
    except LibraryError as problem:
        return _board(say(problem)), 422
    return _back()


@blueprint.get("/board/taps")
@require(Permission.SEE_PLAN)
def taps() -> str:
    """Show the taps behind a number."""
    today, session = clock.today(), current_session()
    cut: dict[str, Any] = {
        "since": asked_day("since", near=True) or today.replace(day=1),
        "until": asked_day("until", near=True) or today,
        "kind": asked_choice("kind", BOARD),
        "sector": asked_choice("sector", dict(sector_choices())),
    }
    page = queries.taps(session, **cut, limit=PAGE, offset=(page_number() - 1) * PAGE)
    return render_template(
        "registers/taps.html",
        page=page,
        pages=pages_of(page.total, len(page.rows)),
        sectors=dict(sector_choices()),
        names=staff_names(session, (row.staff_id for row in page.rows)),
        kinds=list(BOARD),
        **cut,
    )


@blueprint.get("/board/taps/<int:tally_id>")
@require(Permission.SEE_PLAN)
def tap_page(tally_id: int) -> Response:
    """Lead from a tap to the taps of its day and kind."""
    found = queries.tap_view(current_session(), tally_id)
    return redirect(url_for("registers.taps", since=found.day, until=found.day, kind=found.kind))


@blueprint.post("/board/taps/<int:tally_id>/take-back")
@require(Permission.SEE_PLAN)
def take_back(tally_id: int) -> Response:
    """Take a tap back, with a reason."""
    try:
        with transaction(current_session()) as session:
            services.take_back(
                session, current_work(), tally_id=tally_id, reason=request.form.get("reason", "")
            )
        flash(_("It is taken back."), "success")
    except LibraryError as problem:
        flash(say(problem), "danger")
    back: dict[str, Any] = request.args.to_dict()
    return redirect(url_for("registers.taps", **back))
