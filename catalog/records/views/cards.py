"""Card indexes and their records."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.records import queries, services
from catalog.records.views.door import Page, blueprint, paged
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

PER_PAGE = 50
NAMES = ("code", "name_uz", "name_ru", "name_en")


@blueprint.route("/cards", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def cards() -> Page:
    """Show the card indexes, and take in a new one or new names of one."""
    typed = {name: request.form.get(name, "").strip() for name in NAMES}
    if request.method == "GET":
        return _page(typed)
    try:
        with transaction(current_session()) as session:
            services.save_card_index(session, current_work(), **typed)
    except LibraryError as problem:
        return _page(typed, problem), STATUS[problem.kind]
    flash(_("Card index kept: %(name)s", name=typed["name_uz"]), "success")
    return redirect(url_for("records.cards"))


def _page(typed: dict[str, str], problem: LibraryError | None = None) -> str:
    return render_template(
        "records/cards.html", cards=queries.card_indexes(current_session()), typed=typed, problem=problem
    )


@blueprint.get("/cards/<code>")
@require(Permission.CATALOGUE)
def card_index(code: str) -> str:
    """Show the records of a card index."""
    session = current_session()
    index = queries.card_index(session, code)
    offset, pager = paged(
        index.records, PER_PAGE, lambda page: url_for("records.card_index", code=code, page=page)
    )
    _total, records = queries.cards_page(session, code, limit=PER_PAGE, offset=offset)
    return render_template("records/card_index.html", index=index, records=records, page=pager)
