"""Where files come from: how they are read, when a record is the same, what an update takes, how copies stand."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.importing import queries, services
from catalog.importing.forms import FACT_LABELS, SourceForm
from catalog.importing.messages import DECISIONS
from catalog.importing.models import Decision
from catalog.importing.queries import SourceView
from catalog.importing.views.base import Page, blueprint
from catalog.incoming import wrong_holdings
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, LibraryError, NotFoundError
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.locale import current_language
from ils.web.session import current_session

PREVIEWED = 20


@blueprint.get("/sources")
@require(Permission.CATALOGUE)
def sources() -> Page:
    """Show the sources in the library's order."""
    return render_template(
        "importing/sources.html",
        sources=queries.sources(current_session(), active_only=False),
        language=current_language(),
        decisions=DECISIONS,
    )


@blueprint.route("/sources/new", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def new_source() -> Page:
    """Add a source, begun as a copy of another one."""
    form = SourceForm().offer_choices(DECISIONS)
    if request.method == "GET":
        form.fill(_known(request.args.get("like") or queries.ANY))
        form.code.data = form.name_uz.data = form.name_ru.data = form.name_en.data = ""
    return _edit(form, None)


@blueprint.route("/sources/<code>", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit_source(code: str) -> Page:
    """Change a source; files already read keep what they were read by."""
    view = _known(code)
    form = SourceForm().offer_choices(DECISIONS)
    if request.method == "GET":
        form.fill(view)
    return _edit(form, view)


def _known(code: str) -> SourceView:
    if len(code) > 40:
        raise NotFoundError(InputCode.NOT_FOUND)
    return queries.source(current_session(), code)


def _edit(form: SourceForm, view: SourceView | None) -> Page:
    problem = None
    if request.method == "POST" and form.validate():
        try:
            _save(form, view)
            flash(_("Source saved: %(name)s", name=form.name_uz.data), "success")
            return redirect(url_for("importing.sources"))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    page = render_template(
        "importing/source.html",
        form=form,
        view=view,
        language=current_language(),
        problem=problem,
        facts=FACT_LABELS,
        batches=queries.batches(current_session(), limit=20),
        places=departments(current_session()),
        preview=_preview(form),
    )
    return page, 422 if problem or form.errors else 200


def _save(form: SourceForm, view: SourceView | None) -> None:
    with transaction(current_session()) as session:
        services.save_source(
            session, current_work(), code=view.code if view else form.code.data or "", new=view is None,
            name_uz=form.name_uz.data or "", name_ru=form.name_ru.data or "", name_en=form.name_en.data or "",
            charset=form.charset.data, profile=form.profile.data, threshold=form.threshold.data or 0,
            on_match=Decision(form.on_match.data), merge=form.merge, holdings=form.holdings.as_json(),
            counts_marks=bool(form.counts_marks.data), active=bool(form.active.data),
        )  # fmt: skip


@blueprint.post("/sources/preview")
@require(Permission.CATALOGUE)
def preview_source() -> Page:
    """Show which copies the map, as it is typed just now, finds in a file that was read."""
    return render_template("importing/copies.html", preview=_preview(SourceForm().offer_choices(DECISIONS)))


def _preview(form: SourceForm) -> dict[str, Any]:
    """Return the first copies that the map finds; `wrong` is what of it nothing can be read by."""
    session = current_session()
    known = {view.id: view for view in queries.batches(session, limit=20) if view.found}
    batch_id = request.values.get("batch", default=next(iter(known), 0), type=int)
    wrong = wrong_holdings(form.holdings)
    if batch_id not in known or wrong:
        return {"batch": known.get(batch_id), "wrong": wrong, "copies": []}
    copies = services.copies_preview(session, batch_id, holdings=form.holdings, limit=PREVIEWED)
    return {"batch": known[batch_id], "wrong": (), "copies": copies[:PREVIEWED]}
