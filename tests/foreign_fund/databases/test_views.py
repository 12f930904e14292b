"""Screens of databases: the list for readers and its door, the department's pages."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases.models import DatabaseUse, OnlineDatabase
from ils.jobs.models import Job
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("at_noon")

TODAY = NOON.date()
FORM = {"url": "https://ebsco.example/search", "access": "open", "department": "foreign", "currency": "UZS"}
READ = {"subjects": "Tarix", "languages": "eng", "about": "Jurnallar", "how": "Kutubxonada"}


def send(client: FlaskClient, address: str, status: int = 200, /, **form: str) -> str:
    answer = client.post(address, data=form, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return answer.text


def see(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def in_english(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["language"] = "en"


def test_readers_find_a_database_and_every_click_counts(
    department: FlaskClient, client: FlaskClient, session: Session
) -> None:
    in_english(client)
    assert "No databases here" in see(client, "/databases")
    assert "Enter what the library subscribes to" in see(department, "/foreign/databases")
    page = send(department, "/foreign/databases/new", title="EBSCO", provider="EBSCO Ltd", **FORM, **READ)
    assert "free of charge" in page
    assert "not asked yet" in page
    listed = see(client, "/databases")
    assert "EBSCO Ltd" in listed
    assert "open to everybody" in listed
    assert "English" in listed
    number = session.scalars(select(OnlineDatabase.id)).one()
    door = f"/databases/{number}/open"
    answer = client.get(door)
    assert (answer.status_code, answer.location) == (302, FORM["url"])
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    client.get(door, headers={"Sec-Purpose": "prefetch;prerender"})
    client.head(door)
    department.get(door)
    session.rollback()
    assert session.scalars(select(DatabaseUse.uses)).all() == [2]
    assert "April" in see(department, f"/foreign/databases/{number}")
    assert "No databases here" in see(client, "/databases?text=zzz")
    assert "EBSCO" in see(client, "/databases?text=tarix")
    book = load_workbook(BytesIO(department.get("/foreign/databases.xlsx").data)).active
    assert book is not None
    row = [cell.value for cell in book[5]]
    assert (row[1], row[4], row[-1]) == ("EBSCO", "English", 2)
    assert [cell.value for cell in book[6]][-1] == 2


def test_what_is_over_is_not_shown_and_says_so(department: FlaskClient, client: FlaskClient) -> None:
    in_english(client)
    ip = FORM | {"access": "ip", "subscribed_from": "2026-01-01", "subscribed_until": "2026-04-15"}
    page = send(department, "/foreign/databases/new", title="Core", price="1 200,50", **ip)
    assert "1\N{NO-BREAK SPACE}200.50 UZS" in page
    assert "Core" in see(client, "/databases")
    page = send(
        department, "/foreign/databases/1/edit", title="Core", **(ip | {"subscribed_until": "2026-04-14"})
    )
    assert "Saved." in page
    assert "Core" not in see(client, "/databases")
    answer = client.get("/databases/1/open", follow_redirects=True)
    assert "cannot be opened now" in answer.text
    assert "over" in see(department, "/foreign/databases?state=ended")
    assert "No databases here" in see(department, "/foreign/databases?state=broken")
    assert "off the lists" in send(department, "/foreign/databases/1/close")
    assert "off the lists since" in send(department, "/foreign/databases/1/close").lower()
    assert "on the lists again" in send(department, "/foreign/databases/1/reopen")
    assert see(department, "/foreign/databases?state=x", 400)


def test_what_is_typed_wrong_is_said(department: FlaskClient, onlooker: FlaskClient) -> None:
    page = send(department, "/foreign/databases/new", 400, **(FORM | {"title": "", "trial_until": "soon"}))
    assert "Fill in this field." in page
    assert "not a date like" in page
    bad = FORM | {"title": "A"}
    assert "is not an address" in send(department, "/foreign/databases/new", 400, **(bad | {"url": "ebsco"}))
    assert "language code" in send(department, "/foreign/databases/new", 400, **bad, languages="english")
    assert "12,345" in send(department, "/foreign/databases/new", 400, **bad, price="12,345")
    assert send(department, "/foreign/databases/new", **bad)
    assert "already a database" in send(department, "/foreign/databases/new", 400, **bad)
    assert see(department, "/foreign/databases/99", 404)
    assert "New database" not in see(onlooker, "/foreign/databases")
    assert see(onlooker, "/foreign/databases/new", 403)


def test_terms_that_end_are_asked_about(department: FlaskClient, session: Session) -> None:
    assert "No term ends soon" in see(department, "/foreign/deadlines")
    until = (TODAY + timedelta(days=5)).isoformat()
    send(department, "/foreign/databases/new", title="Trial", **FORM, trial_until=until)
    assert "All terms were looked at" in send(department, "/foreign/deadlines/look")
    page = see(department, "/foreign/deadlines")
    assert "days left: 5" in page
    assert "Terms that end" in see(department, "/")
    over = (TODAY - timedelta(days=4)).isoformat()
    send(department, "/foreign/databases/new", title="Over", **FORM, trial_until=over)
    assert "days over: 4" in send(department, "/foreign/deadlines/look")
    assert "Say whether" in send(department, "/foreign/deadlines/1/answer", outcome="x")
    page = send(department, "/foreign/deadlines/1/answer", outcome="renewed", answer="Shartnoma 9")
    assert "Shartnoma 9" in page
    assert "days left" not in page


def test_links_are_asked_as_a_job(department: FlaskClient, session: Session) -> None:
    send(department, "/foreign/databases/new", title="A", **FORM)
    assert "Links of databases asked" in send(department, "/foreign/databases/check")
    session.rollback()
    assert session.scalars(select(Job.kind)).all() == ["database_links"]
    row = session.get_one(OnlineDatabase, 1)
    row.link_state, row.link_told, row.broken_since = "broken", "HTTP 404", date(2026, 4, 1)
    session.commit()
    assert "has not answered since 01.04.2026: HTTP 404" in see(department, "/foreign/databases/1")
    assert "may not answer now" in see(department, "/databases")
    row.link_told = "[Errno -2] Name or service not known"
    session.commit()
    page = see(department, "/foreign/databases/1")
    assert "has not answered since 01.04.2026: does not answer" in page
    assert "Name or service" not in page
    assert "Links that do not answer" in see(department, "/foreign/databases")


def test_what_a_browser_loads_ahead_of_a_closed_database_is_not_its_address(
    department: FlaskClient, client: FlaskClient, session: Session
) -> None:
    send(department, "/foreign/databases/new", title="EBSCO", **FORM)
    number = session.scalars(select(OnlineDatabase.id)).one()
    send(department, f"/foreign/databases/{number}/close")
    for answer in (
        client.head(f"/databases/{number}/open"),
        client.get(f"/databases/{number}/open", headers={"Purpose": "prefetch"}),
    ):
        assert (answer.status_code, answer.location) == (302, "/databases")
