"""Before and after the views: a form that comes a second time is answered by where the first one led."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request
from flask import session as browser
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.db import begin_with, has_begun, transaction
from ils.web.once import marks
from ils.web.once.forms import FIELD, KeyInForms, is_key, once_key
from ils.web.once.marks import AlreadySent
from ils.web.session import current_session

View = TypeVar("View", bound=Callable[..., Any])

PATIENCE_SECONDS = 5.0  # between the first one's commit and its answer lies the making of an address
LOOK_SECONDS = 0.05


def every_time(view: View) -> View:
    """Let a view do its work at every sending: what it does lives in the browser's session, which an answer carries."""
    view.every_time = True  # type: ignore[attr-defined]
    return view


def init_once(app: Flask) -> None:
    """Put the key into all forms, and ask for it before any view."""
    app.jinja_env.add_extension(KeyInForms)
    app.jinja_env.globals["once_key"] = once_key
    app.before_request(_look)
    app.after_request(_keep)
    app.teardown_request(_end)
    app.register_error_handler(AlreadySent, _again)


def _look() -> Response | None:
    """Answer what is known; else let the first transaction of this request take the mark."""
    if not _counts():
        return None
    mark = _mark()
    session = current_session()
    if marks.led_to(session, mark) is not None:
        address = _awaited(session, mark)
        if address is not None:
            return _led(address)
    g.sent_mark = mark
    begin_with(session, partial(marks.take, mark=mark, now=clock.now()))
    return None


def _counts() -> bool:
    """Tell whether this is a form of a page with a key. What htmx sends leaves its page, and key, where they are."""
    if request.method != "POST" or "HX-Request" in request.headers or not is_key(request.form.get(FIELD)):
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and not getattr(view, "every_time", False)


def _mark() -> str:
    fields = [*request.form.items(multi=True)]
    fields += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    return marks.mark_of(request.form[FIELD], _owner(), request.full_path, fields)


def _owner() -> str:
    """Return who sends: the account, or the browser of a reader or visitor."""
    if current_user.is_authenticated:
        return f"staff:{current_user.id}"
    return f"browser:{browser.get('csrf_token', '')}"


def _again(_problem: AlreadySent) -> Response:
    """Answer the second of two that came at once, which has waited in the database for the first one's commit."""
    address = _awaited(current_session(), g.pop("sent_mark"))
    return redirect(_back(), 303) if address is None else _led(address)


def _led(address: str) -> Response:
    """Lead where the first sending led, or back to the page if it broke before it led anywhere."""
    if address:
        flash(_("This form had been sent before; it was done once."))
    else:
        flash(
            _("This form had been sent before. Look whether it is done before you fill it in again."),
            "warning",
        )
    return redirect(address or _back(), 303)


def _awaited(session: Session, mark: str) -> str | None:
    """Return where the first sending led; one that has only just been done is waited for."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        session.rollback()  # else the same old state of the database is read again
        address = marks.led_to(session, mark)
        if address != "" or time.monotonic() > until:
            return address
        time.sleep(LOOK_SECONDS)


def _back() -> str:
    """Return the page that the form stood on."""
    parts = urlsplit(request.referrer or "")
    path = "/" + parts.path.lstrip("/\\") if parts.netloc == request.host else "/"
    return f"{path}?{parts.query}" if parts.query and path != "/" else path


def _keep(response: Response) -> Response:
    """Write down where the form led. One that led nowhere may come again; one that broke after its act may not."""
    mark: str | None = g.pop("sent_mark", None)
    if mark is None:
        return response
    session = current_session()
    try:
        if has_begun(session):
            _settle(session, mark, response)
        elif response.status_code >= 400:
            return _overtaken(session, mark) or response
    except SQLAlchemyError:  # the act itself is done: its answer goes out whatever becomes of the mark
        logging.getLogger("ils").exception("where a form led could not be written at %s", request.path)
    return response


def _settle(session: Session, mark: str, response: Response) -> None:
    if response.status_code >= 500:
        return
    with transaction(session):
        if response.location and response.status_code < 400:
            marks.answer(session, mark, response.location)
        else:
            marks.let_go(session, mark)


def _overtaken(session: Session, mark: str) -> Response | None:
    """Answer a refusal for the very thing that the same form has made meanwhile: a number that is taken, by itself."""
    session.rollback()
    address = marks.led_to(session, mark) and _awaited(session, mark)
    return _led(address) if address else None


def _end(_problem: BaseException | None) -> None:
    if request.method == "POST":
        begin_with(current_session(), None)
