"""The pages of the catalogue."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.items.services import place
from catalog.public import messages
from catalog.records.rules.branches import BRANCHES
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.public.shelf import fill
from tests.catalog.records.builders import WORK, add, add_all, field, marc21
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar

HOSTILE = [
    "'",
    '"',
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "a" * 10_000,
    "%",
    "NEAR(",
    "🙂",
    "«",
    "{{ 7*7 }}",
]


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def english(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"language": "en"})
    return client


def signed_in(client: FlaskClient, session: Session, role: Role) -> FlaskClient:
    add_nilufar(session, NOON, role=role)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    return english(client)


def test_a_reader_finds_a_book_without_signing_in(client: FlaskClient, session: Session) -> None:
    ids = fill(session)
    text = page(english(client), "/search?q=ўткан+кунлар")
    assert f'href="/records/{ids["novel"]}"' in text
    assert "Found: 1" in text
    assert "On the shelf: 1 of 2" in text
    assert "84(5Oʻ)6" in text
    assert 'lang="uz"' in text


def test_the_list_narrows_by_facets(client: FlaskClient, session: Session) -> None:
    fill(session)
    english(client)
    text = page(client, "/search")
    assert "Found: 3" in text
    links = [html.unescape(link) for link in re.findall(r'<li><a href="(/search[^"]*)"', text)]
    assert "/search?language=ger" in links
    assert "/search?department=foreign" in links
    assert "/search?year_from=1970&year_to=1979" in links
    for link in links:
        assert re.search(r"Found: [1-3]\b", page(client, link))
    chosen = page(client, "/search?language=ger")
    assert 'href="/search" class="is-on"' in chosen


@pytest.mark.parametrize(
    "query", ["available=1", "sort=year", "sort=title", "type=book", "year_from=1900&year_to=1990"]
)
def test_every_control_answers(client: FlaskClient, session: Session, query: str) -> None:
    fill(session)
    assert re.search(r"Found: [1-3]\b", page(english(client), f"/search?{query}"))


@pytest.mark.parametrize(
    "query",
    [
        "language=xx",
        "type=nonsense",
        "department=nowhere",
        "sort=rank;--",
        "page=-1",
        "page=1e9",
        "year_from=abc",
    ],
)
def test_what_an_address_cannot_mean_is_left_aside(client: FlaskClient, session: Session, query: str) -> None:
    fill(session)
    assert "Found: 3" in page(english(client), f"/search?{query}")


@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_typed_breaks_the_page(client: FlaskClient, session: Session, query: str) -> None:
    fill(session)
    answer = client.get("/search", query_string={"q": query})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in text
    assert "49" not in re.findall(r'id="find-q"[^>]*value="([^"]*)"', text)


def test_pages(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        add_all(session, *(marc21(f"Kitob {number}") for number in range(60)))
    english(client)
    second = page(client, "/search?q=kitob&page=2")
    assert "26–50" in second
    assert 'href="/search?q=kitob&amp;page=1"' in second
    assert 'href="/search?q=kitob&amp;page=3"' in second
    beyond = page(client, "/search?q=kitob&page=99")
    assert "51–60" in beyond


def test_empty_lists_say_what_to_do(client: FlaskClient, session: Session) -> None:
    english(client)
    assert "The catalogue is empty" in page(client, "/search")
    fill(session)
    assert "Try fewer words" in page(client, "/search?q=zzzz")
    assert "Clear filters" in page(client, "/search?q=prinz&language=uzb")


def test_the_record_page_of_a_reader(client: FlaskClient, session: Session) -> None:
    ids = fill(session)
    text = page(english(client), f"/records/{ids['novel']}")
    for shown in ("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", "Toshkent : Sharq, 1974", "9780306406157",
                  "821.512.133-31", "Oʻzbek adabiyoti", "Fiction", "A-1", "on loan", "on the shelf"):  # fmt: skip
        assert shown in text
    assert "Add copies" not in text
    assert "History" not in text
    assert f'href="/items/{ids["copy"]}"' not in text


def test_the_record_page_of_a_cataloguer(client: FlaskClient, session: Session) -> None:
    ids = fill(session)
    signed_in(client, session, Role.CATALOGUER)
    text = page(client, f"/records/{ids['novel']}")
    assert f'href="/items/add?record_id={ids["novel"]}"' in text
    assert f'href="/items/{ids["copy"]}"' in text
    assert "Bibliographic record created" in text
    assert "described here" in text
    assert "A copy gets its inventory number" in page(client, f"/records/{ids['arabic']}")


def test_headings_lead_to_what_else_there_is(client: FlaskClient, session: Session) -> None:
    ids = fill(session)
    text = page(english(client), f"/records/{ids['novel']}")
    links = [html.unescape(link) for link in re.findall(r'<a href="(/search\?q=[^"]*)"', text)]
    assert len(links) == 2
    for link in links:
        assert "Found: 1" in page(client, link)


def test_the_marc_view_shows_fields_as_they_are(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        hostile = marc21("Kitob", extra=(field("500", ("a", "<b>&amp;</b>")), field("FMT", ("a", "BK"))))
        record_id = add(session, hostile)
    text = page(english(client), f"/records/{record_id}")
    assert '<td class="marc-tag">245</td>' in text
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in text
    assert '<span class="marc-code">$a</span>' in text


def test_a_copy_on_an_exhibition_says_so(client: FlaskClient, session: Session) -> None:
    ids = fill(session)
    with transaction(session):
        place(session, item_id=ids["copy"], kind="exhibition", ref_id=1, label="Navroʻz koʻrgazmasi", section="",
              lendable=False, since=WORK.day, until=None)  # fmt: skip
    assert "Navroʻz koʻrgazmasi" in page(client, f"/records/{ids['novel']}")


@pytest.mark.parametrize("number", ["0", "999", "2147483647"])
def test_an_unknown_record_is_told_in_words(client: FlaskClient, number: str) -> None:
    assert "There is no such bibliographic record." in page(english(client), f"/records/{number}", 404)


def test_a_record_without_a_title_can_be_shown(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        record_id = add(session, marc21(""))
    assert "[no title]" in page(english(client), f"/records/{record_id}")
    assert "[no title]" in page(client, "/search")


def test_every_branch_has_a_name() -> None:
    assert set(messages.BRANCHES) == set(BRANCHES)


def test_languages_are_named_and_tagged() -> None:
    assert messages.language_tag("uzb", "Oʻtkan kunlar") == "uz"
    assert messages.language_tag("uzb", "Ўткан кунлар") == "uz-Cyrl"
    assert messages.language_tag("mul") == ""
    assert messages.language_tag("qqq") == ""
    assert messages.language_tag("ger") == "de"
