"""Screens of full texts and links: the objects of a record, one of them, the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.digital import measures, messages, queries, services
from catalog.digital.errors import DigitalCode, DigitalInputError, DigitalNotFoundError
from catalog.digital.forms import AttachForm, DescribeForm, RemoveForm, ReplaceForm
from catalog.digital.models import Rights
from catalog.digital.queries import ObjectView
from catalog.digital.rules import stored_path
from catalog.records.queries import record_view, resolve
from ils.accounts.permissions import Permission
from ils.activity.measures import Check, Problem
from ils.config import Settings
from ils.db import transaction
from ils.errors import ForbiddenError, LibraryError
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

blueprint = Blueprint("digital", __name__, template_folder="templates", url_prefix="/digital")
blueprint.add_app_template_filter(messages.megabytes)

Page = str | Response | tuple[str, int]

# A document of a browser's own viewer may style itself and nothing else: no script, no network, no frame around it.
_VIEWER = ("default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "object-src 'self'")
SHOWN_POLICY = "; ".join((*_VIEWER, "frame-ancestors 'none'"))
HANDED_POLICY = "default-src 'none'; sandbox"


@blueprint.route("/record/<int:record_id>", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def add(record_id: int) -> Page:
    """Show what is attached to a record, and attach one thing more."""
    into = resolve(current_session(), record_id)
    if into != record_id:
        return redirect(url_for("digital.add", record_id=into))
    form = _worded(AttachForm())
    if request.method == "GET":
        return _objects_page(record_id, form)
    if not form.validate():
        return _objects_page(record_id, form), 400
    try:
        _attach(record_id, form)
    except LibraryError as problem:
        return _objects_page(record_id, form, problem), STATUS[problem.kind]
    flash(_("Attached."), "success")
    return redirect(url_for("digital.add", record_id=record_id))


Form = TypeVar("Form", bound=DescribeForm)


def _worded(form: Form) -> Form:
    form.rights.choices = [SelectChoice(right.value, words) for right, words in messages.RIGHTS.items()]
    return form


def _attach(record_id: int, form: AttachForm) -> None:
    session, work = current_session(), current_work()
    told = {
        "record_id": record_id, "title": form.title.data or "", "pages": form.pages.data,
        "full_text": form.full_text.data, "rights": Rights(form.rights.data),
    }  # fmt: skip
    url = (form.url.data or "").strip()
    if url and _is_file(form.file.data):
        raise DigitalInputError(DigitalCode.BOTH_GIVEN)
    if url:
        with transaction(session):
            services.add_link(session, work, url=url, **told)
        return
    given = _given(form.file.data)
    with (
        services.received(
            given.stream, file_name=given.filename or "", folder=folder(), limit=_limit()
        ) as file,
        transaction(session),
    ):
        services.add_file(session, work, file=file, **told)


def _is_file(data: object) -> bool:
    return isinstance(data, FileStorage) and bool(data.filename)


def _given(data: object) -> FileStorage:
    if not isinstance(data, FileStorage) or not data.filename:
        raise DigitalInputError(DigitalCode.NOTHING_GIVEN)
    return data


def folder() -> Path:
    """Return the data folder of this library."""
    settings: Settings = current_app.config["ILS_SETTINGS"]
    return settings.home


def _limit() -> int:
    settings: Settings = current_app.config["ILS_SETTINGS"]
    return settings.upload_limit_mb * 1_000_000


def _objects_page(record_id: int, form: AttachForm, problem: LibraryError | None = None) -> str:
    session = current_session()
    return render_template(
        "digital/record.html",
        record=record_view(session, record_id),
        objects=queries.objects_of(session, record_id, removed=True),
        form=form,
        problem=problem,
        limit=_limit() // 1_000_000,
        **_words(),
    )


@blueprint.route("/<int:object_id>/edit", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit(object_id: int) -> Page:
    """Change what is said of an object."""
    view = queries.object_view(current_session(), object_id)
    form = _worded(DescribeForm(data=_said(view)))
    if request.method == "GET":
        return _edit_page(view, form)
    if not form.validate():
        return _edit_page(view, form), 400
    try:
        with transaction(current_session()) as session:
            services.change(
                session, current_work(), object_id=object_id, title=form.title.data or "",
                pages=form.pages.data, full_text=form.full_text.data, rights=Rights(form.rights.data),
                url=form.url.data if not view.is_file else None,
            )  # fmt: skip
    except LibraryError as problem:
        return _edit_page(view, form, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("digital.add", record_id=view.record_id))


def _said(view: ObjectView) -> dict[str, object]:
    return {
        "title": view.title, "url": view.url, "pages": view.pages, "full_text": view.full_text,
        "rights": view.rights.value,
    }  # fmt: skip


def _edit_page(view: ObjectView, form: DescribeForm, problem: LibraryError | None = None) -> str:
    return render_template(
        "digital/edit.html",
        object=view,
        record=record_view(current_session(), view.record_id),
        form=form,
        replacing=ReplaceForm(formdata=None),
        removing=RemoveForm(formdata=None),
        problem=problem,
        limit=_limit() // 1_000_000,
        **_words(),
    )


@blueprint.post("/<int:object_id>/replace")
@require(Permission.CATALOGUE)
def replace(object_id: int) -> Page:
    """Put another file in the place of the old one."""
    session = current_session()
    view = queries.object_view(session, object_id)
    try:
        given = _given(ReplaceForm().file.data)
        with services.received(
            given.stream, file_name=given.filename or "", folder=folder(), limit=_limit()
        ) as file:
            with transaction(session):
                old = services.replace_file(session, current_work(), object_id=object_id, file=file)
            with transaction(session):
                services.put_aside(session, sha256=old, folder=folder())
    except LibraryError as problem:
        return _edit_page(view, _worded(DescribeForm(formdata=None, data=_said(view))), problem), STATUS[
            problem.kind
        ]
    flash(_("The file was replaced."), "success")
    return redirect(url_for("digital.add", record_id=view.record_id))


@blueprint.post("/<int:object_id>/remove")
@require(Permission.CATALOGUE)
def remove(object_id: int) -> Page:
    """Take an object off its record."""
    view = queries.object_view(current_session(), object_id)
    try:
        with transaction(current_session()) as session:
            services.remove(
                session, current_work(), object_id=object_id, reason=RemoveForm().reason.data or ""
            )
    except LibraryError as problem:
        return _edit_page(view, _worded(DescribeForm(formdata=None, data=_said(view))), problem), STATUS[
            problem.kind
        ]
    flash(_("Removed; its counts were taken back."), "success")
    return redirect(url_for("digital.add", record_id=view.record_id))


@blueprint.get("/<int:object_id>")
def open(object_id: int) -> Page:
    """Give the file, or lead to the address, to those who may have it; parts of a file are given on request."""
    view = queries.object_view(current_session(), object_id)
    _require_right(view)
    if not view.is_file:
        return redirect(view.url)
    path = folder() / stored_path(view.sha256)
    if not path.is_file():
        raise DigitalNotFoundError(DigitalCode.FILE_GONE)
    handed = request.args.get("download") == "1" or not view.shown_in_place
    answer: Response = send_file(
        path, mimetype=view.media_type, as_attachment=handed, download_name=view.file_name, conditional=True,
        etag=view.sha256,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = HANDED_POLICY if handed else SHOWN_POLICY
    return answer


def _require_right(view: ObjectView) -> None:
    """Refuse what the person may not open; what is closed is not even known to others."""
    if view.removed_at is not None or (view.rights is Rights.CLOSED and not can(Permission.CATALOGUE)):
        raise DigitalNotFoundError(DigitalCode.UNKNOWN, object=view.id)
    if view.rights is Rights.LIBRARY and not current_user.is_authenticated:
        raise ForbiddenError(DigitalCode.NOT_FOR_READERS)


def _words() -> dict[str, object]:
    return {"rights": messages.RIGHTS, "rights_tags": messages.RIGHTS_TAGS, "media": messages.MEDIA}


def files_are_there(session: Session) -> Iterator[Problem]:
    """Find objects without their file and files without an object, in the data folder of this library."""
    yield from measures.files_match(session, folder())


CHECKS: tuple[Check, ...] = (*measures.CHECKS, files_are_there)
"""For the roof: what the tables prove, and what only the running library knows, where its files lie."""
