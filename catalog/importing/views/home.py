"""The imports, and giving a new file."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice

from catalog.importing import queries, services
from catalog.importing.errors import ImportCode, ImportInputError
from catalog.importing.forms import ImportForm
from catalog.importing.jobs import drop_upload, keep_upload
from catalog.importing.views.base import Page, blueprint, home_folder, words
from catalog.marc import Profile
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs.queries import jobs
from ils.jobs.services import enqueue
from ils.library.places import departments
from ils.web.auth import current_department, current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.jobs import wake
from ils.web.locale import current_language
from ils.web.session import current_session


@blueprint.get("")
@require(Permission.CATALOGUE)
def index() -> Page:
    """Show the imports and the form for a new one."""
    return _index_page(_form())


@blueprint.post("")
@require(Permission.CATALOGUE)
def upload() -> Page:
    """Take a file in and let it be read in the background; nothing reaches the catalogue before somebody looked at it."""
    form = _form()
    try:
        if not form.validate():
            return _index_page(form), 400
        batch_id = _take_in(form)
    except LibraryError as problem:
        return _index_page(form, problem), STATUS[problem.kind]
    wake()
    return redirect(url_for("importing.show", batch_id=batch_id))


def _form() -> ImportForm:
    session, language = current_session(), current_language()
    form = ImportForm()
    known = [(each.code, each.name(language)) for each in queries.sources(session)]
    form.source.choices = [SelectChoice(*each) for each in known or [(queries.ANY, _("any source"))]]
    form.department.choices = [SelectChoice(each.code, place_label(each)) for each in departments(session)]
    if request.method == "POST" and not form.source.data:
        form.source.data = queries.ANY  # whoever says nothing means nobody in particular
    if request.method == "GET":
        form.department.data = getattr(current_department(), "code", None)
        form.source.data = request.args.get("source") or queries.ANY
    return form


def _take_in(form: ImportForm) -> int:
    """Keep the upload below the data folder, look at its beginning, and put the reading down as a job."""
    given = form.file.data
    if not isinstance(given, FileStorage) or not given.filename:
        raise ImportInputError(ImportCode.NO_FILE)
    session, home = current_session(), home_folder()
    name = keep_upload(home, given.stream)  # type: ignore[arg-type]  # werkzeug spools it to disk
    try:
        return _open(form, given.filename, name)
    finally:
        session.rollback()
        drop_upload(session, home, name)  # unless the import has taken it


def _open(form: ImportForm, file_name: str, stored: str) -> int:
    session, work = current_session(), current_work()
    profile = Profile(form.profile.data) if form.profile.data else None
    charset, source = form.charset.data or None, form.source.data
    reading = services.reading_of(session, source, charset=charset, profile=profile)
    with (home_folder() / stored).open("rb") as stream:
        incoming = services.open_incoming(stream, file_name=file_name, **reading.options())
    with transaction(session):
        opened = services.open_batch(
            session,
            work,
            incoming=incoming,
            department=form.department.data,
            source=source,
            stored_file=stored,
        )
        if not opened.read:
            enqueue(
                session, work, "import:read", subject_type="batch", subject_id=opened.batch_id,
                charset=charset, profile=form.profile.data,
            )  # fmt: skip
    return opened.batch_id


def _index_page(form: ImportForm, problem: LibraryError | None = None) -> str:
    session, language = current_session(), current_language()
    return render_template(
        "importing/index.html",
        form=form,
        problem=problem,
        limit_mb=current_app.config["MAX_CONTENT_LENGTH"] // 1_000_000,
        batches=queries.batches(session),
        source_names={each.code: each.name(language) for each in queries.sources(session, active_only=False)},
        busy={view.subject_id for view in jobs(session, active=True) if view.subject_type == "batch"},
        **words(),
    )
