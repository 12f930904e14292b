"""Author-mark tables: loaded by the library, tried with a word, and the letters they lack."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.records import queries, services
from catalog.records.rules.authormarks import read_lines
from catalog.records.views.door import Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/author-marks")
@require(Permission.CATALOGUE)
def author_marks() -> str:
    """Show the tables and the marks of a word."""
    return _page()


def _page(problem: LibraryError | None = None, name: str = "") -> str:
    session = current_session()
    tables = queries.author_mark_tables(session)
    word = request.args.get("word", "").strip()[:200]
    return render_template(
        "records/author_marks.html",
        tables=tables,
        word=word,
        found=[(table, queries.author_mark(session, word, table)) for table, _lines in tables]
        if word
        else (),
        letters=queries.mark_letters(session),
        problem=problem,
        name=name,
    )


@blueprint.post("/author-marks")
@require(Permission.CATALOGUE)
def load_marks() -> Page:
    """Take in a table from a file: `mark, word` lines, or the menu file of an older program."""
    name = request.form.get("name", "").strip()
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise InputError(InputCode.EMPTY, field=_("File"))
        lines = read_lines(file.stream.read())
        with transaction(current_session()) as session:
            count = services.load_author_marks(session, current_work(), name=name, lines=lines)
    except LibraryError as problem:
        return _page(problem, name), STATUS[problem.kind]
    flash(_("Lines of the table: %(count)s", count=count), "success")
    return redirect(url_for("records.author_marks"))


@blueprint.post("/author-marks/drop")
@require(Permission.CATALOGUE)
def drop_marks() -> Response:
    """Throw a table away."""
    with transaction(current_session()) as session:
        services.drop_author_marks(session, current_work(), name=request.form.get("name", ""))
    flash(_("The table is gone; marks in records stay."), "success")
    return redirect(url_for("records.author_marks"))


@blueprint.post("/author-marks/letters")
@require(Permission.CATALOGUE)
def set_letters() -> Page:
    """Set under which letter of a table to look up a letter that it lacks: lines like `қ к`."""
    pairs = [line.split() for line in request.form.get("letters", "").splitlines() if line.strip()]
    try:
        letters = {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}
        with transaction(current_session()) as session:
            services.set_mark_letters(session, current_work(), letters=letters)
    except LibraryError as problem:
        return _page(problem), STATUS[problem.kind]
    flash(_("The letters were kept."), "success")
    return redirect(url_for("records.author_marks"))
