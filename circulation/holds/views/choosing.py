"""The library's rules of holds."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from circulation.holds import queries, services
from circulation.holds.forms import RulesForm
from circulation.holds.views.door import Page, blueprint, shown
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.route("/rules", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def rules() -> Page:
    """Set how long a copy waits on the shelf, and for how many titles a reader may wait."""
    form = RulesForm()
    if request.method == "GET":
        form.shelf_days.data = queries.shelf_days(current_session())
        form.limit.data = queries.hold_limit(current_session())
        return shown("holds/rules.html", form=form)
    if not form.validate():
        page = shown("holds/rules.html", form=form)
        return (page, 400) if isinstance(page, str) else page
    try:
        with transaction(current_session()) as session:
            services.choose(session, current_work(), shelf_days=form.shelf_days.data, limit=form.limit.data)
    except LibraryError as problem:
        return shown("holds/rules.html", form=form, problem=problem)
    flash(_("Saved"), "success")
    return redirect(url_for("holds.shelf"))
