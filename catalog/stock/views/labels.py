"""Choosing labels: of an act, of a record, of a list or range of numbers; how they will look; the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.stock.messages import KINDS
from catalog.stock.queries.printing import (
    LabelCopy,
    PrinterView,
    SheetView,
    ids_of_act,
    ids_of_codes,
    ids_of_record,
    label_copies,
    printer_view,
    printers,
    sheet_view,
    sheets,
)
from catalog.stock.rules.chosen import check_many, read_ids, write_ids
from catalog.stock.rules.numbers import span
from catalog.stock.rules.sheets import NO_CORRECTION, check_first
from catalog.stock.services.labelling import labels_data
from catalog.stock.views.base import DATA, Page, blueprint, fonts, read_number
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import LibraryError
from ils.library.places import institution_name
from ils.printing.pdf import make_pdf, make_picture
from ils.web.auth import require
from ils.web.errors import STATUS
from ils.web.files import PDF, send
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language
from ils.web.session import current_session

SHOWN = 100
NAMED = 10
SCREEN_PPI = 80
TEMPLATE = "labels.typ"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be printed, and on what."""

    copies: tuple[LabelCopy, ...]
    sheet: SheetView
    first: int
    printer: PrinterView | None

    def address(self) -> dict[str, Any]:
        """Return the arguments of an address that asks for the same."""
        return {
            "items": write_ids([copy.id for copy in self.copies]),
            "sheet": self.sheet.id,
            "first": self.first,
            "printer": self.printer.id if self.printer else None,
        }

    def data(self, *, outlined: bool) -> dict[str, Any]:
        """Return what the template prints."""
        return labels_data(
            self.copies, self.sheet, first=self.first, outlined=outlined,
            head=latin_or_cyrillic(institution_name(current_session())),
            correction=self.printer.correction if self.printer and not outlined else NO_CORRECTION,
        )  # fmt: skip


def _asked() -> Asked:
    session = current_session()
    sheet_id, printer_id = read_number("sheet"), read_number("printer")
    sheet = sheet_view(session, sheet_id) if sheet_id else sheets(session)[0]
    first = min(max(read_number("first", default=1), 1), 10_000)
    ids = _ids()
    check_many(len(ids))
    return Asked(
        copies=label_copies(session, ids),
        sheet=sheet,
        first=first if first <= sheet.layout.labels else 1,
        printer=printer_view(session, printer_id) if printer_id else None,
    )


def _ids() -> tuple[int, ...]:
    """Return the copies that the address names: of an act, of a record, or one by one."""
    session = current_session()
    if act_id := read_number("act"):
        return ids_of_act(session, act_id)
    if record_id := read_number("record"):
        return ids_of_record(session, record_id)
    return read_ids(request.args.get("items", ""))


@blueprint.get("/labels")
@require(Permission.CATALOGUE)
def labels() -> Page:
    """Show what will be printed, and on what sheet."""
    return _page(_asked())


def _page(asked: Asked, *, codes: str = "", problem: LibraryError | None = None) -> str:
    session = current_session()
    problem = problem or _unprintable(asked)
    return render_template(
        "stock/labels.html",
        asked=asked,
        shown=asked.copies[:SHOWN],
        pages=-(-(len(asked.copies) + asked.first - 1) // asked.sheet.layout.labels) if asked.copies else 0,
        sheets=[(each.id, f"{KINDS[each.kind]} · {each.name}") for each in sheets(session)],
        printers=[("", _("No correction")), *((each.id, each.name) for each in printers(session))],
        codes=codes,
        problem=problem,
    )


def _unprintable(asked: Asked) -> LibraryError | None:
    """Return why these copies cannot be printed on this sheet."""
    try:
        asked.data(outlined=True)
    except LibraryError as problem:
        return problem
    return None


@blueprint.post("/labels")
@require(Permission.CATALOGUE)
def choose_labels() -> Page:
    """Find the copies of a scanned list, or of a range of inventory numbers."""
    codes = request.form.get("codes", "")
    try:
        wanted = _wanted(codes)
        check_many(len(wanted))
    except LibraryError as problem:
        return _page(_asked(), codes=codes, problem=problem), STATUS[problem.kind]
    ids, unknown = ids_of_codes(current_session(), wanted)
    if unknown:
        named = ", ".join(unknown[:NAMED]) + (" …" if len(unknown) > NAMED else "")
        flash(_("No copy has: %(codes)s (in all: %(count)s)", codes=named, count=len(unknown)), "warning")
    kept: dict[str, Any] = {name: request.args.get(name) for name in ("sheet", "first", "printer")}
    return redirect(url_for("stock.labels", items=write_ids(ids) or None, **kept))


def _wanted(codes: str) -> list[str]:
    first, last = request.form.get("from", "").strip(), request.form.get("to", "").strip()
    in_span = span(first, last) if first else ()
    return [*(line.strip() for line in codes.replace(",", "\n").splitlines() if line.strip()), *in_span]


@blueprint.get("/labels/labels.pdf")
@require(Permission.CATALOGUE)
def labels_pdf() -> Response:
    """Send the labels as PDF, with the printer's correction."""
    asked = _asked()
    check_first(asked.sheet.layout, asked.first)
    made = make_pdf(
        DATA / TEMPLATE, asked.data(outlined=False), title=_("Labels"),
        language=current_language(), at=clock.now(), fonts=fonts(),
    )  # fmt: skip
    return send(made, PDF, f"labels-{clock.today()}.pdf")


@blueprint.get("/labels/preview.png")
@require(Permission.CATALOGUE)
def labels_preview() -> Response:
    """Send a picture of the first sheet with the edges of its labels."""
    asked = _asked()
    shown = Asked(asked.copies[: asked.sheet.layout.labels], asked.sheet, asked.first, asked.printer)
    return picture(shown.data(outlined=True))


def picture(data: dict[str, Any]) -> Response:
    """Send the first page of a sheet as a picture; a small label is shown larger."""
    ppi = min(SCREEN_PPI * max(1.0, 210 / data["page"]["width"] / 2), 300)
    made = make_picture(
        DATA / TEMPLATE, data, title=_("Labels"), language=current_language(), ppi=ppi, fonts=fonts()
    )
    return send(made, "image/png", "sheet.png")
