"""The reader of a browser's session: kept apart from staff, for a short time, and only while the PIN stays the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from circulation.account.messages import refusal_told
from circulation.account.queries import OwnReader, own_reader
from circulation.holds.queries import holds_of
from circulation.loans.queries import open_loans
from ils import clock
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.errors import LibraryError
from ils.library.places import departments
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.locale import safe_path
from ils.web.session import current_session

P = ParamSpec("P")
Page = str | Response | tuple[str, int]

IDLE = 20 * 60  # seconds: a PC in a reading room is left without signing out
FRESH = 60  # so often the cookie is written anew
KEY = "reader"
FIRST_TABS = 4  # what is about books; tabs of floors above stand behind them

LOAN = "<int(max=2147483647):loan_id>"
HOLD = "<int(max=2147483647):hold_id>"
RECORD = "<int(max=2147483647):record_id>"

blueprint = Blueprint("account", "circulation.account", template_folder="templates", url_prefix="/me")


def open_session(reader: OwnReader) -> None:
    """Let a reader in: whatever session there was, of staff too, ends here."""
    language = session.get("language") or reader.language
    session.clear()
    session["language"] = language
    keep(reader)


def keep(reader: OwnReader) -> None:
    """Write the reader into the session as of now."""
    session[KEY] = {"id": reader.id, "stamp": reader.stamp, "seen": _now()}
    g.own_reader = reader


def close_session() -> None:
    """Let the reader out; the language stays."""
    language = session.get("language")
    session.clear()
    session["language"] = language
    g.own_reader = None


def current_reader() -> OwnReader | None:
    """Return the reader of this request, None for visitors and staff; asked of the database once a request."""
    if KEY not in session:
        return None
    if "own_reader" not in g:
        g.own_reader = _reader_of_session()
    reader: OwnReader | None = g.own_reader
    return reader


def _reader_of_session() -> OwnReader | None:
    kept = session[KEY]
    if current_user.is_authenticated or not 0 <= _now() - kept["seen"] <= IDLE:
        session.pop(KEY)
        return None
    reader = own_reader(current_session(), kept["id"])
    if reader is None or reader.stamp != kept["stamp"]:
        session.pop(KEY)
        return None
    if _now() - kept["seen"] > FRESH:
        session[KEY] = kept | {"seen": _now()}
    return reader


def _now() -> int:
    return int(clock.now().timestamp())


def own(view: Callable[Concatenate[OwnReader, P], Page]) -> Callable[P, Page]:
    """Give a page the reader of the session; visitors and staff are sent to sign in as a reader."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Page:
        reader = current_reader()
        return to_sign_in() if reader is None else view(reader, *args, **kwargs)

    return guarded


def to_sign_in() -> Response:
    """Send the browser to the reader's sign-in, and later back to where it wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.sign_in", next=wanted))


def onward() -> Response:
    """Go where the reader wanted to go before signing in, on this site only; else to the loans."""
    wanted = request.args.get("next", "")
    return redirect(safe_path(wanted) if wanted else url_for("account.index"))


def web_work(department: str = "") -> Work:
    """Return the circumstances of an act that a reader does alone; `department` is where it will be fetched."""
    sectors = {place.code: place.sector for place in departments(current_session())}
    return Work(
        now=clock.now(), department=department, sector=sectors.get(department, ""), channel=Channel.WEB
    )


def place_names() -> dict[str, str]:
    """Return the names of the departments by code."""
    return {place.code: place_label(place) for place in departments(current_session())}


def reader_door() -> tuple[str, str]:
    """Return label and address of the button in the top bar of the public catalogue."""
    reader = current_reader()
    return (reader.name if reader else ""), url_for("account.index")


def shown(reader: OwnReader, template: str, *, problem: LibraryError | None = None, **values: Any) -> Page:
    """Show a page of the reader with its tabs."""
    page = render_template(
        template,
        reader=reader,
        problem=refusal_told(problem) if problem else "",
        sections=_sections(reader),
        place_names=place_names(),
        today=clock.today(),
        **values,
    )
    return (page, STATUS[problem.kind]) if problem else page


def _sections(reader: OwnReader) -> list[dict[str, Any]]:
    database = current_session()
    counts = {
        "index": len(open_loans(database, reader.id, day=clock.today())),
        "holds": len(holds_of(database, reader.id)),
    }
    names = (
        ("index", _("Loans")), ("read", _("What I have read")), ("holds", _("Holds")), ("owed", _("Debts")),
        ("messages", _("Messages")),
        ("data", _("My data")), ("settings", _("Settings")),
    )  # fmt: skip
    own_sections = [
        {
            "label": label,
            "url": url_for(f"account.{name}"),
            "active": request.endpoint == f"account.{name}",
            "count": counts.get(name),
        }
        for name, label in names
    ]
    more = [
        tab for tabs in current_app.extensions.get("ils_own_tabs", ()) for tab in tabs(database, reader.id)
    ]
    return own_sections[:FIRST_TABS] + more + own_sections[FIRST_TABS:]
