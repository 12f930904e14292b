"""The tray of letters: what waits to be printed, all of it as one PDF, and the note that it was printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response as FileResponse
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.library.places import institution_name
from ils.outbox import services
from ils.outbox.errors import CancelReason
from ils.outbox.models import MessageState
from ils.outbox.queries import LARGEST_ID, MessageView, messages_by_id, to_print
from ils.outbox.rules import LETTER, Fresh
from ils.outbox.sending.choosing import House, read_house, write
from ils.outbox.services.queueing import language_of
from ils.web.auth import current_work, require
from ils.web.files import PDF, send
from ils.web.locale import current_language
from ils.web.outbox.base import ShownMessage, blueprint, shown_messages, sources, tabs
from ils.web.session import current_session

MOST_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the tray, as it would be printed now; `fresh` is None where it is no longer true (OV-03)."""

    view: MessageView
    fresh: Fresh | None


def read_tray(views: Iterable[MessageView]) -> list[Waiting]:
    """Read the facts of letters once more; nothing changes."""
    now, session = clock.now(), current_session()
    found = []
    for view in views:
        source = sources().get(view.kind)
        found.append(Waiting(view, source.refresh(session, view, now) if source else None))
    return found


@blueprint.get("/letters")
@require(Permission.CIRCULATE)
def letters() -> str:
    """Show the tray."""
    tray = read_tray(to_print(current_session())[:MOST_AT_ONCE])
    shown = {row.view.id: row for row in shown_messages(each.view for each in tray)}
    rows = [(shown[each.view.id], each.fresh.recipient) for each in tray if each.fresh]
    stale: list[ShownMessage] = [shown[each.view.id] for each in tray if not each.fresh]
    return render_template("outbox/letters.html", tabs=tabs("letters"), rows=rows, stale=stale)


@blueprint.route("/letters.pdf", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def letters_pdf() -> FileResponse | Response:
    """Give letters as one PDF, each in its reader's language: those asked for by `ids`, else the whole tray."""
    session = current_session()
    ids = read_ids()
    views = messages_by_id(session, ids) if ids else to_print(session)[:MOST_AT_ONCE]
    printable = [each for each in read_tray(views) if each.fresh]
    if not printable:
        flash(_("There is no letter to print."), "warning")
        return redirect(url_for("outbox.letters"))
    house = read_house(session)
    options = house.facts[LETTER].values
    make: Any = current_app.extensions["ils_letters"]
    made: bytes = make(
        [_letter(house, each) for each in printable], institution=institution_name(session), title=_("Letters"),
        at=clock.now(), letterhead=str(options.get("letterhead") or ""), signature=str(options.get("signature") or ""),
        language=current_language(),
    )  # fmt: skip
    return send(made, PDF, f"letters-{clock.today()}.pdf")


def _letter(house: House, each: Waiting) -> dict[str, str]:
    """Return one letter as `ils.printing.letters.Letter` wants it."""
    fresh = each.fresh
    if fresh is None:
        raise InputError(InputCode.EMPTY, field="letter")
    written = write(house, each.view, fresh, LETTER)
    person = fresh.recipient
    return {
        "language": language_of(person),
        "day": f"{clock.today():%d.%m.%Y}",
        "name": person.name,
        "address": person.addresses.get(LETTER) or "",
        "subject": written.subject,
        "body": written.body,
        "reference": f"№ {each.view.id}",
    }


def read_ids() -> list[int]:
    """Read ids from the form or the address: `ids=12&ids=13` or `ids=12,13`."""
    texts = [part for value in request.values.getlist("ids") for part in value.split(",") if part.strip()]
    if any(not (text.strip().isascii() and text.strip().isdecimal()) or len(text) > 10 for text in texts):
        raise InputError(InputCode.NOT_A_NUMBER, field="ids")
    if len(texts) > MOST_AT_ONCE:
        raise InputError(InputCode.TOO_LONG, field="ids", limit=MOST_AT_ONCE, length=len(texts))
    return [int(text) for text in texts if 0 < int(text) <= LARGEST_ID]


@blueprint.post("/letters/printed")
@require(Permission.CIRCULATE)
def printed() -> Response:
    """Note that the chosen letters were printed."""
    with transaction(current_session()) as session:
        count = services.mark_printed(session, current_work(), message_ids=read_ids(), sources=sources())
    flash(_("Letters marked as printed: %(count)s", count=count), "success" if count else "warning")
    return redirect(url_for("outbox.letters"))


@blueprint.post("/letters/tidy")
@require(Permission.CIRCULATE)
def tidy() -> Response:
    """Take those letters out of the tray that are no longer true."""
    with transaction(current_session()) as session:
        stale = [each.view for each in read_tray(to_print(session)) if each.fresh is None]
        for view in stale:
            if view.state is MessageState.TO_PRINT:
                services.cancel(
                    session, current_work(), message_id=view.id, reason=CancelReason.NOT_TRUE_ANY_MORE
                )
    flash(_("Letters taken out of the tray: %(count)s", count=len(stale)), "success")
    return redirect(url_for("outbox.letters"))
