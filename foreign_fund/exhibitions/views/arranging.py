"""Cases, pieces of other owners, how a copy stands, and adding from a search of the catalogue."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.public.queries import search as search_catalogue
from foreign_fund.exhibitions import messages, queries, services
from foreign_fund.exhibitions.forms import ArrangeForm, PieceForm
from foreign_fund.exhibitions.rules.places import Form
from foreign_fund.exhibitions.views.base import ENTRY, ROW, SHOW, Answer, blueprint, done, shown
from foreign_fund.exhibitions.views.choosing import chosen_case
from foreign_fund.fund.views import pages_of, read_page
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

FOUND = 30
MOST_PICKED = 100


@blueprint.get(f"/{SHOW}/cases")
@require(Permission.SEE_FOREIGN_FUND)
def cases(exhibition_id: int) -> str:
    """Show sections, cases and what others have loaned in."""
    return _cases_page(exhibition_id, _piece_form(exhibition_id))


def _cases_page(exhibition_id: int, form: PieceForm, problem: LibraryError | None = None) -> str:
    session = current_session()
    return shown(
        "cases", exhibition_id, "cases", cases=queries.cases_of(session, exhibition_id),
        pieces=queries.pieces_of(session, exhibition_id), form=form, problem=problem,
    )  # fmt: skip


def _piece_form(exhibition_id: int) -> PieceForm:
    return PieceForm().offer(queries.cases_of(current_session(), exhibition_id))


@blueprint.post(f"/{SHOW}/cases")
@require(Permission.FOREIGN_FUND)
def add_cases(exhibition_id: int) -> Response:
    """Add cases to a section, one on each line."""
    names = [line.strip() for line in request.form.get("names", "").splitlines() if line.strip()]
    section = request.form.get("section", "")
    return done(
        exhibition_id,
        lambda session: services.add_cases(
            session, current_work(), exhibition_id=exhibition_id, section=section, names=names
        ),
        _(
            "Cases added: %(count)s. Print their labels, then scan a label and the copies that stand there.",
            count=len(names),
        ),
        page="cases",
    )


@blueprint.post(f"/{SHOW}/cases/{ROW}")
@require(Permission.FOREIGN_FUND)
def rename_case(exhibition_id: int, row_id: int) -> Response:
    """Call a case otherwise."""
    told = {"section": request.form.get("section", ""), "name": request.form.get("name", "")}
    return done(
        exhibition_id,
        lambda session: services.rename_case(
            session, current_work(), exhibition_id=exhibition_id, case_id=row_id, **told
        ),
        _("The case was renamed; its code stays."),
        page="cases",
    )


@blueprint.post(f"/{SHOW}/cases/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def remove_case(exhibition_id: int, row_id: int) -> Response:
    """Take an unused case away."""
    return done(
        exhibition_id,
        lambda session: services.remove_case(
            session, current_work(), exhibition_id=exhibition_id, case_id=row_id
        ),
        _("The case was removed."),
        page="cases",
    )


@blueprint.post(f"/{SHOW}/pieces")
@require(Permission.FOREIGN_FUND)
def take_in(exhibition_id: int) -> Answer:
    """Take in a piece that its owner has loaned."""
    form = _piece_form(exhibition_id)
    if not form.validate():
        return _cases_page(exhibition_id, form), 400
    try:
        with transaction(current_session()) as session:
            services.take_in(session, current_work(), exhibition_id=exhibition_id, **form.told())
    except LibraryError as problem:
        return _cases_page(exhibition_id, form, problem), STATUS[problem.kind]
    flash(_("Taken in: %(title)s", title=str(form.title.data)[:100]), "success")
    return redirect(url_for("exhibitions.cases", exhibition_id=exhibition_id))


@blueprint.post(f"/{SHOW}/pieces/{ROW}/back")
@require(Permission.FOREIGN_FUND)
def piece_back(exhibition_id: int, row_id: int) -> Response:
    """Say that a piece went back to its owner."""
    day = typed_day("day")
    return done(
        exhibition_id,
        lambda session: services.give_piece_back(
            session, current_work(), exhibition_id=exhibition_id, piece_id=row_id, day=day
        ),
        _("The piece went back to its owner."),
        page="cases",
    )


@blueprint.post(f"/{SHOW}/pieces/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def remove_piece(exhibition_id: int, row_id: int) -> Response:
    """Take a title or piece off the list."""
    return done(
        exhibition_id,
        lambda session: services.remove_piece(
            session, current_work(), exhibition_id=exhibition_id, piece_id=row_id
        ),
        _("Taken off the list."),
        page="cases",
    )


@blueprint.post(f"/{SHOW}/pieces/{ROW}")
@require(Permission.FOREIGN_FUND)
def annotate_piece(exhibition_id: int, row_id: int) -> Response:
    """Say what the label of a title or piece tells, and where it stands."""
    annotation, case_id = request.form.get("annotation", ""), whole_number(request.form.get("case_id"))
    return done(
        exhibition_id,
        lambda session: services.annotate_piece(
            session, current_work(), exhibition_id=exhibition_id, piece_id=row_id, annotation=annotation,
            case_id=case_id,
        ),
        _("Saved."),
        page="cases",
    )  # fmt: skip


@blueprint.route(f"/{SHOW}/copies/{ENTRY}", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def copy(exhibition_id: int, entry_id: int) -> Answer:
    """Say of a copy where it stands, whether it may be taken, what its label tells."""
    session = current_session()
    entry = queries.shown_copy(session, exhibition_id=exhibition_id, entry_id=entry_id)
    words = [(access.value, str(word)) for access, word in messages.ACCESSES.items()]
    rotations = queries.rotations_of(session, exhibition_id)
    form = ArrangeForm(obj=entry).offer(queries.cases_of(session, exhibition_id), words, rotations)
    if request.method == "GET":
        form.case_id.data, form.rotation_id.data = str(entry.case_id or ""), str(entry.rotation_id or "")
        return shown("copy", exhibition_id, "show", copy=entry, form=form, problem=None)
    if not form.validate():
        return shown("copy", exhibition_id, "show", copy=entry, form=form, problem=None), 400
    try:
        with transaction(session) as writing:
            services.arrange(
                writing, current_work(), exhibition_id=exhibition_id, entry_id=entry_id, **form.told()
            )
            services.rotate_copy(
                writing,
                current_work(),
                exhibition_id=exhibition_id,
                entry_id=entry_id,
                rotation_id=form.rotation,
            )
    except LibraryError as problem:
        page = shown("copy", exhibition_id, "show", copy=entry, form=form, problem=problem)
        return page, STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition_id))


@blueprint.get(f"/{SHOW}/find")
@require(Permission.FOREIGN_FUND)
def find(exhibition_id: int) -> str:
    """Search the catalogue for what to show."""
    asked, page = request.args.get("q", "")[:400], read_page()
    found: Any = None
    if asked.strip():
        found = search_catalogue(current_session(), asked, limit=FOUND, offset=(page - 1) * FOUND)
    return shown(
        "find", exhibition_id, "show", asked=asked, found=found,
        pages=pages_of(found.total, len(found.hits), page=page, size=FOUND) if found else None,
        cases=queries.cases_of(current_session(), exhibition_id), chosen=chosen_case(exhibition_id),
    )  # fmt: skip


@blueprint.post(f"/{SHOW}/pick")
@require(Permission.FOREIGN_FUND)
def pick(exhibition_id: int) -> Response:
    """Add what was ticked in a search: a free copy of each title, or the titles of a virtual exhibition."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    numbers = [whole_number(each) for each in request.form.getlist("record")[:MOST_PICKED]]
    records = [number for number in numbers if number]
    case_id = whole_number(request.form.get("case_id"))
    if not records:
        flash(_("Tick at least one title."), "danger")
        return redirect(url_for("exhibitions.find", exhibition_id=exhibition_id, q=request.form.get("q", "")))
    return done(
        exhibition_id,
        lambda session: services.add_records(
            session, current_work(), exhibition_id=exhibition_id, records=records, case_id=case_id,
            virtual=row.form == Form.VIRTUAL,
        ),
        _("Added: %(count)s", count=len(records)),
        page="cases" if row.form == Form.VIRTUAL else "show",
    )  # fmt: skip
