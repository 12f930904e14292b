"""In by card and PIN, and out."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from circulation.account import services
from circulation.account.errors import OwnCode, OwnError
from circulation.account.forms import SignInForm
from circulation.account.queries import OwnReader
from circulation.account.views.door import (
    Page,
    blueprint,
    close_session,
    current_reader,
    onward,
    open_session,
)
from ils import clock
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import SIGN_INS_A_MINUTE, limiter
from ils.web.once import every_time
from ils.web.session import current_session


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_INS_A_MINUTE, methods=["POST"])
@every_time
def sign_in() -> Page:
    """Let a reader in."""
    if current_reader() is not None:
        return onward()
    form = SignInForm()
    problem: LibraryError | None = None
    if form.validate_on_submit():
        reader, problem = _try(form.card.data or "", form.pin.data or "")
        if reader is not None:
            open_session(reader)
            return onward()
    page = render_template(
        "account/sign_in.html", form=form, problem=problem, is_staff=current_user.is_authenticated
    )
    return page, 401 if problem else 200


def _try(card: str, pin: str) -> tuple[OwnReader | None, LibraryError | None]:
    """Try card and PIN; an unknown card and a wrong PIN are told in the same words."""
    try:
        with transaction(current_session()) as session:
            reader = services.sign_in(session, clock.now(), card=card, pin=pin)
    except LibraryError as problem:
        return None, problem
    return reader, None if reader else OwnError(OwnCode.SIGN_IN_FAILED)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Let a reader out."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    close_session()
    return redirect(url_for("public.search"))
