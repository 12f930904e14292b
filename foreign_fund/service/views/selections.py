"""Selections for courses: list, form, page with coverage, what is to be ordered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from foreign_fund.service import services
from foreign_fund.service.forms import SelectionForm
from foreign_fund.service.queries import chosen
from foreign_fund.service.queries.chosen import SelectionRow
from foreign_fund.service.queries.titles import SELECTION as SELECTION_LIST
from foreign_fund.service.services.choosing import Course
from foreign_fund.service.views.base import (
    SELECTION,
    TITLE,
    Answer,
    blueprint,
    do,
    patron_of_card,
    place_choices,
    words,
    work_place,
)
from foreign_fund.service.views.listing import back_to, found_titles
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.text import whole_number
from ils.web.asked import typed_count
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.files import XLSX, send
from ils.web.session import current_session


@blueprint.get("/selections")
@require(Permission.SEE_FOREIGN_FUND)
def selections() -> str:
    """Show the selections with how many titles do not go round."""
    session = current_session()
    text = clean_text(request.args.get("text"), field="text", limit=100)
    closed = request.args.get("closed") == "1"
    rows = chosen.selections(session, text=text, closed=closed)
    return render_template(
        "service/selections.html",
        rows=chosen.with_below(session, rows),
        text=text,
        closed=closed,
        norm=chosen.norm(session),
        wishes=len(chosen.wishes(session)),
        **words(),
    )


@blueprint.route("/selections/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_selection() -> Answer:
    """Begin a selection."""
    form = SelectionForm().offer(place_choices())
    if request.method == "GET":
        form.department.data = work_place()[0]
        return _form_page(form)
    return _save(form, None)


@blueprint.route(f"/selections/{SELECTION}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_selection(selection_id: int) -> Answer:
    """Change for whom it is."""
    row = chosen.selection_row(current_session(), selection_id)
    form = SelectionForm().offer(place_choices())
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    return _save(form, row)


def _save(form: SelectionForm, row: SelectionRow | None) -> Answer:
    if not form.validate():
        return _form_page(form, row), 400
    try:
        course = _course(form)
        with transaction(current_session()) as session:
            if row is None:
                saved = services.make_selection(session, current_work(), course=course)
            else:
                saved = services.change_selection(session, current_work(), selection_id=row.id, course=course)
            number = saved.id
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The selection was saved."), "success")
    return redirect(url_for("service.selection", selection_id=number))


def _course(form: SelectionForm) -> Course:
    names = ("discipline", "teacher", "faculty", "course", "study_group", "term", "department")
    return Course(
        **{name: form[name].data or "" for name in names},
        students=form.students.data,
        patron_id=patron_of_card(form.card.data or ""),
        note=" ".join((form.note.data or "").split()),
    )


def _form_page(
    form: SelectionForm, row: SelectionRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template("service/selection_form.html", form=form, selection=row, problem=problem)


@blueprint.get(f"/selections/{SELECTION}")
@require(Permission.SEE_FOREIGN_FUND)
def selection(selection_id: int) -> str:
    """Show a selection: each title with its copies and how far they go round."""
    session = current_session()
    row = chosen.selection_row(session, selection_id)
    rows = chosen.covered(session, row)
    ids = [each.title.record.id for each in rows if each.title.record]
    return render_template(
        "service/selection.html",
        selection=row,
        rows=rows,
        below=chosen.below(rows),
        others=chosen.other_courses(session, ids, selection_id),
        norm=chosen.norm(session),
        found=found_titles(),
        what=SELECTION_LIST,
        **words(),
    )


@blueprint.post(f"/selections/{SELECTION}/words")
@require(Permission.FOREIGN_FUND)
def add_words(selection_id: int) -> Answer:
    """Put a title on the list that the library does not have."""
    described = request.form.get("described", "")

    def act(session: object) -> object:
        copies = typed_count("copies", "copies", digits=4)
        return services.add_words(
            session, current_work(), owner_id=selection_id, described=described, copies=copies  # type: ignore[arg-type]
        )  # fmt: skip

    return do(act, said=_("Title put on a list"), back=back_to(SELECTION_LIST, selection_id))


@blueprint.post(f"/selections/{SELECTION}/{TITLE}/wish")
@require(Permission.FOREIGN_FUND)
def wish(selection_id: int, title_id: int) -> Answer:
    """Say how many copies are to be ordered."""
    copies = whole_number(request.form.get("copies", "0").strip() or "0", digits=6)
    wanted = -1 if copies is None else copies
    return do(
        lambda session: services.wish(
            session, current_work(), selection_id=selection_id, title_id=title_id, copies=wanted
        ),
        said=_("Saved"),
        back=back_to(SELECTION_LIST, selection_id),
    )


@blueprint.post(f"/selections/{SELECTION}/<any(copy, close, reopen):act>")
@require(Permission.FOREIGN_FUND)
def selection_act(selection_id: int, act: str) -> Answer:
    """Begin the next term with the same titles; close; open again."""
    if act == "copy":
        with transaction(current_session()) as session:
            number = services.copy_selection(session, current_work(), selection_id=selection_id).id
        flash(_("The same titles for another term: say which, and for how many students."), "success")
        return redirect(url_for("service.edit_selection", selection_id=number))
    chosen_act = services.close_selection if act == "close" else services.reopen_selection
    return do(
        lambda session: chosen_act(session, current_work(), selection_id=selection_id),
        said=_("Saved"), back=url_for("service.selection", selection_id=selection_id),
    )  # fmt: skip


@blueprint.get("/wishes")
@require(Permission.SEE_FOREIGN_FUND)
def wishes() -> str:
    """Show what is to be ordered for courses."""
    rows = chosen.wishes(current_session())
    return render_template("service/wishes.html", rows=rows, copies=sum(row.copies for row in rows))


@blueprint.get("/wishes.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def wishes_sheet() -> Answer:
    """Send what is to be ordered as a spreadsheet."""
    rows = chosen.wishes(current_session())
    title = _("To be ordered for courses")
    columns = (("№", 6), (_("Title"), 60), (_("Copies"), 10), (_("Discipline"), 40), (_("Since"), 12))
    cells: list[list[Cell]] = [
        [number, row.record.title if row.record else row.described, row.copies, row.discipline, row.wished_on]
        for number, row in enumerate(rows, start=1)
    ]
    sheet = Sheet(title, [Column(*each) for each in columns], cells, (title,))
    return send(make_xlsx([sheet], title=title, at=clock.now()), XLSX, "orders-for-courses.xlsx", keep=True)
