"""Screens of acts: from the scan to the paper, and every refusal in words."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from catalog.items.queries import items_of_record
from catalog.items.services import add_items
from catalog.stock.queries.showing import act_view
from catalog.stock.queries.standing import standing
from catalog.stock.services import NewLine
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.records.browserlike import boxes, filled, send
from tests.catalog.records.builders import add, marc21
from tests.catalog.stock.conftest import WORK, accepted, begun, lines_added
from tests.conftest import NOON, SignIn

Books = tuple[int, int]
HEAD = {
    "source": "purchase", "day": "2026-04-15", "department": "lending", "series": "main", "currency": "UZS",
    "rate": "", "partner": "Sharq", "contract": "4/26", "document": "17", "commission": "Karimova\r\nAliyev", "note": "",
}  # fmt: skip


@pytest.fixture
def cataloguer(signed_in: SignIn) -> FlaskClient:
    """Writes acts and may not approve them."""
    return signed_in(Role.CATALOGUER)


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    """Approves acts."""
    return signed_in(Role.DIRECTOR)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_from_the_first_scan_to_the_labels(
    at_noon: object, cataloguer: FlaskClient, director: FlaskClient, session: Session, books: Books
) -> None:
    assert "No acts yet" in cataloguer.get("/accession").text
    assert "Gift of a person" in cataloguer.get("/accession/new").text
    form = cataloguer.get("/accession/new?source=purchase").text
    assert "Supplier" in form
    assert form.count("Needed for the approval.") == 3
    answer = cataloguer.post("/accession/new?source=purchase", data=HEAD)
    assert answer.location == "/accession/1"
    assert "No lines yet" in cataloguer.get("/accession/1").text
    answer = cataloguer.get("/accession/1?q=9780306406157")  # one record has this ISBN
    assert answer.location == f"/accession/1/add?record_id={books[0]}"
    assert "Oʻtkan kunlar" in cataloguer.get(answer.location).text
    line = {"record_id": books[0], "copies": "2", "price": "45 000", "call_number": "84"}
    assert cataloguer.post("/accession/1/lines", data=line).location == "/accession/1"
    page = cataloguer.get("/accession/1").text
    assert "90\N{NO-BREAK SPACE}000" in page
    assert "The director approves" in page
    assert cataloguer.post("/accession/1/approve").status_code == 403
    assert "Acts to approve" in director.get("/").text
    assert director.post("/accession/1/approve").location == "/accession/1"
    page = director.get("/accession/1").text
    assert "000001 – 000002" in page.replace('<span class="one">', "").replace("</span>", "")
    assert "Labels" in page
    labels = cataloguer.get("/labels?act=1").text
    assert "labels: 2, sheets: 1" in labels
    assert cataloguer.get("/labels/preview.png?items=1-2").data.startswith(b"\x89PNG")
    assert "00000002" in text_of(cataloguer.get("/labels/labels.pdf?items=1-2&first=64").data)
    assert len(items_of_record(session, books[0])) == 2
    again = cataloguer.get(f"/accession/1/add?record_id={books[0]}")
    assert again.location == "/accession/1"  # an approved act takes no more lines


def test_every_reason_is_shown_when_an_act_is_refused(
    at_noon: object, director: FlaskClient, session: Session, books: Books
) -> None:
    act_id = begun(session, partner="", contract="")
    page = director.get(f"/accession/{act_id}").text
    for words in ("Missing: Supplier.", "Missing: Contract.", "The act has no lines."):
        assert words in page
    answer = director.post(f"/accession/{act_id}/approve")
    assert answer.status_code == 422
    assert "The act was not approved" in answer.text
    assert "Missing: Supplier." in answer.text


def test_what_is_not_found_and_what_is_found_many_times(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    act_id = begun(session)
    page = cataloguer.get(f"/accession/{act_id}?q=zzzz<b>").text
    assert "The catalogue has no “zzzz&lt;b&gt;”" in page
    with transaction(session):
        add(session, marc21("Oʻtkan kunlar : ikkinchi nashr", "Qodiriy, Abdulla"))
    several = cataloguer.get(f"/accession/{act_id}?q=kunlar").text
    assert "Found: 2" in several
    assert f"/accession/{act_id}/add?record_id={books[0]}" in several


def test_lines_are_changed_and_taken_out(cataloguer: FlaskClient, session: Session, books: Books) -> None:
    act_id = begun(session)
    (line_id,) = lines_added(session, act_id, NewLine(books[0], 1, 12_345))
    address = f"/accession/{act_id}/lines/{line_id}"
    assert 'value="123.45"' in cataloguer.get(address).text
    assert cataloguer.post(address, data={"copies": "7", "price": "99"}).status_code == 302
    assert "already has this title" in cataloguer.get(f"/accession/{act_id}/add?record_id={books[0]}").text
    for data, status in (
        ({"copies": "0"}, 400),
        ({"copies": ""}, 400),
        ({"copies": "1", "price": "dear"}, 400),
    ):
        assert cataloguer.post(address, data=data).status_code == status
    assert cataloguer.post(f"{address}/remove").status_code == 302
    assert "No lines yet" in cataloguer.get(f"/accession/{act_id}").text
    assert cataloguer.get(address).status_code == 404
    assert (
        cataloguer.post(f"/accession/{act_id}/lines", data={"copies": "1", "record_id": "x"}).status_code
        == 404
    )


def test_a_pasted_list_is_taken_whole_or_not_at_all(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    address = f"/accession/{begun(session)}/paste"
    assert "A line a title" in cataloguer.get(address).text
    answer = cataloguer.post(address, data={"lines": "9780306406157\t2\t100\nyoʻq kitob\n;;"})
    assert answer.status_code == 422
    assert "Line 2: the catalogue has no" in answer.text
    assert "Line 3 cannot be read" in answer.text
    answer = cataloguer.post(address, data={"lines": "9780306406157\t2\t100\t84\nМастер и Маргарита;3"})
    assert answer.status_code == 302
    assert "Lines added: 2" in cataloguer.get(answer.location).text


def test_the_head_of_a_draft_is_changed_and_a_draft_given_up(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    act_id = begun(session, currency="USD", rate=126_505_500)
    address = f"/accession/{act_id}/edit"
    assert 'value="12650.55"' in cataloguer.get(address).text
    assert cataloguer.post(address, data=HEAD | {"currency": "EUR", "rate": "13 999"}).status_code == 302
    assert act_view(session, act_id).rate == 139_990_000
    for change, status in (
        ({"currency": "EUR", "rate": "much"}, 400), ({"day": "yesterday"}, 400), ({"series": "none"}, 400),
        ({"partner": "x" * 301}, 400),
    ):  # fmt: skip
        assert cataloguer.post(address, data=HEAD | change).status_code == status
        session.rollback()
    assert cataloguer.post(f"/accession/{act_id}/cancel").location == "/accession"
    assert cataloguer.post(address, data=HEAD).status_code == 422
    assert "given up" in cataloguer.get("/accession?state=cancelled").text
    assert cataloguer.get("/accession?state=lost").status_code == 400


def test_an_approved_act_is_corrected(
    at_noon: object, director: FlaskClient, session: Session, books: Books
) -> None:
    act_id = accepted(session, NewLine(books[0], 2, 4_500_000), NewLine(books[1], 1, 100))
    first, *_rest = standing(session, act_id)
    address = f"/accession/{act_id}/correct"
    assert "000001" in director.get(address).text
    assert director.post(address, data={"day": "2026-04-15", "note": "x"}).status_code == 422
    assert director.post(address, data={"day": "2026-04-15"}).status_code == 400
    form = {
        "day": "2026-04-15",
        "note": "Ortiqcha",
        "copy": str(first.item_id),
        f"price-{first.line.id}": "50000",
    }
    answer = director.post(address, data=form)
    made = answer.location  # a refused attempt may have used an id
    page = director.get(made).text
    assert "Correcting act" in page
    assert "Next book" not in page
    assert "<select" not in director.get(f"{made}/edit").text.split("<form", 3)[-1]
    assert director.post(f"{made}/approve").location == made
    assert "taken back: 1" in director.get(f"/accession/{act_id}").text
    assert "№ 2/2026" in director.get(f"/accession/{act_id}").text
    assert "−90" in text_of(director.get(f"{made}/act.pdf").data).replace("\r\n", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uz", ["bir million besh ming toʻqqiz yuz ellik soʻm", "Oʻtkan kunlar", "Мастер и Маргарита"]),
        ("uz_Cyrl", ["бир миллион беш минг тўққиз юз эллик сўм", "беш нусха"]),
        ("ru", ["один миллион пять тысяч девятьсот пятьдесят сумов", "пять экземпляров", "два названия"]),
        ("en", ["one million five thousand nine hundred fifty soums", "Acceptance act № 1/2026", "Supplier"]),
    ],
)
def test_the_paper_in_four_languages(
    cataloguer: FlaskClient, session: Session, books: Books, language: str, said: list[str]
) -> None:
    accepted(session, NewLine(books[0], 3, 30_000_000), NewLine(books[1], 2, 5_297_500, note="#panic() *"))
    answer = cataloguer.get(f"/accession/1/act.pdf?language={language}")
    text = " ".join(text_of(answer.data).split())
    assert [each for each in said if each not in text] == []
    assert "000004 – 000005" in text
    assert "#panic() *" in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_draft_is_printed_as_a_draft_and_long_acts_repeat_their_heading(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    act_id = begun(session, currency="USD", rate=126_505_500)
    lines_added(session, act_id, *[NewLine(books[0], 1, 1_620, note="uzun izoh " * 12) for _ in range(200)])
    document = pypdfium2.PdfDocument(cataloguer.get(f"/accession/{act_id}/act.pdf?language=en").data)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) > 8
    assert all("DRAFT" in page for page in pages)
    assert all("Author, title" in page for page in pages[:-1])
    assert "16.20" in pages[0]


def test_the_spreadsheet_opens_and_reads_back(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    accepted(session, NewLine(books[0], 3, 4_500_000, note="=1+1"), partner="=HYPERLINK()")
    answer = cataloguer.get("/accession/1/act.xlsx?language=en")
    assert "attachment" in answer.headers["Content-Disposition"]
    page = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert ["№", "Author, title", "Year", "Copies", "Price, soʻm", "Sum, soʻm", "Inventory numbers"] in rows
    assert [
        1,
        "Qodiriy, Abdulla. Oʻtkan kunlar : roman (=1+1)",
        "2020",
        3,
        45_000,
        135_000,
        "000001 – 000003",
    ] in rows
    assert rows[0][0] == "Acceptance act № 1/2026"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_inventory_books(
    director: FlaskClient, cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    assert cataloguer.get("/accession/series").status_code == 403
    assert "X-000001" in director.get("/accession/series").text
    form = {"name_uz": "Asosiy", "prefix": "", "digits": "6", "next_number": "500"}
    assert director.post("/accession/series/main", data=form).status_code == 302
    accepted(session, NewLine(books[0], 1, 100))
    answer = director.post("/accession/series/main", data=form | {"next_number": "7"})
    assert answer.status_code == 400
    assert "The number 000500 is already used" in answer.text
    assert "it stays" in director.get("/accession/series/main").text
    new = {"code": "rare", "name_uz": "Nodir", "prefix": "N-", "digits": "4"}
    assert director.post("/accession/series/new", data=new).status_code == 302
    assert director.post("/accession/series/new", data=new).status_code == 400
    assert director.post("/accession/series/new", data={}).status_code == 400
    assert director.get("/accession/series/none").status_code == 404


def test_labels_are_chosen_by_list_and_range(cataloguer: FlaskClient, session: Session, books: Books) -> None:
    accepted(session, NewLine(books[0], 5, 100))
    answer = cataloguer.post(
        "/labels?sheet=2&first=3", data={"codes": "00000002\r\nyoʻq\r\n", "from": "000004", "to": "000005"}
    )
    assert answer.location == "/labels?items=2,4-5&sheet=2&first=3"
    page = cataloguer.get(answer.location).text
    assert "No copy has: YOʻQ (in all: 1)" in page
    assert "labels: 3, sheets: 1" in page
    assert cataloguer.post("/labels", data={"from": "5", "to": "4"}).status_code == 400
    assert cataloguer.get("/labels?items=1-9999999").status_code == 400
    assert cataloguer.get("/labels?sheet=999").status_code == 404
    assert "labels: 5" in cataloguer.get(f"/labels?record={books[0]}").text
    spine = cataloguer.get("/labels/labels.pdf?items=1&sheet=6")
    assert spine.data.startswith(b"%PDF")


def test_a_code_too_long_for_the_label_is_told(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    with transaction(session):
        add_items(session, WORK, record_id=books[0], department="lending", count=1, barcodes=["X" * 40])
    page = cataloguer.get("/labels?items=1").text
    assert "cannot be printed as barcodes" in page
    assert "labels.pdf" not in page
    assert cataloguer.get("/labels/labels.pdf?items=1").status_code == 422


def test_sheets_and_printers_are_edited(cataloguer: FlaskClient, session: Session) -> None:
    page = cataloguer.get("/labels/sheets").text
    assert "A4 · 65" in page
    assert "No printers yet" in page
    form = {
        "name": "Meniki", "kind": "spine", "page_width": "100,5", "page_height": "50", "columns": "2", "rows": "1",
        "left": "0", "top": "0", "step_x": "50", "step_y": "50", "label_width": "50", "label_height": "50",
    }  # fmt: skip
    assert cataloguer.post("/labels/sheets/new", data=form).status_code == 302
    assert 'value="100.5"' in cataloguer.get("/labels/sheets/9").text
    assert cataloguer.get("/labels/sheets/9/sheet.png").data.startswith(b"\x89PNG")
    answer = cataloguer.post("/labels/sheets/9", data=form | {"step_x": "49"})
    assert (answer.status_code, "overlap" in answer.text) == (400, True)
    assert cataloguer.post("/labels/sheets/9", data=form | {"columns": "x"}).status_code == 400
    assert cataloguer.post("/labels/sheets/9/delete").status_code == 302
    assert cataloguer.get("/labels/sheets/9").status_code == 404
    printer = {"name": "Canon", "shift_x": "0", "shift_y": "0", "scale": "100"}
    measured = {"left": "21,5", "top": "19", "line_x": "147", "line_y": "196"}
    assert cataloguer.post("/labels/printers/new", data=printer | measured).location == "/labels/printers/1"
    page = cataloguer.get("/labels/printers/1").text
    assert 'value="-1.9"' in page
    assert 'value="102.0"' in page
    assert cataloguer.post("/labels/printers/1", data=printer | measured | {"line_x": "1"}).status_code == 400
    assert cataloguer.post("/labels/printers/1", data=printer | {"shift_x": "1,5"}).status_code == 302
    assert cataloguer.post("/labels/printers/1", data={}).status_code == 400
    for address in ("/labels/calibration.pdf", "/labels/calibration.pdf?printer=1"):
        assert "150 mm" in text_of(cataloguer.get(address).data)
    assert "Canon" in cataloguer.get("/labels").text
    assert cataloguer.post("/labels/printers/1/delete").status_code == 302


def test_the_list_narrows_and_sums_what_is_approved(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    accepted(session, NewLine(books[0], 3, 100))
    lines_added(session, begun(session, department="foreign"), NewLine(books[0], 90, 100))
    page = cataloguer.get("/accession").text
    assert "Approved in all" in page
    assert ">3</td>" in page.split("Approved in all")[1]
    assert "No such acts" in cataloguer.get("/accession?year=1999").text
    assert "draft 2" in cataloguer.get("/accession?department=foreign&page=1").text
    assert "draft 2" not in cataloguer.get("/accession?source=exchange").text


def test_readers_and_the_desk_see_nothing_of_it(client: FlaskClient, signed_in: SignIn) -> None:
    desk = signed_in(Role.DESK)
    for address in ("/accession", "/accession/1", "/labels", "/accession/1/act.pdf"):
        assert client.get(address).status_code == 302
        assert desk.get(address).status_code == 403
    assert signed_in(Role.CATALOGUER).get(f"/accession/{NOON.year}").status_code == 404


def test_a_price_that_is_rounded_says_so(cataloguer: FlaskClient, session: Session, books: Books) -> None:
    told = "is rounded to whole soʻm"
    act_id = begun(session)
    lines_added(session, act_id, NewLine(books[0], 1, 4_250_000))
    assert told not in cataloguer.get(f"/accession/{act_id}").text
    lines_added(session, act_id, NewLine(books[1], 1, 4_250_050))
    assert told in cataloguer.get(f"/accession/{act_id}").text


def test_a_book_described_for_an_act_comes_back_to_it(
    cataloguer: FlaskClient, session: Session, books: Books
) -> None:
    act_id = begun(session)
    draft = cataloguer.get(f"/records/new?form=book&for_act={act_id}").location
    saved = send(cataloguer, draft, filled(boxes(cataloguer, draft), title__title="Yangi kitob"))
    assert saved.location.startswith(f"/accession/{act_id}/add?record_id=")
