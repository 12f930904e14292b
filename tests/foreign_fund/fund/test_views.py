"""The screens of the fund."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.library.funds import load_fund
from tests.foreign_fund.shelf import Shelf


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_an_empty_library_says_what_to_do_next(department: FlaskClient) -> None:
    assert "No copy belongs to the fund yet" in page(department, "/fund")
    assert "No such copies" in page(department, "/fund/items?state=overdue")
    assert "No such titles" in page(department, "/fund/titles")


def test_figures_link_to_their_rows(department: FlaskClient, shelf: Shelf) -> None:
    shelf.copy("G-1")
    shelf.copy("N-1", "")
    shelf.lend("G-1")
    text = page(department, "/fund")
    assert "/fund/items?language=ger&amp;state=on_loan" in text
    assert "/fund/titles?language=-" in text
    assert "G-1" in page(department, "/fund/items?language=ger&state=on_loan")
    assert "Der kleine Prinz" in page(department, "/fund/titles?language=ger")
    assert 'lang="de"' in page(department, "/fund/titles")


def test_a_long_list_is_cut_into_pages_that_keep_the_filters(department: FlaskClient, shelf: Shelf) -> None:
    record = shelf.record("ger")
    for number in range(101):
        shelf.copy(f"G-{number:03}", record=record)
    first = page(department, "/fund/items?language=ger")
    assert "language=ger&amp;page=2" in first
    assert "G-100" not in first
    assert "G-100" in page(department, "/fund/items?language=ger&page=2")
    assert "101" in page(department, "/fund/items?page=9")


def test_odd_choices_find_nothing(department: FlaskClient) -> None:
    for odd in ("'%3B--", "%3Cb%3E", "x" * 5000):
        for list_ in ("items", "titles"):
            assert "No such" in page(department, f"/fund/{list_}?language={odd}x&department={odd}&page={odd}")


def test_a_state_that_is_none_is_refused_in_words(department: FlaskClient) -> None:
    assert "not in the list" in page(department, "/fund/items?state=flying", 400)


def test_the_definition_is_counted_before_it_is_saved(
    department: FlaskClient, shelf: Shelf, session: Session
) -> None:
    shelf.copy("U-1", "uzb", department="lending")
    before = load_fund(session)
    session.commit()
    typed = {"departments": ["foreign"], "languages": "uzb, kor, english"}
    counted = department.post("/fund/definition", data={**typed, "act": "preview"})
    assert counted.status_code == 200
    assert "Not a code of three letters: english" in counted.text
    assert "Korean" in counted.text
    part = department.post("/fund/definition", data=typed, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div class="stack" id="preview"')
    assert load_fund(session) == before


def test_a_definition_by_inventory_book(department: FlaskClient, shelf: Shelf, session: Session) -> None:
    shelf.copy("X-000007", "uzb", department="lending")
    shelf.copy("G-1", "ger")
    session.commit()
    assert 'id="series-foreign"' in page(department, "/fund/definition")
    typed = {"series": ["foreign"]}
    part = department.post("/fund/definition", data=typed, headers={"HX-Request": "true"}).text
    assert "<b>1</b><span>copies would come in</span>" in part
    assert "<b>1</b><span>copies would go out</span>" in part
    assert department.post("/fund/definition", data=typed).status_code == 302
    assert load_fund(session).series == frozenset({"X-"})
    assert 'id="series-foreign" checked' in page(department, "/fund/definition")
    assert "inventory books: 1" in page(department, "/fund")
    assert "X-000007" in page(department, "/fund/items")
    assert "G-1" not in page(department, "/fund/items")


def test_a_definition_is_saved(department: FlaskClient, session: Session) -> None:
    assert "foreign" in page(department, "/fund/definition")
    session.commit()
    answer = department.post("/fund/definition", data={"departments": ["foreign"], "languages": "eng"})
    assert answer.status_code == 302
    assert load_fund(session).languages == frozenset({"eng"})


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({}, 400, "Choose at least one department"),
        ({"languages": "en"}, 422, "not a language code"),
        ({"departments": ["moon"]}, 422, "no department"),
        ({"series": ["moon"]}, 404, "moon"),
        ({"languages": " ".join(map(str, range(900)))}, 400, "Languages given: 900"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_in_words(
    department: FlaskClient, typed: dict[str, object], status: int, told: str
) -> None:
    answer = department.post("/fund/definition", data=typed)
    assert answer.status_code == status
    assert told in answer.text


def test_who_may_only_look_cannot_define(onlooker: FlaskClient) -> None:
    assert "/fund/definition" not in page(onlooker, "/fund")
    page(onlooker, "/fund/definition", 403)
    assert onlooker.post("/fund/definition", data={"languages": "eng"}).status_code == 403


def test_signed_out_one_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/fund").headers["Location"]
