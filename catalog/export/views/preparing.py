"""Choosing what goes into a batch for another catalogue."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from catalog.export import messages, queries, services
from catalog.export.errors import ExportCode, ExportInputError
from catalog.export.forms import OTHER_CENTRE, PrepareForm
from catalog.export.queries import Wanted
from catalog.export.queries.union import last_accepted
from catalog.export.rules import MARC, Centre, ExportFormat, Shape, shape_of
from catalog.export.views.door import Page, blueprint
from catalog.records.queries import card_indexes
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.filters import day as shown_day
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language
from ils.web.session import current_session

SHOWN = 200


@blueprint.route("/union/new", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def new_batch() -> Page:
    """Choose what goes, look at it, make the batch."""
    form = _prepare_form()
    if request.method == "GET":
        return _prepare_page(form)
    if not form.validate() or not form.centre_name:
        return _prepare_page(form), 400
    try:
        with transaction(current_session()) as session:
            batch_id = services.prepare(
                session, current_work(), name=form.name.data or _usual_name(form), wanted=_wanted(form),
                shape=shape_asked(form.format.data),
            )  # fmt: skip
    except LibraryError as problem:
        return _prepare_page(form, problem), STATUS[problem.kind]
    return redirect(url_for("export.batch", batch_id=batch_id))


def _prepare_form() -> PrepareForm:
    asked = request.method == "GET" and "centre" in request.args
    form = PrepareForm(formdata=request.args) if asked else PrepareForm()
    form.cards.choices = [SelectChoice("", _("all records")), *_card_choices()]
    form.format.choices = shapes()
    form.centre.choices = [SelectChoice(str(code), name) for code, name in messages.CENTRES.items()]
    form.centre.choices.append(SelectChoice(OTHER_CENTRE, _("another, named here")))
    if request.method == "GET" and not asked:
        accepted = last_accepted(current_session(), Centre.OBLAST)
        form.since.data = clock.local_day(accepted) if accepted else None
    return form


def _card_choices() -> list[SelectChoice]:
    language = current_language()
    return [
        SelectChoice(
            each.code, each.name(language) if language in ("ru", "en") else latin_or_cyrillic(each.name_uz)
        )
        for each in card_indexes(current_session())
    ]


def _wanted(form: PrepareForm) -> Wanted:
    since: date | None = form.since.data
    return Wanted(
        centre=form.centre_name,
        since=clock.at_hour(since, 0) if since else None,
        own_only=bool(form.own_only.data),
        cards=form.cards.data or "",
        articles=bool(form.articles.data),
    )


def _usual_name(form: PrepareForm) -> str:
    return f"{messages.centre_name(form.centre_name)} · {shown_day(clock.today())}"


def _prepare_page(form: PrepareForm, problem: LibraryError | None = None) -> str:
    session = current_session()
    looked = bool(request.method == "POST" or "centre" in request.args) and bool(form.centre_name)
    wanted = _wanted(form)
    return render_template(
        "export/prepare.html",
        form=form,
        problem=problem,
        looked=looked,
        total=queries.count_candidates(session, wanted) if looked else 0,
        rows=queries.candidates(session, wanted, limit=SHOWN) if looked else (),
        usual_name=_usual_name(form) if looked else "",
    )


def shapes() -> list[SelectChoice]:
    """Return the formats for another catalogue, each as catalogued and in both profiles."""
    return [
        SelectChoice(Shape(form, profile).code, f"{messages.FORMATS[form]} · {messages.PROFILES[profile]}")
        for form in MARC
        for profile in messages.PROFILES
        if not (profile and form is ExportFormat.IRBIS_TEXT)
    ]


def shape_asked(code: str | None) -> Shape:
    """Return the format that a form names; refuse one that is none."""
    shape = shape_of(code or "")
    if shape is None:
        raise ExportInputError(ExportCode.FORMAT_UNKNOWN, format=(code or "")[:40])
    return shape
