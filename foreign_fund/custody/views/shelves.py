"""Shelves with a code to scan, and what belongs on them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody import services
from foreign_fund.custody.forms import ShelfForm, choices
from foreign_fund.custody.queries.checks import shelves as all_shelves
from foreign_fund.custody.views.base import Answer, act, blueprint, place_choices, tabs
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.printing.barcodes import code128_svg
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route("/shelves", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def shelves() -> Answer:
    """Show the shelves, and write one down."""
    form = ShelfForm()
    form.department.choices = choices(place_choices())
    if request.method == "GET":
        form.department.data = current_work().department
        return _page(form)
    if not form.validate():
        return _page(form), 400
    texts: dict[str, Any] = {
        name: getattr(form, name).data or "" for name in ("code", "name", "department", "begins")
    }
    try:
        with transaction(current_session()) as session:
            services.save_shelf(session, current_work(), **texts)
    except LibraryError as problem:
        return _page(form, problem), STATUS[problem.kind]
    flash(_("Saved"), "success")
    return redirect(url_for("custody.shelves"))


def _page(form: ShelfForm, problem: LibraryError | None = None) -> str:
    return render_template(
        "custody/shelves.html",
        tabs=tabs("checks"),
        form=form,
        problem=problem,
        rows=[
            (row, code128_svg(row.code) if row.code.isascii() else "")
            for row in all_shelves(current_session())
        ],
    )


@blueprint.post("/shelves/<int(max=2147483647):shelf_id>/remove")
@require(Permission.FOREIGN_FUND)
def remove_shelf(shelf_id: int) -> Response:
    """Forget a shelf."""
    return act(
        lambda session: services.remove_shelf(session, current_work(), shelf_id=shelf_id),
        _("The shelf was removed."),
        url_for("custody.shelves"),
    )
