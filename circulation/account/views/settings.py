"""How the library writes to the reader, the PIN, Telegram."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from circulation.account import services
from circulation.account.errors import OwnCode, OwnError, OwnInputError
from circulation.account.forms import OwnPinForm, WishesForm
from circulation.account.queries import OwnReader
from circulation.account.views.door import Page, blueprint, keep, own, shown, web_work
from circulation.patrons.forms import channels_of
from circulation.patrons.queries import patron_facts
from circulation.patrons.services import new_telegram_link, unlink_telegram
from circulation.patrons.views.access import qr
from circulation.patrons.views.base import channel_choices, language_choices
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.linking import bot_link
from ils.web.auth import SIGN_INS_A_MINUTE, limiter
from ils.web.session import current_session


@blueprint.route("/settings", methods=["GET", "POST"])
@own
def settings(reader: OwnReader) -> Page:
    """Show and set the language of letters and the channel to try first."""
    form = _wishes(reader)
    if form.validate_on_submit():
        with transaction(current_session()) as session:
            services.set_wishes(
                session, web_work(), patron_id=reader.id, language=form.language.data,
                channels=channels_of(form.channel.data),
            )  # fmt: skip
        flash(_("Saved"), "success")
        return redirect(url_for("account.settings"))
    page = _page(reader, form)
    return (page, 400) if form.errors and isinstance(page, str) else page


def _wishes(reader: OwnReader) -> WishesForm:
    form = WishesForm()
    form.language.choices = [SelectChoice(*each) for each in language_choices()]
    library = ("", _("the library's order"))
    form.channel.choices = [SelectChoice(*each) for each in (library, *channel_choices())]
    if request.method == "GET":
        facts = patron_facts(current_session(), reader.id)
        form.language.data, form.channel.data = facts.language, next(iter(facts.channels or ()), "")
    return form


def _page(reader: OwnReader, form: WishesForm, *, link: str | None = None) -> Page:
    session = current_session()
    return shown(
        reader, "account/settings.html", form=form, facts=patron_facts(session, reader.id), link=link,
        picture=qr(link) if link else None, has_bot=bot_link(session, "x") is not None,
    )  # fmt: skip


@blueprint.route("/pin", methods=["GET", "POST"])
@limiter.limit(SIGN_INS_A_MINUTE, methods=["POST"])
@own
def pin(reader: OwnReader) -> Page:
    """Let the reader choose another PIN; other browsers of theirs have to sign in anew."""
    form, problem = OwnPinForm(), None
    if form.validate_on_submit():
        problem = _changed(reader, form)
        if problem is None:
            flash(_("PIN saved"), "success")
            return redirect(url_for("account.settings"))
    return shown(reader, "account/pin.html", form=form, problem=problem)


def _changed(reader: OwnReader, form: OwnPinForm) -> LibraryError | None:
    old, new, again = form.old.data or "", form.pin.data or "", form.again.data or ""
    try:
        with transaction(current_session()) as session:
            changed = services.change_pin(
                session, web_work(), patron_id=reader.id, old=old, new=new, again=again
            )
    except LibraryError as refusal:
        return refusal
    if changed is None:
        return OwnInputError(OwnCode.PIN_WRONG)
    keep(changed)
    return None


@blueprint.post("/telegram")
@own
def telegram(reader: OwnReader) -> Page:
    """Make a one-time link to the library's bot and show it, this once."""
    if bot_link(current_session(), "x") is None:
        raise OwnError(OwnCode.NO_BOT)
    with transaction(current_session()) as session:
        token = new_telegram_link(session, web_work(), patron_id=reader.id)
    facts = patron_facts(current_session(), reader.id)
    form = _wishes(reader)
    form.language.data, form.channel.data = facts.language, next(iter(facts.channels or ()), "")
    return _page(reader, form, link=bot_link(current_session(), token))


@blueprint.post("/telegram/unlink")
@own
def forget_telegram(reader: OwnReader) -> Page:
    """Send no more messages to the reader's Telegram."""
    with transaction(current_session()) as session:
        unlink_telegram(session, web_work(), patron_id=reader.id)
    flash(_("Telegram unlinked"), "success")
    return redirect(url_for("account.settings"))
