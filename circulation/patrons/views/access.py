"""How a reader gets at the own page and at messages: the PIN, Telegram."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.forms import PinForm
from circulation.patrons.views.base import PATRON, Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.linking import bot_link
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session


@blueprint.route(f"/{PATRON}/pin", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def pin(patron_id: int) -> Page:
    """Let the reader choose a PIN."""
    patron = queries.patron_facts(current_session(), patron_id)
    form, problem = PinForm(), None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.set_pin(session, current_work(), patron_id=patron_id, pin=form.pin.data or "")
            flash(_("PIN saved"), "success")
            return redirect(url_for("patrons.show", patron_id=patron_id))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    page = render_template("patrons/pin.html", patron=patron, form=form, problem=problem, made="")
    return page, 422 if problem or form.errors else 200


@blueprint.post(f"/{PATRON}/pin/make")
@require(Permission.CIRCULATE)
def make_pin(patron_id: int) -> str:
    """Make a PIN by lot and show it, this once."""
    with transaction(current_session()) as session:
        made = services.make_pin(session, current_work(), patron_id=patron_id)
    patron = queries.patron_facts(current_session(), patron_id)
    return render_template(
        "patrons/pin.html", patron=patron, form=PinForm(formdata=None), problem=None, made=made
    )


@blueprint.post(f"/{PATRON}/pin/clear")
@require(Permission.CIRCULATE)
def clear_pin(patron_id: int) -> Response:
    """Take the PIN away."""
    with transaction(current_session()) as session:
        services.clear_pin(session, current_work(), patron_id=patron_id)
    flash(_("The PIN is taken away; the reader's own page is closed."), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))


@blueprint.get(f"/{PATRON}/telegram")
@require(Permission.CIRCULATE)
def telegram(patron_id: int) -> str:
    """Show whether the reader's Telegram is linked, and offer a link."""
    patron = queries.patron_facts(current_session(), patron_id)
    return render_template(
        "patrons/telegram.html", patron=patron, link=None, picture=None, no_bot=not _has_bot()
    )


@blueprint.post(f"/{PATRON}/telegram")
@require(Permission.CIRCULATE)
def offer_telegram(patron_id: int) -> str:
    """Make a one-time link to the bot and show it as QR, this once."""
    patron, link = queries.patron_facts(current_session(), patron_id), None
    if _has_bot():
        with transaction(current_session()) as session:
            token = services.new_telegram_link(session, current_work(), patron_id=patron_id)
        link = bot_link(current_session(), token)
    picture = qr(link) if link else None
    return render_template(
        "patrons/telegram.html", patron=patron, link=link, picture=picture, no_bot=not _has_bot()
    )


@blueprint.post(f"/{PATRON}/telegram/unlink")
@require(Permission.CIRCULATE)
def unlink_telegram(patron_id: int) -> Response:
    """Forget the reader's Telegram."""
    with transaction(current_session()) as session:
        services.unlink_telegram(session, current_work(), patron_id=patron_id)
    flash(_("Telegram unlinked"), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))


def _has_bot() -> bool:
    return bot_link(current_session(), "x") is not None


def qr(address: str) -> Markup:
    """Return an address as a QR code for a page: attributes only, because the content policy forbids styles."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    return Markup(drawn)  # noqa: S704 - segno draws squares; the address is not among them
