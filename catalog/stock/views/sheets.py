"""The editors of sheets and printers, and the calibration page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.stock import services
from catalog.stock.forms import PrinterForm, SheetForm
from catalog.stock.messages import KINDS
from catalog.stock.queries.printing import PrinterView, SheetView, printer_view, printers, sheet_view, sheets
from catalog.stock.rules.sheets import NO_CORRECTION, Correction, correction_from
from catalog.stock.services.defaults import SHEETS
from catalog.stock.services.labelling import calibration_data, outlines
from catalog.stock.views.base import DATA, Page, blueprint, fonts, read_number
from catalog.stock.views.labels import picture
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.printing.pdf import make_pdf
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.files import PDF, send
from ils.web.locale import current_language
from ils.web.session import current_session

SHEET = "<int(max=2147483647):sheet_id>"
PRINTER = "<int(max=2147483647):printer_id>"


@blueprint.get("/labels/sheets")
@require(Permission.CATALOGUE)
def label_sheets() -> str:
    """Show the sheets and the printers."""
    session = current_session()
    return render_template("stock/sheets.html", sheets=sheets(session), printers=printers(session))


@blueprint.route("/labels/sheets/new", methods=["GET", "POST"])
@blueprint.route(f"/labels/sheets/{SHEET}", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit_sheet(sheet_id: int | None = None) -> Page:
    """Add a sheet or change one."""
    sheet = sheet_view(current_session(), sheet_id) if sheet_id is not None else None
    form = SheetForm()
    form.kind.choices = [SelectChoice(each.value, text) for each, text in KINDS.items()]
    if request.method == "GET":
        form.show(sheet.layout if sheet else SHEETS[0][2])
        form.name.data = sheet.name if sheet else ""
        form.kind.data = sheet.kind.value if sheet else form.kind.choices[0].value
        return _sheet_page(form, sheet)
    if not form.validate():
        return _sheet_page(form, sheet), 400
    try:
        with transaction(current_session()) as session:
            services.save_sheet(
                session, current_work(), sheet_id=sheet_id, name=form.name.data, kind=form.chosen_kind(),
                layout=form.layout(),
            )  # fmt: skip
    except LibraryError as problem:
        return _sheet_page(form, sheet, problem), STATUS[problem.kind]
    flash(_("Sheet of labels saved"), "success")
    return redirect(url_for("stock.label_sheets"))


def _sheet_page(form: SheetForm, sheet: SheetView | None, problem: LibraryError | None = None) -> str:
    return render_template("stock/sheet.html", form=form, sheet=sheet, problem=problem)


@blueprint.get(f"/labels/sheets/{SHEET}/sheet.png")
@require(Permission.CATALOGUE)
def sheet_picture(sheet_id: int) -> Response:
    """Send a picture of an empty sheet."""
    return picture(outlines(sheet_view(current_session(), sheet_id)))


@blueprint.post(f"/labels/sheets/{SHEET}/delete")
@require(Permission.CATALOGUE)
def delete_sheet(sheet_id: int) -> Page:
    """Take a sheet out of the list."""
    try:
        with transaction(current_session()) as session:
            services.delete_sheet(session, current_work(), sheet_id=sheet_id)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    return redirect(url_for("stock.label_sheets"))


@blueprint.route("/labels/printers/new", methods=["GET", "POST"])
@blueprint.route(f"/labels/printers/{PRINTER}", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit_printer(printer_id: int | None = None) -> Page:
    """Add a printer or correct one."""
    printer = printer_view(current_session(), printer_id) if printer_id is not None else None
    form = PrinterForm()
    if request.method == "GET":
        form.show(printer.correction if printer else NO_CORRECTION)
        form.name.data = printer.name if printer else ""
        return _printer_page(form, printer)
    if not form.validate():
        return _printer_page(form, printer), 400
    try:
        measures = form.measures()
        correction = correction_from(**measures) if measures else form.typed()
        with transaction(current_session()) as session:
            saved = services.save_printer(
                session, current_work(), printer_id=printer_id, name=form.name.data, correction=correction
            )
    except LibraryError as problem:
        return _printer_page(form, printer, problem), STATUS[problem.kind]
    flash(_("Printer saved"), "success")
    return redirect(url_for("stock.edit_printer", printer_id=saved))


def _printer_page(form: PrinterForm, printer: PrinterView | None, problem: LibraryError | None = None) -> str:
    return render_template("stock/printer.html", form=form, printer=printer, problem=problem)


@blueprint.post(f"/labels/printers/{PRINTER}/delete")
@require(Permission.CATALOGUE)
def delete_printer(printer_id: int) -> Page:
    """Forget a printer."""
    with transaction(current_session()) as session:
        services.delete_printer(session, current_work(), printer_id=printer_id)
    return redirect(url_for("stock.label_sheets"))


@blueprint.get("/labels/calibration.pdf")
@require(Permission.CATALOGUE)
def calibration() -> Response:
    """Send the page to measure a printer by; with its correction it proves that this is right."""
    printer_id = read_number("printer")
    printer = printer_view(current_session(), printer_id) if printer_id else None
    corrected = _("Printed with the correction of: %(name)s", name=printer.name) if printer else ""
    steps = (
        _("Print this page at 100 %, without fitting it to the page."),
        _(
            "Measure with a ruler, in millimetres: A from the left edge of the paper to the cross, B from the top edge."
        ),
        _("Measure the line across from the cross to the mark C, and the line down to the mark D."),
        _("Enter the four measures at the printer and save; then print this page again with the correction."),
        _("All is right when A and B are 20 mm, C is 150 mm, D is 200 mm."),
    )
    data = calibration_data(
        steps=steps, corrected=corrected, correction=printer.correction if printer else Correction()
    )
    made = make_pdf(
        DATA / "calibration.typ", data, title=_("Calibration of a printer"), language=current_language(),
        at=clock.now(), fonts=fonts(),
    )  # fmt: skip
    return send(made, PDF, "calibration.pdf")
