"""Labels: every barcode of a sheet is read back from the paper, and each label lies where the sheet has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from catalog.items.services import add_items
from catalog.stock import services
from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError
from catalog.stock.models import LabelKind
from catalog.stock.queries.printing import (
    LabelCopy,
    SheetView,
    ids_of_act,
    ids_of_codes,
    ids_of_record,
    label_copies,
    printers,
    sheet_view,
    sheets,
)
from catalog.stock.rules.sheets import CROSS, LINE_X, LINE_Y, Correction, Layout, place
from catalog.stock.services import NewLine
from catalog.stock.services.defaults import SHEETS
from catalog.stock.services.labelling import calibration_data, labels_data, outlines
from catalog.stock.views.base import DATA
from ils.db import transaction
from ils.printing.pdf import make_pdf
from tests.catalog.stock.conftest import WORK, accepted
from tests.conftest import NOON

Books = tuple[int, int]
NEEDED = pytest.mark.skipif(
    shutil.which("zbarimg") is None or shutil.which("pdftoppm") is None,
    reason="zbar-tools and poppler-utils are not installed",
)
TRICKY = ("99000042", "LIB/2026-0007", "A99B", "00000000", "12345", "9999999999", "X Y.Z-7", "1A")


def copies(*codes: str, call_number: str = "84(5Oʻ)6 Q-57") -> list[LabelCopy]:
    return [
        LabelCopy(number, code, f"{number:06d}", call_number, "lending", f"Sarlavha {number}", "Qodiriy")
        for number, code in enumerate(codes, start=1)
    ]


def sheet(number: int) -> SheetView:
    name, kind, layout = SHEETS[number]
    return SheetView(number, name, kind, layout)


def printed(data: dict[str, object]) -> bytes:
    return make_pdf(DATA / "labels.typ", data, title="Yorliqlar", language="uz", at=NOON)


def scanned(pdf: bytes, folder: Path) -> list[str]:
    """Print the first page at 300 dots an inch and read it as a scanner would; returns the codes, top to bottom."""
    (folder / "labels.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "300", "-f", "1", "-l", "1", "-gray", "-png", "labels.pdf", "page"],
        cwd=folder, check=True, timeout=120,
    )  # fmt: skip
    picture = next(folder.glob("page*.png"))
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Scode128.enable", str(picture)]
    read = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return sorted(read.stdout.splitlines())


@NEEDED
@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [n for n, (_name, kind, _layout) in enumerate(SHEETS) if kind is LabelKind.BARCODE]
)
def test_every_barcode_of_a_full_sheet_is_read_back(number: int, tmp_path: Path) -> None:
    own = [f"{code:08d}" for code in range(1, sheet(number).layout.labels + 1)]
    codes = [*TRICKY[: len(own)], *own[len(TRICKY) :]]
    data = labels_data(copies(*codes), sheet(number), head="Axborot-kutubxona markazi")
    assert scanned(printed(data), tmp_path) == sorted(codes)


@NEEDED
def test_a_corrected_printer_still_prints_what_scanners_read(tmp_path: Path) -> None:
    codes = [f"{code:08d}" for code in range(990, 1010)]
    data = labels_data(
        copies(*codes), sheet(0), head="x", first=30, correction=Correction(shift_x=-7, shift_y=12, scale=983)
    )
    assert scanned(printed(data), tmp_path) == codes


def test_a_thousand_labels_fill_sixteen_sheets() -> None:
    many = copies(*(f"{code:08d}" for code in range(1, 1001)))
    pages = labels_data(many, sheet(0), head="x", first=60)["pages"]
    assert [len(page) for page in pages] == [6, *[65] * 15, 19]
    pdf = pypdfium2.PdfDocument(printed(labels_data(many, sheet(0), head="x")))
    assert len(pdf) == 16
    assert [round(side / 72 * 25.4) for side in pdf[0].get_size()] == [210, 297]
    assert "00000065" in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_labels_lie_where_the_sheet_has_them() -> None:
    (page,) = labels_data(copies("A1", "A2"), sheet(0), head="x", first=5)["pages"]
    where = place(sheet(0).layout, 0, first=5)
    assert (page[0]["x"], page[0]["y"], page[0]["width"]) == (where.x, where.y, where.width)
    assert (page[1]["x"], page[1]["y"]) == (4.7, 10.7 + 21.2)


def test_spine_labels_carry_the_call_number() -> None:
    data = labels_data([*copies("00000001"), *copies("2", call_number="")], sheet(5), head="x")
    pdf = pypdfium2.PdfDocument(printed(data))
    text = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert text.split() == ["84(5Oʻ)6", "Q-57", "000001", "2"]


def test_codes_that_no_bars_can_say_are_all_named() -> None:
    wrong = ["ШТМ-1", "X" * 40, "é"]
    with pytest.raises(StockError) as refused:
        labels_data(copies("00000001", *wrong), sheet(0), head="x")
    assert refused.value.code is StockCode.CODES_TOO_LONG
    assert refused.value.facts["codes"] == ", ".join(wrong)
    with pytest.raises(StockInputError) as many:
        labels_data(copies(*map(str, range(2_001))), sheet(0), head="x")
    assert many.value.code is StockCode.TOO_MANY_LABELS


def test_titles_are_not_markup_and_do_not_leave_the_label() -> None:
    nasty = "#panic() *" + "juda uzun sarlavha " * 40
    data = labels_data(copies("00000001", call_number=nasty), sheet(0), head=nasty)
    pdf = pypdfium2.PdfDocument(printed(data))
    assert "#panic()" in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_empty_sheets_and_calibration_are_drawn() -> None:
    assert printed(outlines(sheet(4))).startswith(b"%PDF")
    data = calibration_data(steps=["Bir", "Ikki"], corrected="Canon", correction=Correction(10, -10, 1010))
    assert (data["cross"], data["across"], data["down"]) == (CROSS / 10, LINE_X / 10, LINE_Y / 10)
    made = make_pdf(DATA / "calibration.typ", data, title="Kalibrlash", language="uz", at=NOON)
    assert made.startswith(b"%PDF")


def test_copies_are_found_by_act_record_and_code(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(session, WORK, record_id=books[0], department="lending", count=1, inventory_numbers=["A-1"])
    act_id = accepted(session, NewLine(books[1], 2, 100), NewLine(books[0], 1, 100))
    of_act = ids_of_act(session, act_id)
    assert [copy.inventory_number for copy in label_copies(session, of_act)] == ["000001", "000002", "000003"]
    assert len(ids_of_record(session, books[0])) == 2
    found, unknown = ids_of_codes(session, ["000002", " a-1 ", "00000001", "yoʻq", ""])
    assert [copy.code for copy in label_copies(session, found)] == ["00000003", "00000001"]
    assert unknown == ("YOʻQ",)
    with transaction(session):
        gone = services.begin_correction(
            session,
            WORK,
            act_id=act_id,
            wanted=services.Correction(of_act[:1]),
            day=NOON.date(),
            document="",
            note="x",
        )
        services.approve(session, WORK, act_id=gone)
    assert len(label_copies(session, of_act)) == 2  # what was taken back gets no label
    assert ids_of_act(session, gone) == ()


def test_sheets_and_printers_are_kept(session: Session) -> None:
    mine = Layout(1000, 500, 2, 1, 0, 0, 500, 500, 500, 500)
    with transaction(session):
        sheet_id = services.save_sheet(session, WORK, name="Meniki", kind=LabelKind.SPINE, layout=mine)
        services.save_sheet(
            session, WORK, sheet_id=sheet_id, name="Meniki 2", kind=LabelKind.BARCODE, layout=mine
        )
        printer_id = services.save_printer(session, WORK, name="Canon", correction=Correction(3, -4, 1010))
        services.save_printer(
            session, WORK, printer_id=printer_id, name="Canon", correction=Correction(3, -5, 1010)
        )
    assert (sheet_view(session, sheet_id).name, sheet_view(session, sheet_id).layout) == ("Meniki 2", mine)
    assert [printer.correction for printer in printers(session)] == [Correction(3, -5, 1010)]
    for act, code in (
        (
            lambda: services.save_sheet(session, WORK, name="Meniki 2", kind=LabelKind.SPINE, layout=mine),
            StockCode.SHEET_TAKEN,
        ),
        (lambda: services.save_printer(session, WORK, name="Canon", correction=Correction()), StockCode.PRINTER_TAKEN),
        (
            lambda: services.save_printer(session, WORK, name="b", correction=Correction(scale=2000)),
            StockCode.MEASURE_INVALID,
        ),
    ):  # fmt: skip
        with pytest.raises(StockInputError) as refused, transaction(session):
            act()
        assert refused.value.code is code
    with transaction(session):
        services.delete_printer(session, WORK, printer_id=printer_id)
        for each in sheets(session)[1:]:
            services.delete_sheet(session, WORK, sheet_id=each.id)
    with pytest.raises(StockError) as last, transaction(session):
        services.delete_sheet(session, WORK, sheet_id=sheets(session)[0].id)
    assert last.value.code is StockCode.LAST_SHEET
    for missing in (
        lambda: services.delete_sheet(session, WORK, sheet_id=999),
        lambda: services.delete_printer(session, WORK, printer_id=999),
        lambda: sheet_view(session, 999),
    ):
        with pytest.raises(StockNotFoundError):
            missing()
