"""The page of the desk and the answers to its scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.desk import services
from circulation.desk.errors import DeskCode, DeskInputError
from circulation.desk.queries import is_known, last_answer
from circulation.desk.rules import Act, Box, BoxKind, Desk, Said, ScanAnswer
from circulation.desk.services import Chosen
from circulation.desk.services.saying import reasons_of
from circulation.desk.views.screen import Screen, build
from circulation.desk.views.state import keep_desk, read_desk, read_yes
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

blueprint = Blueprint("desk", __name__, template_folder="../templates", url_prefix="/desk")

Answer = str | Response | tuple[str, int]
Service = Callable[..., ScanAnswer]
LOAN = "<int(max=2147483647):loan_id>"


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show the desk as this browser left it, with the question that still waits."""
    desk = read_desk().settled(clock.now())
    keep_desk(desk)
    return render_template("desk/index.html", screen=_screen(Said(desk, box=_waiting(desk))))


def _waiting(desk: Desk) -> Box | None:
    """Return the box of the last answer of today, as long as the desk is where it was then.

    The box of an unknown number is dropped once the number is known: the reader was registered meanwhile.
    """
    last = last_answer(current_session(), current_user.id)
    if last is None or clock.local_day(last.at) != clock.today() or last.said.desk.mark != desk.mark:
        return None
    box = last.said.box
    if box and box.act is Act.FIND and is_known(current_session(), box.code):
        return None
    return box


@blueprint.post("/scan")
@require(Permission.CIRCULATE)
def scan() -> Answer:
    """Answer a scan: a card, a copy, a command; or the choice between card and copy (SB-06)."""
    code, chosen = request.form.get("code", ""), _chosen()
    return _answered(services.scan, code=code, chosen=chosen)


def _chosen() -> Chosen | None:
    text = request.form.get("chosen", "")
    if text and text not in set(Chosen):
        raise InputError(InputCode.UNKNOWN_CHOICE, field="chosen", value=text[:40])
    return Chosen(text) if text else None


@blueprint.post("/answer")
@require(Permission.CIRCULATE)
def answer() -> Answer:
    """Take the yes or the no to the box; without its signed token a yes is none, and is asked again."""
    if request.form.get("answer") != "yes":
        return _answered(services.leave)
    yes = read_yes(request.form.get("token", ""), current_user.id)
    if yes is None:
        raise DeskInputError(DeskCode.YES_INVALID)
    if yes.act is Act.RENEW and yes.loan_id is not None:
        return _answered(services.renew_loan, loan_id=yes.loan_id, acknowledged=yes.acknowledged)
    return _answered(services.scan, code=yes.code, acknowledged=yes.acknowledged)


@blueprint.post(f"/renew/{LOAN}")
@require(Permission.CIRCULATE)
def renew(loan_id: int) -> Answer:
    """Renew one loan of the reader's list."""
    return _answered(services.renew_loan, loan_id=loan_id)


def _answered(act: Service, **given: Any) -> Answer:
    """Do the act once and answer with the parts of the page; a browser without script gets the page itself."""
    try:
        done = _once(act, current_work(), **given)
    except LibraryError as refusal:
        if not request.headers.get("HX-Request"):
            raise
        return _refused(refusal), STATUS[refusal.kind]
    if not request.headers.get("HX-Request"):
        return redirect(url_for("desk.index"), 303)
    return _parts(_screen(done.said, new_key=done.key))


def _once(act: Service, work: Work, **given: Any) -> ScanAnswer:
    desk = read_desk()
    with transaction(current_session()) as session:
        done = act(
            session, work, key=request.form.get("key", ""), desk=desk, mark=request.form.get("mark"), **given
        )
    if not done.replayed or _is_last(current_session(), done):
        keep_desk(done.said.desk)
    return done


def _is_last(session: Session, done: ScanAnswer) -> bool:
    """Tell whether a kept answer is still the newest: an older one must not bring its reader back."""
    last = last_answer(session, current_user.id)
    return last is not None and last.key == done.key


def _refused(refusal: LibraryError) -> str:
    desk = read_desk().settled(clock.now())
    keep_desk(desk)
    box = Box(BoxKind.REFUSED, Act.FIND, "", told=reasons_of(refusal))
    return _parts(_screen(Said(desk, box=box), new_key="-"))


def _screen(said: Said, new_key: str = "") -> Screen:
    now = clock.now()
    return build(
        current_session(), said, staff_id=current_user.id, now=now, day=clock.local_day(now), new_key=new_key
    )


def _parts(screen: Screen) -> str:
    """Return the regions alone: without the frame around them its queries need not be asked at every scan."""
    return current_app.jinja_env.get_template("desk/parts.html").render(screen=screen)
