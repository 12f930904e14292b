"""Targets of a year: of the lines, of its quarters and months, of sectors and of services, in one grid."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.library.places import sectors
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanError, PlanInputError
from ils.workplan.messages import SERVICE_WORDS
from ils.workplan.models import PlanLine
from ils.workplan.queries.targets import Cell, Cells
from ils.workplan.rules import MONTHS, QUARTERS, YEAR
from ils.workplan.views.base import Page, blueprint, part_label, read_figure, short_month

GRIDS = ("quarters", "months", "sectors", "services")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grid: its cells in the order of the columns, their sum, the year's own target."""

    line: PlanLine
    cells: tuple[int | None, ...]
    whole: int | None

    @property
    def given(self) -> tuple[int, ...]:
        """The cells that are filled."""
        return tuple(cell for cell in self.cells if cell is not None)

    @property
    def together(self) -> int:
        """The sum of the cells."""
        return sum(self.given)

    @property
    def differs(self) -> bool:
        """Tell whether the parts do not add up to the year; they need not while some of them are still empty."""
        if not self.given or self.whole is None:
            return False
        return self.together > self.whole or (
            len(self.given) == len(self.cells) and self.together != self.whole
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: the cell of a target that it stands for, its heading."""

    cell: Cell
    label: str

    @property
    def code(self) -> str:
        """The name of its fields, after the number of the line."""
        return ":".join(self.cell)


@blueprint.route("/<int:year>/targets", methods=["GET", "POST"])
@require(Permission.PLAN)
def targets(year: int) -> Page:
    """Set the targets of a year."""
    services.refuse_odd_year(year)
    session = current_session()
    grid = asked_choice("by", GRIDS)
    places = {each.code: place_label(each) for each in sectors(session)}
    sector, service = asked_choice("sector", places), asked_choice("service", SERVICE_WORDS)
    columns = columns_of(grid, places, sector, service)
    problem = None
    if request.method == "POST":
        try:
            save(year, columns)
            flash(_("Targets saved"), "success")
            return redirect(_after(year, grid, sector, service))
        except (PlanError, PlanInputError) as refusal:
            problem = explain(refusal.code, refusal.facts)
    cells = queries.target_cells(session, year)
    rows = [_row(line, cells[line.id], columns, sector, service) for line in queries.lines_of(session, year)]
    shown = render_template(
        "workplan/targets.html", year=year, grid=grid, columns=columns, rows=rows, sector=sector, service=service,
        sectors=places, services=SERVICE_WORDS, differing=[row for row in rows if row.differs],
        given=request.form, problem=problem,
        last={each.number: each.last_fact for each in queries.plan_figures(session, year=year)} if not grid else {},
    )  # fmt: skip
    return shown, 422 if problem else 200


def _after(year: int, grid: str, sector: str, service: str) -> str:
    if not grid:
        return url_for("workplan.show", year=year)
    return url_for("workplan.targets", year=year, by=grid, sector=sector or None, service=service or None)


def columns_of(grid: str, places: dict[str, str], sector: str, service: str) -> list[Column]:
    """Return the columns of a grid; parts of the year may be those of one sector or service."""
    if grid == "quarters":
        return [Column((part, sector, service), part_label(part)) for part in QUARTERS]
    if grid == "months":
        return [Column((part, sector, service), short_month(int(part[1:]))) for part in MONTHS]
    if grid == "sectors":
        return [Column((YEAR, code, ""), label) for code, label in places.items()]
    if grid == "services":
        return [Column((YEAR, "", code), str(word)) for code, word in SERVICE_WORDS.items()]
    return [Column((YEAR, "", ""), _("Plan"))]


def _row(line: PlanLine, cells: Cells, columns: list[Column], sector: str, service: str) -> Row:
    own = columns[0].cell[0] != YEAR
    whole = queries.target_of(cells, YEAR, sector, service) if own and not (sector or service) else None
    if own and (sector or service):
        whole = cells.get((YEAR, sector, service))
    if not own and len(columns) > 1:
        whole = line.plan
    return Row(line, tuple(cells.get(column.cell) for column in columns), whole)


def save(year: int, columns: list[Column]) -> None:
    """Keep every figure sent; one that cannot be leaves all as they were."""
    known = {column.code: column.cell for column in columns}
    given = []
    for name, value in request.form.items():
        if name.startswith("target-"):
            number, _slash, code = name[7:].partition("/")
            cell = known.get(code or f"{YEAR}::")
            if cell is None:
                raise InputError(InputCode.UNKNOWN_CHOICE, field="part", value=code[:20])
            given.append((number, cell, read_figure(number, value)))
    with transaction(current_session()) as session:
        for number, (part, sector, service), plan in given:
            services.set_target(
                session, current_work(), year=year, number=number, plan=plan, part=part, sector=sector,
                service=service,
            )  # fmt: skip
