"""The workbench (OV-07): late copies by reader, the same list on paper, as a file, and as letters."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.overdue import queries, services
from circulation.overdue.jobs import put_into_tray
from circulation.overdue.queries import OverdueRow, Wanted
from circulation.overdue.rules import Filter, read_filter, read_ids
from circulation.overdue.views.base import asked_for, blueprint, choices, chosen, names, pages_of, said, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.web.auth import current_work, require
from ils.web.files import CSV, XLSX, send
from ils.web.locale import safe_path
from ils.web.session import current_session

READERS = 50
ON_PAPER = 2000
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/")
@require(Permission.OVERDUE)
def index() -> str:
    """Show the readers with late copies, the longest delay first, a page at a time."""
    here = chosen()
    return render_template("overdue/index.html", tabs=tabs(here), **bench_of(current_session(), here))


def bench_of(session: Session, here: Filter) -> dict[str, object]:
    """Return all that the workbench shows for a choice: also for the foreign department's own page."""
    day = clock.today()
    offset = (here.page - 1) * READERS
    found = queries.bench(session, day=day, wanted=asked_for(session, here), limit=READERS, offset=offset)
    return {
        "found": found,
        "chosen": here,
        # Who comes back from a question finds the ticks again.
        "ticked": read_ids(request.args.getlist("patron")),
        "choices": choices(session, here),
        "pages": pages_of(found.total, len(found.readers), size=READERS),
        **names(session),
    }


@blueprint.get("/list")
@require(Permission.OVERDUE)
def paper() -> str:
    """Show the whole list on one page that prints well."""
    session, here = current_session(), chosen()
    words = names(session)
    return render_template(
        "overdue/paper.html",
        page=queries.find_late(session, day=clock.today(), wanted=_asked(session, here), limit=ON_PAPER),
        chosen=here,
        said=said(here, words),
        **words,
    )


def _asked(session: Session, here: Filter) -> Wanted:
    """Return the choice, narrowed to the readers that were ticked, if any were."""
    return asked_for(session, here, patrons=read_ids(request.values.getlist("patron")))


@blueprint.get("/export.<any(csv, xlsx):form>")
@require(Permission.OVERDUE)
def export(form: str) -> Response:
    """Send the list as a file: the whole choice, or the readers that were ticked."""
    session, here = current_session(), chosen()
    rows = queries.find_late(session, day=clock.today(), wanted=_asked(session, here)).rows
    table = _table(session, rows)
    file_name = f"overdue-{clock.today().isoformat()}.{form}"
    if form == "csv":
        return send(_as_csv(table), CSV, file_name, keep=True)
    sheet = Sheet(_("Overdue copies"), [Column(*each) for each in _columns()], table)
    return send(make_xlsx([sheet], title=_("Overdue copies"), at=clock.now()), XLSX, file_name, keep=True)


def _columns() -> list[tuple[str, float]]:
    return [
        (_("Card number"), 14), (_("Reader"), 32), (_("Telephone"), 18), (_("Category"), 18), (_("Faculty"), 20),
        (_("Group"), 12), (_("Title"), 44), (_("Responsibility"), 28), (_("Inventory number"), 16), (_("Barcode"), 16),
        (_("Department"), 24), (_("Language"), 14), (_("Lent on"), 12), (_("Due"), 12), (_("Days late"), 10),
        (_("Open days"), 10),
    ]  # fmt: skip


def _table(session: Session, rows: Iterable[OverdueRow]) -> list[list[Cell]]:
    words = names(session)
    places, kinds, language = words["place_names"], words["categories"], words["language_name"]
    return [
        [
            row.card_number, row.patron, row.phone, kinds.get(row.category, row.category), row.faculty, row.study_group,
            row.title, row.responsibility, row.inventory_number, row.barcode,
            places.get(row.department, row.department), language(row.language), row.lent_on, row.due_on, row.days_late,
            row.open_days_late,
        ]
        for row in rows
    ]  # fmt: skip


def _as_csv(table: Iterable[list[Cell]]) -> bytes:
    """Return the table as CSV that Excel opens in the right charset and never takes for formulas."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([heading for heading, _width in _columns()])
    writer.writerows([_harmless(cell) for cell in row] for row in table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: Cell) -> str:
    text = f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell if cell is not None else "")
    return f"'{text}" if isinstance(cell, str) and text.startswith(_BEGINS_A_FORMULA) else text


@blueprint.get("/letters")
@require(Permission.OVERDUE)
def ask_letters() -> str:
    """Say how many letters a yes would write, and to how many readers none is written and why."""
    session, here = current_session(), chosen()
    rows = queries.find_late(session, day=clock.today(), wanted=_asked(session, here)).rows
    ticked = read_ids(request.args.getlist("patron"))
    return render_template(
        "overdue/letters.html",
        tabs=tabs(here),
        plan=services.plan_letters(session, current_work(), rows=rows),
        chosen=here,
        ticked=ticked,
        back_url=_back(ticked),
    )


def _back(ticked: tuple[int, ...]) -> str:
    """Return the page that the question came from, with its ticks."""
    parts = urlsplit(safe_path(request.args.get("next") or url_for("overdue.index")))
    given = [pair for pair in parse_qsl(parts.query) if pair[0] != "patron"]
    query = urlencode([*given, *(("patron", str(each)) for each in ticked)])
    return f"{parts.path}?{query}" if query else parts.path


@blueprint.post("/letters")
@require(Permission.OVERDUE)
def letters() -> Response:
    """Write letters to the readers that were ticked, or to all of the choice where none is."""
    here = read_filter(request.form)
    with transaction(current_session()) as session:
        rows = queries.find_late(session, day=clock.today(), wanted=_asked(session, here)).rows
        made = services.write_letters(session, current_work(), rows=rows)
    if not made:
        flash(
            _("No letter was written: these readers have one of today already, or a promise holds."),
            "warning",
        )
        return redirect(safe_path(request.form.get("next")))
    put_into_tray(session, made, now=clock.now)
    flash(_("Letters written: %(count)s. They lie in the tray of letters.", count=len(made)), "success")
    return redirect(url_for("outbox.letters"))
