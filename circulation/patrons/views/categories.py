"""Categories of readers in the settings: added, renamed, ordered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.errors import PatronCode, PatronInputError
from circulation.patrons.forms import CategoryForm
from circulation.patrons.queries.finding import count_by_category
from circulation.patrons.views.base import Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import Place
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session


@blueprint.get("/categories")
@require(Permission.SETTINGS)
def categories() -> str:
    """Show the categories in their order, with the readers of each."""
    session = current_session()
    known = queries.categories(session)
    codes = {each.code for each in known}
    return render_template(
        "patrons/categories.html",
        categories=known,
        counts=count_by_category(session),
        missing=sum(1 for code, *_names in services.CATEGORIES if code not in codes),
    )


@blueprint.route("/categories/new", methods=["GET", "POST"])
@blueprint.route("/categories/<code>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def category(code: str | None = None) -> Page:
    """Add a category or rename one."""
    row = _category(code) if code else None
    form = CategoryForm(obj=row if request.method == "GET" else None)
    problem = None
    if form.validate_on_submit():
        problem = _save(form, code)
        if problem is None:
            flash(_("Category saved"), "success")
            return redirect(url_for("patrons.categories"))
    page = render_template("patrons/category.html", form=form, row=row, problem=problem)
    return page, 422 if problem or form.errors else 200


def _category(code: str) -> Place:
    for each in queries.categories(current_session()):
        if each.code == code:
            return each
    raise PatronInputError(PatronCode.CATEGORY_UNKNOWN, value=code[:40])


def _save(form: CategoryForm, code: str | None) -> str | None:
    try:
        with transaction(current_session()) as session:
            services.save_category(
                session, current_work(), code=code or (form.code.data or "").strip(), name_uz=form.name_uz.data or "",
                name_ru=form.name_ru.data or "", name_en=form.name_en.data or "", new=code is None,
            )  # fmt: skip
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None


@blueprint.post("/categories/move")
@require(Permission.SETTINGS)
def move_category() -> Response:
    """Move a category one place up or down."""
    with transaction(current_session()) as session:
        services.move_category(
            session, current_work(), code=request.form.get("code", ""), up=request.form.get("up") == "1"
        )
    return redirect(url_for("patrons.categories"))


@blueprint.post("/categories/usual")
@require(Permission.SETTINGS)
def add_usual() -> Response:
    """Add the usual categories that the library lacks."""
    with transaction(current_session()) as session:
        count = services.add_usual(session, current_work())
    flash(_("Categories added: %(count)s", count=count), "success")
    return redirect(url_for("patrons.categories"))
