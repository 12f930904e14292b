"""The page of the desk and the answers to its scans."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask import session as browser
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.desk import services
from circulation.desk.errors import DeskCode, DeskInputError
from circulation.desk.queries import idle_time, is_known, last_answer
from circulation.desk.rules import Act, Asked, Box, BoxKind, Desk, Ended, Given, Reply, Said, ScanAnswer
from circulation.desk.services import Chosen
from circulation.desk.services.saying import reasons_of
from circulation.desk.views.bars import help_groups
from circulation.desk.views.door import blueprint
from circulation.desk.views.screen import Screen, build
from circulation.desk.views.state import keep_desk, read_box, read_desk
from ils import clock
from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import ForbiddenError, InputCode, InputError, LibraryError
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

Answer = str | Response | tuple[str, int]
Service = Callable[..., ScanAnswer]
LOAN = "<int(max=2147483647):loan_id>"
NEWCOMER = "newcomer"  # where the form of a new reader leaves the card for the desk that had asked for it


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str | Response:
    """Show the desk as this browser left it, with the question that still waits; who was just registered is opened."""
    if card := browser.pop(NEWCOMER, ""):
        return _opened(card)
    desk, ended = _settled()
    screen = _screen(Said(desk, box=_waiting(desk), ended=ended))
    return render_template("desk/index.html", screen=screen, help_groups=help_groups())


@blueprint.post("/open")
@require(Permission.CIRCULATE)
def open_reader() -> Response:
    """Open the reader whose page one comes from, as a scan of the card does."""
    return _opened(request.form.get("card", ""))


def _opened(card: str) -> Response:
    with transaction(current_session()) as session:
        done = services.scan(
            session,
            current_work(),
            key=secrets.token_hex(16),
            code=card,
            desk=read_desk(),
            chosen=Chosen.CARD,
        )
    keep_desk(done.said.desk)
    return redirect(url_for("desk.index"), 303)


def _settled() -> tuple[Desk, Ended | None]:
    """Return the desk as it stands now; a session left alone too long is ended, and its notice queued."""
    desk, now = read_desk(), clock.now()
    settled, ended = desk.settled(now, idle_time(current_session())), None
    if desk.patron_id is not None and settled.patron_id is None:
        with transaction(current_session()) as session:
            settled, ended = services.settle(session, current_work(), desk)
    keep_desk(settled)
    return settled, ended


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
    """Take what was answered to the box; without its signed token an answer is none but the no."""
    given = Given(_reply(), request.form.get("text", ""), request.form.get("author", ""))
    if given.reply is Reply.NO:
        return _answered(services.leave)
    if given.reply is Reply.OVERRIDE and not can(Permission.OVERRIDE):
        raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=Permission.OVERRIDE.value)
    return _answered(services.reply, asked=_asked(), given=given)


def _reply() -> Reply:
    text = request.form.get("answer", "")
    if text not in set(Reply):
        raise InputError(InputCode.UNKNOWN_CHOICE, field="answer", value=text[:40])
    return Reply(text)


def _asked() -> Asked:
    asked = read_box(request.form.get("token", ""), current_user.id)
    if asked is None:
        raise DeskInputError(DeskCode.ANSWER_INVALID)
    return asked


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
        return redirect(url_for("desk.slip" if done.said.prints else "desk.index"), 303)
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
    desk, ended = _settled()
    box = Box(BoxKind.REFUSED, Act.FIND, "", told=reasons_of(refusal))
    return _parts(_screen(Said(desk, box=box, ended=ended), new_key="-"))


def _screen(said: Said, new_key: str = "") -> Screen:
    now = clock.now()
    return build(
        current_session(), said, staff_id=current_user.id, now=now, day=clock.local_day(now), new_key=new_key
    )


def _parts(screen: Screen) -> str:
    """Return the regions alone: without the frame around them its queries need not be asked at every scan."""
    return current_app.jinja_env.get_template("desk/parts.html").render(screen=screen)
