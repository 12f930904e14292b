"""Inventory books: names, prefixes, next numbers."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.stock import services
from catalog.stock.forms import SeriesForm
from catalog.stock.queries.series import SeriesView, all_series, given_numbers, highest_used, series_view
from catalog.stock.rules.numbers import number_text
from catalog.stock.services.defaults import DIGITS
from catalog.stock.views.base import Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/accession/series")
@require(Permission.SETTINGS)
def series() -> str:
    """Show the inventory books with their next numbers."""
    session = current_session()
    rows = []
    for each in all_series(session):
        used = highest_used(session, code=each.code, prefix=each.prefix)
        rows.append((each, number_text(each.prefix, each.digits, used) if used else ""))
    return render_template("stock/series.html", rows=rows)


@blueprint.route("/accession/series/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new_series() -> Page:
    """Open an inventory book."""
    form = SeriesForm()
    if request.method == "GET":
        form.digits.data = DIGITS
        return _page(form, None)
    if not form.validate():
        return _page(form, None), 400
    try:
        with transaction(current_session()) as session:
            services.add_series(session, current_work(), code=(form.code.data or "").strip(), **_names(form))
    except LibraryError as problem:
        return _page(form, None, problem), STATUS[problem.kind]
    flash(_("Inventory book saved"), "success")
    return redirect(url_for("stock.series"))


@blueprint.route("/accession/series/<code>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit_series(code: str) -> Page:
    """Change an inventory book, or set its next number."""
    row = series_view(current_session(), code)
    form = SeriesForm(obj=row if request.method == "GET" else None)
    if request.method == "GET":  # what it should be, where copies numbered elsewhere have passed it
        used = highest_used(current_session(), code=code, prefix=row.prefix)
        form.next_number.data = max(row.next_number, used + 1)
        return _page(form, row)
    if not form.validate():
        return _page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.save_series(
                session,
                current_work(),
                code=code,
                next_number=form.next_number.data or row.next_number,
                **_names(form),
            )
    except LibraryError as problem:
        return _page(form, row, problem), STATUS[problem.kind]
    flash(_("Inventory book saved"), "success")
    return redirect(url_for("stock.series"))


def _names(form: SeriesForm) -> dict[str, Any]:
    return {
        "name_uz": form.name_uz.data, "name_ru": form.name_ru.data or "", "name_en": form.name_en.data or "",
        "prefix": form.prefix.data or "", "digits": form.digits.data,
    }  # fmt: skip


def _page(form: SeriesForm, row: SeriesView | None, problem: LibraryError | None = None) -> str:
    session = current_session()
    return render_template(
        "stock/one_series.html",
        form=form,
        row=row,
        problem=problem,
        used=highest_used(session, code=row.code, prefix=row.prefix) if row else 0,
        fixed=row is not None and given_numbers(session, row.code),
    )
