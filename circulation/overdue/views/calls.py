"""The call list (OV-07): one reader after the other, each outcome by its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from circulation.overdue import queries, services
from circulation.overdue.messages import OUTCOME_SHOWN
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import BenchReader, CallRow
from circulation.overdue.rules import Filter, read_ids
from circulation.overdue.views.base import Page, asked_for, blueprint, chosen, names, said, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.calendar import load_calendar
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session

MOST = 500
USUAL_PROMISE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and how far the list is; `reader` is None at its end."""

    reader: BenchReader | None
    calls: tuple[CallRow, ...]
    done: int
    total: int
    later: tuple[int, ...]  # put off to the end of the list
    resting: int  # left out: a promise has not run out yet, or the reader says that it was returned


@blueprint.get("/calls")
@require(Permission.OVERDUE)
def calls() -> str:
    """Show the reader to be called next."""
    return _page()


def _page(problem: str | None = None) -> str:
    session, here = current_session(), chosen()
    turn, words = _turn(session, here), names(session)
    staff = staff_names(session, {call.staff_id for call in turn.calls})
    return render_template(
        "overdue/calls.html",
        tabs=tabs(here),
        chosen=here,
        said=said(here, words),
        turn=turn,
        staff=staff,
        problem=problem,
        usual=load_calendar(session).next_open(clock.today() + USUAL_PROMISE),
        next_url=_address(turn),
        skip_url=_address(turn, later=turn.reader.patron_id if turn.reader else None),
        outcomes=OUTCOME_SHOWN,
        only_waiting=_only_waiting(),
        **{name: value for name, value in words.items() if name != "outcomes"},
    )


def _only_waiting() -> bool:
    return request.args.get("waiting") == "yes"


def _readers(session: Session, here: Filter) -> tuple[int, ...]:
    """Return who is on the list: the ticked, those whom only a call can reach, or all of the choice."""
    ticked = read_ids(request.args.getlist("patron"), most=MOST)
    wanted = asked_for(session, here, patrons=ticked)
    found = queries.chosen_readers(session, day=clock.today(), wanted=wanted, limit=MOST)
    if _only_waiting():
        waiting = queries.waiting_calls(session)
        return tuple(patron_id for patron_id in found if patron_id in waiting)
    return found


def _resting(session: Session, here: Filter, everybody: Sequence[int]) -> frozenset[int]:
    """Return whom nobody calls now: every late copy of theirs is promised or said to be returned.

    Whoever is ticked, or asked for by state, is called all the same.
    """
    if here.state or request.args.getlist("patron"):
        return frozenset()
    wanted = asked_for(session, replace(here, state="free"))
    free = queries.chosen_readers(session, day=clock.today(), wanted=wanted, limit=MOST)
    return frozenset(everybody).difference(free)


def _turn(session: Session, here: Filter) -> Turn:
    found = _readers(session, here)
    called = queries.called_on(session, clock.today())
    resting = _resting(session, here, found) - called  # who promised in today's call is done, not left out
    everybody = [each for each in found if each not in resting]
    later = read_ids(request.args.getlist("later"), most=MOST)
    left = [each for each in everybody if each not in called]
    order = [*(each for each in left if each not in later), *(each for each in later if each in left)]
    reader = _reader(session, here, order[0]) if order else None
    past = queries.calls_of_patron(session, reader.patron_id) if reader else ()
    return Turn(reader, past, len(everybody) - len(left), len(everybody), later, len(resting))


def _reader(session: Session, here: Filter, patron_id: int) -> BenchReader:
    """Return the reader with every late copy: a call is about all of them, whatever the list was narrowed by."""
    wanted = asked_for(session, Filter(), patrons=(patron_id,))
    found = queries.bench(session, day=clock.today(), wanted=wanted).readers
    if found:
        return found[0]
    # Only what is lost or the like is left of the choice: the list shows what it was asked for.
    asked = asked_for(session, here, patrons=(patron_id,))
    return queries.bench(session, day=clock.today(), wanted=asked).readers[0]


def _address(turn: Turn, *, later: int | None = None) -> str:
    """Return where the list goes on; whoever is put off comes again at its end."""
    here: dict[str, Any] = {**request.args.to_dict(flat=False)}
    put_off: Sequence[int] = [each for each in turn.later if each != later]
    here["later"] = [*put_off, *([later] if later else [])]
    return url_for("overdue.calls", **here)


@blueprint.post("/calls")
@require(Permission.OVERDUE)
def call() -> Page:
    """Note what came of a call and go on to the next reader."""
    patron_id = read_ids([request.form.get("patron", "")])
    outcome = _outcome(request.form.get("outcome", ""))
    try:
        until = typed_day("until") if outcome is CallOutcome.PROMISED else None
        with transaction(current_session()) as session:
            services.note_call(
                session,
                current_work(),
                patron_id=patron_id[0] if patron_id else 0,
                loan_ids=read_ids(request.form.getlist("loan")),
                outcome=outcome,
                until=until,
                note=request.form.get("note", ""),
            )
    except LibraryError as refusal:
        return _page(explain(refusal.code, refusal.facts)), STATUS[refusal.kind]
    flash(_("Noted: %(outcome)s.", outcome=str(OUTCOME_SHOWN[outcome])), "success")
    return redirect(_address(_turn(current_session(), chosen())))


def _outcome(text: str) -> CallOutcome:
    try:
        return CallOutcome(text)
    except ValueError:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="outcome", value=text[:20]) from None
