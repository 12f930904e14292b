"""What the page of a record leads to: its journal and articles, texts and links, twins, the cataloguer's tools."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.digital import services as digital
from catalog.items.services.merging import merge_records
from catalog.records.services.hosts import set_host
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, field, marc21
from tests.conftest import SignIn


@pytest.fixture
def journal(session: Session) -> dict[str, int]:
    """«Infolib» and an article in it."""
    with transaction(session):
        whole = add(session, marc21("Infolib", kind="as", year=2005))
        part = add(
            session,
            marc21("Kutubxona va kitobxon", "Karimov, Anvar", kind="aa", year=2021,
                   extra=(field("773", ("t", "Infolib"), ("g", "2021. – № 3")),)),
        )  # fmt: skip
        set_host(session, WORK, record_id=part, host_id=whole)
    return {"whole": whole, "part": part}


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"language": "en"})
    return client


def test_an_article_leads_to_its_journal_and_back(reader: FlaskClient, journal: dict[str, int]) -> None:
    article = reader.get(f"/records/{journal['part']}").text
    assert "Part of" in article
    assert f'href="/records/{journal["whole"]}"' in article
    assert "2021. – № 3" in article
    whole = reader.get(f"/records/{journal['whole']}").text
    assert "Articles and parts" in whole
    assert f'href="/records/{journal["part"]}"' in whole


def test_an_article_without_a_known_journal_names_it(reader: FlaskClient, session: Session) -> None:
    with transaction(session):
        alone = add(session, marc21("Maqola", kind="aa", extra=(field("773", ("t", "Fan va turmush")),)))
    assert "Fan va turmush" in reader.get(f"/records/{alone}").text


def test_links_of_the_record_itself_are_shown_once_and_only_if_they_are_addresses(
    reader: FlaskClient, session: Session
) -> None:
    links = (
        field("856", ("u", "https://natlib.uz/1"), ("z", "Toʻliq matn")),
        field("856", ("u", "https://natlib.uz/2")),
        field("856", ("u", "javascript:alert(1)")),
    )
    with transaction(session):
        book = add(session, marc21("Kitob", extra=links))
        digital.add_link(session, WORK, record_id=book, url="https://natlib.uz/2", title="Bizdan")
    page = reader.get(f"/records/{book}").text
    assert 'href="https://natlib.uz/1"' in page
    assert "Toʻliq matn" in page
    assert 'href="https://natlib.uz/2"' not in page
    assert "Bizdan" in page
    assert 'href="javascript' not in page


def test_the_cataloguer_has_the_tools_and_the_reader_has_not(
    signed_in: SignIn, reader: FlaskClient, journal: dict[str, int]
) -> None:
    number = journal["whole"]
    tools = [
        f"/records/{number}/edit",
        f"/records/{number}/history",
        f"/records/new?copy={number}",
        f"/digital/record/{number}",
    ]
    staff, public = (
        browser.get(f"/records/{number}").text for browser in (signed_in(Role.CATALOGUER), reader)
    )
    assert [tool for tool in tools if f'href="{tool}"' not in staff] == []
    assert [tool for tool in tools if f'href="{tool}"' in public] == []
    assert f'href="/export/record/{number}"' in public


def test_twins_are_offered_to_be_compared(signed_in: SignIn, client: FlaskClient, session: Session) -> None:
    with transaction(session):
        one, other = (
            add(
                session,
                marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", year=1974, isbn="978-0-306-40615-7"),
            )
            for _each in range(2)
        )
    staff = signed_in(Role.CATALOGUER)
    page = staff.get(f"/records/{one}").text
    assert f'href="/records/merge?kept={one}&amp;gone={other}"' in page
    assert "merge?kept" not in client.get(f"/records/{one}").text
    with transaction(session):
        merge_records(session, WORK, kept=one, gone=other)
    assert "merge?kept" not in staff.get(f"/records/{one}").text
    assert client.get(f"/records/{other}").location == f"/records/{one}"


def test_a_search_offers_what_it_found(reader: FlaskClient, journal: dict[str, int]) -> None:
    page = reader.get("/search?q=infolib&sort=year").text
    assert len(re.findall(r'href="/export\?q=infolib&amp;sort=year&amp;format=\w+"', page)) == 6
    assert 'href="/export?q=infolib&amp;sort=year"' in page
    assert "/export?" not in reader.get("/search?q=zzzz").text
