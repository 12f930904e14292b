"""The single register of a year (RG-01): on the screen, on paper, as a spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.messages import REGISTRATION_KINDS, SEXES_SHOWN, studies
from circulation.patrons.models import RegistrationKind
from circulation.patrons.queries import Register, RegisterLine
from circulation.patrons.queries.registering import register_starts
from circulation.patrons.views.base import (
    DATA,
    blueprint,
    fonts,
    page_number,
    pager_of,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.library.places import departments, institution_name
from ils.printing.pdf import make_pdf
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.text import whole_number
from ils.web.asked import asked_choice, asked_day
from ils.web.auth import current_work, require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day as shown_day
from ils.web.filters import latin_or_cyrillic, moment
from ils.web.frame import place_label
from ils.web.locale import current_language
from ils.web.session import current_session

PAGE = 100
EARLIEST = 1900


@blueprint.get("/register")
@require(Permission.CIRCULATE)
def year_register() -> str:
    """Show the register of a year by running numbers."""
    session, wanted, number = current_session(), _wanted(), page_number()
    lines = list(queries.register_lines(session, wanted, limit=PAGE, offset=(number - 1) * PAGE))
    totals = queries.register_totals(session, wanted)
    years = {*queries.register_years(session), clock.today().year, wanted.year}
    return render_template(
        "patrons/register.html",
        wanted=wanted,
        cut=_cut(),
        lines=lines,
        totals=totals,
        years=[(str(year), str(year)) for year in sorted(years, reverse=True)],
        kind_choices=[("", _("All")), *((each.value, str(_kind(each))) for each in RegistrationKind)],
        department_choices=[("", _("All departments")), *_departments().items()],
        kinds=REGISTRATION_KINDS,
        empty_year=not queries.count_registered(session, wanted.year),
        start=register_starts(session).get(wanted.year, 0),
        pager=pager_of(number, len(lines), totals.total, size=PAGE, **_cut()),
    )


def _kind(kind: RegistrationKind) -> Any:
    return REGISTRATION_KINDS[kind.value]


def _departments() -> dict[str, str]:
    return {place.code: place_label(place) for place in departments(current_session())}


def _wanted() -> Register:
    year = whole_number(request.args.get("year", "") or str(clock.today().year))
    if year is None or not EARLIEST <= year <= clock.today().year + 1:
        raise InputError(InputCode.NOT_A_NUMBER, field="year")
    kind = asked_choice("kind", {each.value: "" for each in RegistrationKind})
    return Register(
        year, RegistrationKind(kind) if kind else None, asked_day("since"), asked_day("until"),
        asked_choice("department", _departments()),
    )  # fmt: skip


def _cut() -> dict[str, Any]:
    given = {
        name: request.args.get(name, "")[:40] for name in ("year", "kind", "since", "until", "department")
    }
    return {name: value for name, value in given.items() if value}


def _columns() -> list[tuple[str, float, int]]:
    """Return headings, widths in characters for the spreadsheet, in millimetres for paper; 0 takes what is left."""
    return [
        ("№", 7, 12), (_("Day"), 12, 20), (_("Card"), 14, 26), (_("Reader"), 40, 0), (_("Date of birth"), 12, 20),
        (_("Sex"), 8, 16), (_("Category"), 22, 28), (_("Faculty, group"), 26, 36), (_("Kind"), 18, 38),
        (_("Department"), 22, 34),
    ]  # fmt: skip


def _row(line: RegisterLine, places: dict[str, str]) -> list[Cell]:
    return [
        line.running_number, line.day, line.card_number, line.name, line.birth_date,
        str(SEXES_SHOWN[line.sex]) if line.sex else "", place_label(line.category), studies(line), str(_kind(line.kind)),
        places.get(line.department, line.department),
    ]  # fmt: skip


def _title(wanted: Register) -> str:
    return str(_("Single register of readers, %(year)s", year=wanted.year))


def _told(wanted: Register) -> str:
    totals = queries.register_totals(current_session(), wanted)
    said = _(
        "In all: %(total)s; new: %(new)s; re-registered: %(returning)s",
        total=totals.total, new=totals.new, returning=totals.returning,
    )  # fmt: skip
    return str(said)


@blueprint.post("/register/start")
@require(Permission.SETTINGS)
def continue_register() -> Response:
    """Let the numbers of a year go on from its paper register."""
    year, last = request.form.get("year", 0, type=int), request.form.get("last", -1, type=int)
    with transaction(current_session()) as session:
        services.continue_register(session, current_work(), year=year, last=last)
    flash(
        _("The first reader of %(year)s gets the number %(number)s.", year=year, number=last + 1), "success"
    )
    return redirect(url_for("patrons.year_register", year=year))


@blueprint.get("/register.xlsx")
@require(Permission.CIRCULATE)
def register_xlsx() -> Response:
    """Send the register as a spreadsheet."""
    wanted, places = _wanted(), _departments()
    rows = [_row(line, places) for line in queries.register_lines(current_session(), wanted)]
    sheet = Sheet(
        name=str(wanted.year),
        columns=[Column(heading, width) for heading, width, _paper in _columns()],
        rows=rows,
        above=[_title(wanted), latin_or_cyrillic(institution_name(current_session())), _told(wanted)],
    )
    made = make_xlsx([sheet], title=_title(wanted), at=clock.now())
    return send(made, XLSX, f"register-{wanted.year}.xlsx", keep=True)


@blueprint.get("/register.pdf")
@require(Permission.CIRCULATE)
def register_pdf() -> Response:
    """Send the register as PDF."""
    wanted, places, now = _wanted(), _departments(), clock.now()
    rows = [_row(line, places) for line in queries.register_lines(current_session(), wanted)]
    data = {
        "institution": latin_or_cyrillic(institution_name(current_session())),
        "told": _told(wanted),
        "columns": [heading for heading, _width, _paper in _columns()],
        "widths": [paper for _heading, _width, paper in _columns()],
        "rows": [[_shown(cell) for cell in row] for row in rows],
        "printed": _("Printed: %(at)s", at=moment(now)),
        "signature": _("Librarian"),
    }
    made = make_pdf(
        DATA / "register.typ", data, title=_title(wanted), language=current_language(), at=now, fonts=fonts()
    )
    return send(made, PDF, f"register-{wanted.year}.pdf")


def _shown(cell: Cell) -> str:
    return shown_day(cell) if isinstance(cell, date) else str(cell if cell is not None else "")
