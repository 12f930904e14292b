"""Screens of tables of readers: chosen, looked through, their columns named, taken in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import services
from circulation.patrons.errors import TableCode, TableError
from circulation.patrons.forms import MappingForm, TableForm
from circulation.patrons.messages import ROW_STATES, TABLE_FIELDS
from circulation.patrons.queries.importing import (
    ImportRow,
    ImportView,
    category_names,
    import_rows,
    import_view,
    imports,
    row_counts,
)
from circulation.patrons.rules.headings import FIELDS
from circulation.patrons.services.accepting import JOB
from circulation.patrons.services.importing import own_categories
from circulation.patrons.views.base import (
    Page,
    blueprint,
    category_choices,
    language_choices,
    page_number,
    pager_of,
)
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs.services import enqueue
from ils.text import fold
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.jobs import job_about, wake
from ils.web.session import current_session

IMPORT = "<int(max=2147483647):import_id>"
PAGE = 100
SUBJECT = "patron_import"
COLUMNS = 7
NAMES = ("full_name", "surname", "given_name", "patronymic")


@blueprint.route("/import", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def import_home() -> Page:
    """Choose a file, and see the tables that came before."""
    form = TableForm().offer(category_choices())
    problem: LibraryError | None = None
    if form.validate_on_submit():
        try:
            return _begun(form)
        except LibraryError as refusal:
            problem = refusal
    tables = imports(current_session())
    page = render_template(
        "patrons/import.html",
        form=form,
        problem=explain(problem.code, problem.facts) if problem else None,
        tables=tables,
        counts=row_counts(current_session(), [each.id for each in tables]),
    )
    return page, STATUS[problem.kind] if problem else 200


def _begun(form: TableForm) -> Response:
    given = form.file.data
    if given is None or not given.filename:
        raise TableError(TableCode.EMPTY, file="—")
    table = services.read_table(given.read(), given.filename)
    with transaction(current_session()) as session:
        import_id = services.begin_import(
            session, current_work(), table=table, file_name=given.filename, category=form.category.data or ""
        )
    return redirect(url_for("patrons.import_table", import_id=import_id))


@blueprint.get(f"/import/{IMPORT}")
@require(Permission.CIRCULATE)
def import_table(import_id: int) -> str:
    """Show what became of every line, and what the columns are taken for."""
    session, state, number = current_session(), asked_choice("state", ROW_STATES), page_number()
    view = import_view(session, import_id)
    counts = row_counts(session, [import_id])[import_id]
    total = counts.get(state, 0) if state else sum(counts.values())
    rows = import_rows(session, import_id, state=state, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "patrons/import_table.html",
        view=view,
        form=_mapping_form(view),
        rows=[(row, problem_told(row)) for row in rows],
        fields=[(field, TABLE_FIELDS[field]) for field in FIELDS],
        shown=_columns(view),
        unknown=_unknown_categories(view),
        category_choices=category_choices(),
        counts=counts,
        state=state,
        states=ROW_STATES,
        job=job_about(SUBJECT, import_id),
        pager=pager_of(number, len(rows), total, size=PAGE, **({"state": state} if state else {})),
    )


def _columns(view: ImportView) -> list[tuple[str, list[str]]]:
    """Return what the list of lines shows: label, and the headings whose cells stand there; the name in one."""
    name = [view.mapping[field] for field in NAMES if field in view.mapping]
    rest = [
        (str(TABLE_FIELDS[field]), [view.mapping[field]])
        for field in FIELDS
        if field in view.mapping and field not in NAMES
    ]
    return [(_("Reader"), name), *rest][:COLUMNS]


def _mapping_form(view: ImportView) -> MappingForm:
    return MappingForm(data=view.defaults).offer(category_choices(), language_choices())


def problem_told(row: ImportRow) -> str:
    """Return why a line is where it is, in words; empty for a plain one."""
    problem = row.problem or {}
    return explain(problem["code"], problem.get("facts", {})) if problem.get("code") else ""


def _unknown_categories(view: ImportView) -> list[tuple[str, str]]:
    """Return the words in the column of categories that name none of the library's, with what was chosen for each."""
    heading = view.mapping.get("category")
    if not heading:
        return []
    session = current_session()
    own, names = own_categories(view), category_names(session)
    words = {" ".join(row.cells.get(heading, "").split())[:60] for row in import_rows(session, view.id)}
    unknown = sorted(word for word in words if word and fold(word) not in names)
    return [(word, own.get(fold(word), "")) for word in unknown[:50]]


@blueprint.post(f"/import/{IMPORT}/columns")
@require(Permission.CIRCULATE)
def import_columns(import_id: int) -> Response:
    """Take the columns for something else, and judge every line anew."""
    given = request.form
    mapping = {field: given[f"column-{field}"] for field in FIELDS if given.get(f"column-{field}")}
    words = given.getlist("word")
    defaults: dict[str, Any] = {
        "category": given.get("category", ""),
        "language": given.get("language", "uz"),
        "register": "register" in given,
        "update": "update" in given,
        "categories": dict(zip(words, given.getlist("word-category"), strict=False)),
    }
    with transaction(current_session()) as session:
        services.change_import(
            session, current_work(), import_id=import_id, mapping=mapping, defaults=defaults
        )
    flash(_("Every line is judged anew."), "success")
    return redirect(url_for("patrons.import_table", import_id=import_id))


@blueprint.post(f"/import/{IMPORT}/line")
@require(Permission.CIRCULATE)
def import_line(import_id: int) -> Response:
    """Take one line in all the same, or leave it out."""
    with transaction(current_session()) as session:
        services.decide(
            session, current_work(), import_id=import_id, row_id=request.form.get("row", 0, type=int),
            take=request.form.get("take") == "1",
        )  # fmt: skip
    return redirect(
        url_for("patrons.import_table", import_id=import_id, state=request.form.get("state") or None)
    )


@blueprint.post(f"/import/{IMPORT}/accept")
@require(Permission.CIRCULATE)
def import_accept(import_id: int) -> Response:
    """Let the table be taken in, or go on where that stopped."""
    if import_view(current_session(), import_id).open:
        with transaction(current_session()) as session:
            enqueue(session, current_work(), JOB, subject_type=SUBJECT, subject_id=import_id)
        wake()
    return redirect(url_for("patrons.import_table", import_id=import_id))


@blueprint.get(f"/import/{IMPORT}/part")
@require(Permission.CIRCULATE)
def import_part(import_id: int) -> Page:
    """Give the part that shows how far it is; when it has ended, let the page around it load anew."""
    job = job_about(SUBJECT, import_id)
    if job is None or not request.headers.get("HX-Request"):
        return redirect(url_for("patrons.import_table", import_id=import_id))
    answer = Response(
        render_template("patrons/import_part.html", job=job, import_id=import_id), mimetype="text/html"
    )
    if not job.view.active:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post(f"/import/{IMPORT}/drop")
@require(Permission.CIRCULATE)
def import_drop(import_id: int) -> Response:
    """Put a table aside."""
    with transaction(current_session()) as session:
        services.drop_import(session, current_work(), import_id=import_id)
    flash(_("The table is put aside. Readers added from it stay."), "success")
    return redirect(url_for("patrons.import_home"))
