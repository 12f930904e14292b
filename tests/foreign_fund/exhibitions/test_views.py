"""The screens of exhibitions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from ils import clock
from ils.db import transaction
from tests.foreign_fund.shelf import Shelf, at

PART = {"HX-Request": "true"}


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def typed(**facts: str) -> dict[str, str]:
    today = clock.today()
    return {
        "title": "Deutsche Bücher", "form": "thematic", "department": "foreign", "place": "2-qavat",
        "lendable": "y", "note": "", "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(), **facts,
    }  # fmt: skip


@pytest.fixture
def german(department: FlaskClient, shelf: Shelf) -> str:
    """The address of an exhibition in preparation; the copies 1 and 2 are on the shelf."""
    shelf.copy("1")
    shelf.copy("2")
    return str(department.post("/exhibitions/new", data=typed()).headers["Location"])


def scan(client: FlaskClient, address: str, code: str, section: str = "") -> tuple[int, str]:
    answer = client.post(f"{address}/scan", data={"code": code, "section": section}, headers=PART)
    return answer.status_code, answer.text


def entry(session: Session) -> ExhibitionItem:
    session.rollback()
    return session.scalars(select(ExhibitionItem).order_by(ExhibitionItem.id.desc())).all()[0]


def state(session: Session) -> ExhibitionState:
    session.rollback()
    return session.scalars(select(Exhibition).execution_options(populate_existing=True)).one().state


def test_an_empty_list_says_what_to_do_next(department: FlaskClient) -> None:
    assert "/exhibitions/new" in page(department, "/exhibitions")
    page(department, "/exhibitions?state=flying", 400)


def test_a_scan_answers_with_its_line_and_the_new_table(department: FlaskClient, german: str) -> None:
    status, text = scan(department, german, "1", "Klassiker")
    assert status == 200
    assert text.lstrip().startswith("<li>")
    assert 'id="copies" hx-swap-oob="true"' in text
    assert 'id="exhibition-figures" hx-swap-oob="true"' in text
    assert 'class="is-new"' in text
    assert "Klassiker" in page(department, german)


def test_the_page_brings_its_script(department: FlaskClient, german: str) -> None:
    script = "/exhibitions/static/exhibitions/scan.js"
    assert script in page(department, german)
    with department.get(script) as answer:
        assert answer.status_code == 200


def test_a_refused_scan_is_a_line_in_words(department: FlaskClient, german: str, shelf: Shelf) -> None:
    scan(department, german, "1")
    assert "already on this exhibition" in scan(department, german, "1")[1]
    shelf.lend("2", now=clock.now())
    status, text = scan(department, german, "2")
    assert status == 422
    assert "is on loan until" in text
    assert scan(department, german, "<b>9</b>")[1].count("&lt;b&gt;9&lt;/b&gt;") == 1
    assert scan(department, german, "9" * 10_000)[0] == 404
    assert scan(department, german, "")[0] == 400


def test_without_javascript_a_scan_goes_back_to_the_page(department: FlaskClient, german: str) -> None:
    for told in ("Added: ", "already on this exhibition"):
        answer = department.post(f"{german}/scan", data={"code": "1"}, follow_redirects=True)
        assert told in answer.text


def test_a_whole_exhibition(department: FlaskClient, german: str, shelf: Shelf, session: Session) -> None:
    scan(department, german, "1", "Klassiker")
    scan(department, german, "2")
    department.post(f"{german}/copies/{entry(session).id}/undo")
    scan(department, german, "2")
    answer = department.post(f"{german}/open", follow_redirects=True)
    assert "The desk now sees" in answer.text
    shelf.lend("1", now=clock.now())
    assert "with a reader until" in page(department, german)
    assert "Der kleine Prinz" in page(department, f"{german}/loans")
    taken = department.post(f"{german}/copies/{entry(session).id}/remove", follow_redirects=True)
    assert "Shown and taken down" in taken.text
    assert f"{german}/loans" in page(department, "/exhibitions?state=open")
    closed = department.post(f"{german}/close", follow_redirects=True)
    assert "closed" in closed.text
    assert 'name="code"' not in closed.text
    assert state(session) is ExhibitionState.CLOSED
    assert "does not allow this" in department.post(f"{german}/close", follow_redirects=True).text


def test_an_opening_by_mistake_is_taken_back(department: FlaskClient, german: str, session: Session) -> None:
    scan(department, german, "1")
    assert "Opened by mistake" not in page(department, german)
    department.post(f"{german}/open")
    assert "Opened by mistake" in page(department, german)
    answer = department.post(f"{german}/unopen", follow_redirects=True)
    assert "The opening was taken back and does not count." in answer.text
    assert state(session) is ExhibitionState.PREPARING
    assert "does not allow this" in department.post(f"{german}/unopen", follow_redirects=True).text


def test_the_passport_is_changed(department: FlaskClient, german: str) -> None:
    assert "Deutsche Bücher" in page(department, f"{german}/edit")
    department.post(f"{german}/edit", data=typed(title="Deutsch", lendable=""))
    text = page(department, german)
    assert "Deutsch" in text
    assert "copies are not lent" in text


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"title": ""}, 400),
        ({"title": "x" * 300}, 400),
        ({"opens_on": "tomorrow"}, 400),
        ({"closes_on": "2020-01-01"}, 400),
        ({"closes_on": "9999-01-01"}, 400),
        ({"department": "moon"}, 400),
    ],
)
def test_a_passport_that_cannot_be_is_shown_again(
    department: FlaskClient, german: str, facts: dict[str, str], status: int
) -> None:
    for address in ("/exhibitions/new", f"{german}/edit"):
        answer = department.post(address, data=typed(**facts))
        assert answer.status_code == status, answer.text
        assert "<form" in answer.text


def test_what_does_not_exist_is_404(department: FlaskClient) -> None:
    for address in (
        "/exhibitions/9",
        "/exhibitions/9/edit",
        "/exhibitions/9/loans",
        f"/exhibitions/{10**30}",
    ):
        page(department, address, 404)
    for act in ("open", "close", "scan", "copies/1/remove", "copies/1/undo"):
        assert department.post(f"/exhibitions/9/{act}", data={"code": "1"}).status_code == 404


def test_who_may_only_look_changes_nothing(onlooker: FlaskClient, shelf: Shelf, session: Session) -> None:
    shelf.copy("1")
    with transaction(session):
        made = services.create(
            session,
            at(),
            title="Deutsch",
            department="foreign",
            opens_on=clock.today(),
            closes_on=clock.today(),
        )
        services.add_copy(session, at(), exhibition_id=made.id, code="1")
    german = f"/exhibitions/{made.id}"
    assert "/exhibitions/new" not in page(onlooker, "/exhibitions")
    text = page(onlooker, german)
    assert "Der kleine Prinz" in text
    assert 'name="code"' not in text
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0]
    for act in ("open", "close", "scan", "edit", "copies/1/remove", "copies/1/undo"):
        assert onlooker.post(f"{german}/{act}").status_code == 403
    page(onlooker, f"{german}/loans")


def test_signed_out_one_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/exhibitions").headers["Location"]


def test_a_missing_copy_put_on_show_is_told_to_be_found(
    department: FlaskClient, session: Session, german: str
) -> None:
    for number in (1, 2):
        with transaction(session):
            session.get_one(Item, number).state = ItemState.MISSING
    assert "It is found and free again" in scan(department, german, "1")[1]
    answer = department.post(f"{german}/scan", data={"code": "2"}, follow_redirects=True)
    assert "It is found and free again" in answer.text
    department.post(f"{german}/checks", data={"walk": "mounting"})
    for headers in (PART, {}):
        with transaction(session):
            session.get_one(Item, 1, populate_existing=True).state = ItemState.MISSING
        seen = department.post(
            f"{german}/checks/1/scan", data={"code": "1"}, headers=headers, follow_redirects=True
        )
        assert "It is found and free again" in seen.text
