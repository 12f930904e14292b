"""Screens of partners, by a browser without scripts."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import find_item
from foreign_fund.partners.models import InterlibraryRequest
from foreign_fund.partners.queries import abroad as queries
from ils.db import transaction
from tests.catalog.records.builders import add, marc21
from tests.conftest import NOON
from tests.foreign_fund.partners.house import House
from tests.foreign_fund.shelf import Shelf
from tests.world import add_reader

pytestmark = pytest.mark.usefixtures("at_noon")

GOETHE = {"name": "Goethe-Institut", "kind": "centre", "country": "de", "currency": "EUR", "active": "y"}
HEAD = {
    "partner_id": "1",
    "day": "2026-04-15",
    "document": "Xat 9",
    "currency": "UZS",
    "department": "foreign",
}
ASKED = {"partner_id": "1", "asked_on": "2026-04-15", "department": "foreign", "form": "book"}


def send(client: FlaskClient, address: str, status: int = 200, /, **form: str) -> str:
    answer = client.post(address, data=form, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return answer.text


def see(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def table(client: FlaskClient, address: str) -> list[list[object]]:
    book = load_workbook(BytesIO(client.get(address).data)).active
    assert book is not None
    return [[cell.value for cell in row] for row in book.iter_rows(min_row=4)]


def words(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.data.startswith(b"%PDF"), answer.text
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data))


def test_an_empty_department_says_what_to_do(department: FlaskClient) -> None:
    for address, said in (
        ("/partners", "Enter libraries, publishers and centres"),
        ("/partners/ledger", "Nothing was exchanged"),
        ("/partners/shipments", "Write down each parcel"),
        ("/partners/requests", "Write down what is asked of a partner"),
        ("/partners/shipments/new", "Enter the partner first"),
        ("/partners/requests/new", "Enter the partner first"),
        ("/partners/abroad", "None in this year"),
    ):
        assert said in see(department, address), address


def test_a_partner_is_entered_changed_and_found(department: FlaskClient, onlooker: FlaskClient) -> None:
    page = send(department, "/partners/new", **GOETHE, languages="ger", email="a@goethe.example")
    assert "German" in page
    assert "Nothing was sent or received yet" in page
    assert "already a partner" in send(department, "/partners/new", 400, **GOETHE)
    assert "Fill in this field" in send(department, "/partners/new", 400, **(GOETHE | {"name": ""}))
    assert "not a country code" in send(department, "/partners/1/edit", 400, **(GOETHE | {"country": "1"}))
    page = send(department, "/partners/1/edit", name="Goethe", kind="centre", country="DE", currency="EUR")
    assert "Saved." in page
    assert "not any more" in page
    assert "No partners here" in see(department, "/partners")
    for cut in ("state=ended", "state=all&kind=centre&country=DE&text=GOE"):
        assert "Goethe" in see(department, f"/partners?{cut}")
    assert table(department, "/partners/partners.xlsx?state=all")[1][:3] == [
        "Goethe", "cultural or language centre", "DE",
    ]  # fmt: skip
    assert see(department, "/partners?kind=friend", 400)
    assert see(department, "/partners/99", 404)
    assert "Goethe" in see(onlooker, "/partners/1")
    assert see(onlooker, "/partners/new", 403)


def test_a_parcel_received_posted_accepted_and_corrected(department: FlaskClient, session: Session) -> None:
    with transaction(session):
        record = add(session, marc21("Der kleine Prinz", "Saint-Exupéry, Antoine de"))
    send(department, "/partners/new", **GOETHE)
    page = send(department, "/partners/shipments/new?direction=received&partner=1", **HEAD)
    assert "Nothing is in it yet" in page
    here = "/partners/shipments/1"
    straight = department.get(f"{here}?q=prinz")
    assert straight.location == f"{here}?record={record}"
    focused = 'autofocus class="form-control" id="copies"'
    assert focused in see(department, f"{here}?record={record}")
    assert focused not in see(department, here)
    assert f'value="{record}"' in see(department, f"{here}?record={record}")
    line = {"copies": "2", "price": "45 000", "for_fund": "y"}
    assert "45 000 UZS" in send(department, f"{here}/lines", **line, record_id=str(record)).replace(
        "\xa0", " "
    )
    assert "The catalogue has no" in see(department, f"{here}?q=zzzz")
    assert "without a record" in send(department, f"{here}/lines", **line, title="Atlas")
    assert "Type a title" in send(department, f"{here}/lines", 400, **line)
    assert "12,345" in send(department, f"{here}/lines", 400, copies="1", title="A", price="12,345")
    assert "Fill in this field" in send(department, f"{here}/lines", 400, title="A", copies="")
    send(department, f"{here}/lines", title="Heft", copies="1")
    assert "Taken out" in send(department, f"{here}/lines/3/remove")
    assert "Saved." in send(department, f"{here}/edit", **(HEAD | {"note": "Pochta"}))
    assert "stands in the ledger" in send(department, f"{here}/post")
    assert "Titles without a record: 1" in send(
        department, f"{here}/act", series="foreign", department="foreign"
    )
    assert "Which record is it?" in see(department, f"{here}?line=2&q=prinz")
    assert "has its record" in send(department, f"{here}/lines/2/describe", record_id=str(record))
    page = send(department, f"{here}/act", series="foreign", department="foreign")
    assert "Goethe-Institut" in page
    assert "Exchange of books" in page
    assert "Draft of an act" in see(department, here)
    page = send(
        department, f"{here}/correct", **{"line-1": "1", "line-2": "2"}, day="2026-04-15", reason="Kam"
    )
    assert "Corrected by another entry" in page
    assert "No number was changed" in send(department, f"{here}/correct", **{"line-1": "1"}, reason="Kam")
    assert "not a whole number" in send(department, f"{here}/correct", **{"line-1": "x"}, reason="Kam")
    assert "This entry corrects the shipment" in see(department, "/partners/shipments/2")
    house = House(session)
    house.agreement(1, number="7")
    send(department, "/accession/1/edit", **_head_of_act())
    house.approve(1)
    assert "Ledger and act differ" in see(department, here)
    assert "The ledger says what the act says" in send(department, f"{here}/settle", reason="Dalolatnoma")
    assert "Ledger and act agree" in see(department, here)
    assert house.problems() == []


def _head_of_act() -> dict[str, str]:
    return {
        "source": "exchange", "day": "2026-04-15", "department": "foreign", "series": "foreign",
        "partner": "Goethe-Institut", "contract": "№ 7", "document": "Xat 9", "document_day": "2026-04-15",
        "currency": "UZS", "rate": "", "commission": "", "note": "",
    }  # fmt: skip


def test_a_copy_scanned_into_a_parcel_sent_is_written_off(
    department: FlaskClient, shelf: Shelf, session: Session
) -> None:
    shelf.copy("77")
    send(department, "/partners/new", **GOETHE)
    page = send(department, "/partners/shipments/new?direction=sent", **HEAD)
    assert "Copy of ours" in page
    here = "/partners/shipments/1"
    assert "No copy has the number 404" in send(department, f"{here}/lines", code="404")
    assert "Der kleine Prinz" in send(department, f"{here}/lines", code="77")
    assert "stands in a shipment already" in send(department, f"{here}/lines", code="77")
    send(department, f"{here}/post")
    session.rollback()
    copy = find_item(session, "77")
    assert copy is not None
    assert copy.state is ItemState.WITHDRAWN
    send(department, "/partners/shipments/new?direction=sent", **HEAD)
    assert "given up" in send(department, "/partners/shipments/2/cancel")
    assert "Xat 9" in see(department, "/partners/shipments?state=cancelled&partner=1&direction=sent&text=xat")
    assert "No shipments here" in see(department, "/partners/shipments?since=2026-05-01&until=2026-05-02")


def test_the_ledger_and_its_papers(department: FlaskClient, session: Session) -> None:
    house = House(session)
    partner = house.partner()
    house.agreement(partner)
    for direction, copies, rate in (("sent", 3, 130_000_000), ("received", 5, 130_000_000)):
        shipment = house.begin(partner, direction, currency="EUR", rate=rate)
        line = house.line(shipment, copies, price=10_50)
        house.post(shipment)
    house.correct(shipment, {line: 4})
    page = see(department, "/partners/ledger").replace("\xa0", " ")
    assert "-136 500" in page
    assert "Nothing was exchanged" in see(department, "/partners/ledger?day=2026-04-14")
    page = see(department, f"/partners/{partner}/ledger").replace("\xa0", " ")
    assert "we owe copies: 1" in page
    assert "52.50 EUR" in page
    assert "No entries in these days" in see(
        department, f"/partners/{partner}/ledger?since=2026-01-01&until=2026-01-31"
    )
    assert see(department, f"/partners/{partner}/ledger?since=2026-02-01&until=2026-01-31", 400)
    assert table(department, "/partners/ledger.xlsx")[1] == [
        "Goethe-Institut Taschkent", "DE", 3, 409_500, 4, 546_000, -1, -136_500,
    ]  # fmt: skip
    rows = table(department, f"/partners/{partner}/statement.xlsx")
    assert [row[3] for row in rows[1:]] == [None, 3, -5, 1]
    assert [row[7] for row in rows[1:]] == [0, 3, -2, -1]
    paper = words(department, f"/partners/{partner}/statement.pdf")
    for said in ("Statement of the exchange of books", "№ 7, 15.04.2026", "The library owes", "546"):
        assert said in paper, paper
    assert "Goethe" in see(department, f"/partners/{partner}")


def test_a_request_asked_sent_late_and_returned(department: FlaskClient, session: Session) -> None:
    send(department, "/partners/new", **GOETHE)
    page = send(
        department, "/partners/requests/new?way=out", **ASKED, title="Faust", for_whom="Nemis kafedrasi"
    )
    assert "№ 1/2026" in page
    here = "/partners/requests/1"
    assert "Saved." in send(department, f"{here}/edit", **ASKED, title="Faust I", author="Goethe")
    assert "enter the day it is due" in send(department, f"{here}/step", state="sent", day="2026-04-15")
    assert "Write the reason" in send(department, f"{here}/step", state="refused", day="2026-04-15")
    assert "does not follow" in send(department, f"{here}/step", state="returned", day="2026-04-15")
    page = send(
        department, f"{here}/step", state="sent", day="2026-04-15", due_on="2026-04-15", note="Pochta"
    )
    assert "Pochta" in page
    house = House(session)
    house.act(_backdate)
    page = see(department, here)
    assert "days over: 5" in page
    assert "late" in see(department, "/partners/requests?state=late")
    assert "Faust I" in see(department, "/partners/1")
    assert "came back" in send(department, f"{here}/step", state="returned", day="2026-04-15")
    assert "taken back" in send(department, f"{here}/back")
    paper = words(department, f"{here}/paper.pdf")
    for said in ("Interlibrary request", "Faust I", "Goethe-Institut"):
        assert said in paper
    send(department, "/partners/requests/new?way=in", **(ASKED | {"form": "file"}), title="Atlas")
    assert "each document counts in line 23" in see(department, "/partners/requests/2")
    assert "lent at the desk" in send(department, "/partners/requests/new?way=in", **ASKED, title="Atlas 2")
    assert "Type a title" not in send(department, "/partners/requests/new", 400, **ASKED)
    assert len(table(department, "/partners/requests.xlsx?way=in")) == 3
    assert see(department, "/partners/requests?way=up", 400)


def _backdate(session: Session, _work: object) -> None:
    """Let five days go by for a book that is out."""
    row = session.get_one(InterlibraryRequest, 1)
    row.due_on = NOON.date() - timedelta(days=5)


def test_agreements_delegations_and_the_work_of_the_department_in_registers(
    department: FlaskClient, session: Session
) -> None:
    house = House(session)
    partner = house.partner()
    entry = house.entry("agreements", partner="Goethe", country="DE", title="Almashinuv", until=NOON.date())
    page = send(department, f"/partners/{partner}/entries", entry_id=str(entry))
    assert "Almashinuv" in page
    assert "days left: 0" in page
    assert "Choose a standing entry" in send(department, f"/partners/{partner}/entries", entry_id="x")
    house.entry("delegations", country="KR", persons=4)
    house.entry("abroad", type="fair", country="DE", people="M. Yusupova", title="Frankfurt")
    house.entry("documents", type="manual", title="Qoʻllanma", number="1", people="M. Yusupova")
    house.entry("projects", type="project", title="Loyiha", link="https://a.example")
    add_reader(session, NOON, card="R-9", citizenship="KZ")
    page = see(department, "/partners/abroad")
    for said in ("Frankfurt", "no report yet", "KR", "KZ", "/registers/documents"):
        assert said in page, said
    session.rollback()
    span = {"since": NOON.date().replace(month=1, day=1), "until": NOON.date().replace(month=12, day=31)}
    assert queries.foreign_readers(session, **span) == (("KZ", 1),)
    assert queries.guests_by_country(session, **span) == (("KR", 1, 4),)
    own = {
        row.register: (row.entries, row.counted, row.unproven)
        for row in queries.in_registers(session, ["foreign"], **span)
    }
    assert (own["documents"], own["projects"], own["training"]) == ((1, 1, 1), (1, 1, 0), (0, 0, 0))
    assert "Taken off" in send(department, f"/partners/{partner}/entries/{entry}/off")
    assert "None in this year" in see(department, "/partners/abroad?year=2024")
