"""Promises noted and taken back where a reader tells of them: on the loan's page or the workbench (OV-06)."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.overdue import queries, services
from circulation.overdue.errors import OverdueCode, OverdueInputError
from circulation.overdue.rules import LONGEST_PROMISE, read_ids
from circulation.overdue.views.base import PROMISE, blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.locale import safe_path
from ils.web.session import current_session


@blueprint.post("/promises")
@require(Permission.OVERDUE)
def promise() -> Response:
    """Note a promise about the given loans of one reader."""
    until = typed_day("until")
    if until is None:
        raise OverdueInputError(
            OverdueCode.PROMISE_DAY, first=clock.today(), last=clock.today() + LONGEST_PROMISE
        )
    with transaction(current_session()) as session:
        held = services.promise(
            session,
            current_work(),
            loan_ids=read_ids(request.form.getlist("loan")),
            until=until,
            note=request.form.get("note", ""),
        )
    flash(_("Promised for %(day)s. Nobody is written to about it before.", day=f"{held:%d.%m.%Y}"), "success")
    return redirect(safe_path(request.form.get("next")))


@blueprint.post(f"/promises/{PROMISE}/withdraw")
@require(Permission.OVERDUE)
def withdraw(promise_id: int) -> Response:
    """Take a promise back that was noted by mistake."""
    with transaction(current_session()) as session:
        row = queries.promise(session, promise_id, day=clock.today())
        services.withdraw_promise(session, current_work(), promise_id=promise_id)
    flash(_("The promise was taken back."), "success")
    return redirect(url_for("loans.show", loan_id=row.loan_id))
