"""The screens: one box, a part for each catalogue, one key; and words where a catalogue does not answer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.copying.models import Protocol, Target
from catalog.copying.services import save_target
from catalog.copying.views import base
from catalog.records.models import Record, RecordDraft
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.copying.servers import Catalogue, free_port
from tests.conftest import NOON, SignIn
from tests.world import work_at

INDEXES = {"isbn": "bath.isbn", "title": "bath.title", "author": "bath.author"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def two_targets(session: Session, theirs: Catalogue) -> Iterator[None]:
    """A catalogue that answers, and one that is switched off at its own end."""
    with transaction(session):
        session.execute(delete(Target))
        for name, address in (
            ("Kongress", f"{theirs.url}/loc"),
            ("Dead", f"http://127.0.0.1:{free_port()}/"),
        ):
            save_target(
                session, work_at(NOON), name=name, protocol=Protocol.SRU, address=address, schema="marcxml",
                indexes=INDEXES,
            )  # fmt: skip
    return


def ids(session: Session) -> list[int]:
    session.rollback()
    return list(session.scalars(select(Target.id).order_by(Target.position)))


def seals(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'name="record" value="([^"]+)"', page)]


def part(client: FlaskClient, target_id: int, **asked: str) -> str:
    return client.get(
        f"/copy/ask/{target_id}", query_string=asked or {"q": "little prince"}, headers=HTMX
    ).text


def test_the_page_asks_every_active_catalogue_for_itself(cataloguer: FlaskClient, session: Session) -> None:
    assert "Kongress" in cataloguer.get("/copy").text
    page = cataloguer.get("/copy?q=little+prince&author=x").text
    one, other = ids(session)
    assert f'hx-get="/copy/ask/{one}?q=little+prince&amp;author=x"' in page
    assert f"/copy/ask/{other}?" in page
    assert page.count("being asked") == 2
    assert cataloguer.get("/copy?isbn=9780156012195").text.count("being asked") == 2


def test_a_part_shows_theirs_and_takes_it_as_a_draft(cataloguer: FlaskClient, session: Session) -> None:
    page = part(cataloguer, ids(session)[0])
    assert "The little prince" in page
    assert "Harcourt" in page
    assert "new to us" in page
    first, second = seals(page)
    assert first != second
    answer = cataloguer.post("/copy/take", data={"record": first, "act": "draft"})
    session.rollback()
    (row,) = session.scalars(select(RecordDraft))
    assert answer.location == f"/records/drafts/{row.id}"
    assert row.title.startswith("The little prince")
    assert cataloguer.get(answer.location).status_code == 200


def test_saved_at_once_and_known_from_then_on(cataloguer: FlaskClient, session: Session) -> None:
    one, _other = ids(session)
    (first, _second) = seals(part(cataloguer, one))
    answer = cataloguer.post("/copy/take", data={"record": first, "act": "save"})
    session.rollback()
    (row,) = session.scalars(select(Record))
    assert answer.location == f"/copy?saved={row.id}"
    assert f"/records/{row.id}" in cataloguer.get(answer.location).text
    again = part(cataloguer, one)
    assert f"same as record {row.id}" in again
    refused = cataloguer.post("/copy/take?q=little", data={"record": first, "act": "save"})
    assert refused.status_code == 422
    assert "Save as one more record" in refused.text
    assert cataloguer.post("/copy/take", data={"record": first, "act": "again"}).status_code == 302
    assert "The little prince" in cataloguer.get("/copy?q=little").text


def test_an_answer_on_its_way_asks_again(
    cataloguer: FlaskClient, session: Session, theirs: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ids(session)[0]
    with transaction(session):
        session.get_one(Target, one).address = f"{theirs.url}/slow"
    monkeypatch.setattr(base, "PATIENCE", 0)
    page = part(cataloguer, one)
    theirs.hold.set()
    assert 'hx-trigger="load delay:400ms"' in page
    assert 'aria-busy="true"' in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("no_index", "does not know the index: Unsupported index · bath.isnb (16)"),
        ("status/500", "answers with the error 500"),
        ("words", "What came is not XML"),
        ("none", "does not have it"),
    ],
)
def test_what_came_instead_is_said(
    cataloguer: FlaskClient, session: Session, theirs: Catalogue, path: str, words: str
) -> None:
    one = ids(session)[0]
    with transaction(session):
        session.get_one(Target, one).address = f"{theirs.url}/{path}"
    assert words in part(cataloguer, one)


def test_a_dead_catalogue_says_so(cataloguer: FlaskClient, session: Session) -> None:
    page = part(cataloguer, ids(session)[1])
    assert "does not accept the connection" in page
    assert "Ask again" in page
    assert "does not have it" in part(cataloguer, ids(session)[1], q=" ")


def test_theirs_beside_ours_and_the_update(
    cataloguer: FlaskClient, session: Session, theirs: Catalogue
) -> None:
    one = ids(session)[0]
    (first, _second) = seals(part(cataloguer, one))
    cataloguer.post("/copy/take", data={"record": first, "act": "save"})
    session.rollback()
    record_id = session.scalars(select(Record.id)).one()
    with transaction(session):
        session.get_one(Target, one).address = f"{theirs.url}/dnb"
    (german,) = seals(part(cataloguer, one))
    page = cataloguer.post("/copy/compare", data={"record": german, "ours": record_id}).text
    assert "After the update" in page
    assert "52. Aufl." in page
    nothing = cataloguer.post("/copy/update", data={"record": first, "ours": record_id})
    assert nothing.status_code == 422
    assert "says nothing that record" in nothing.text
    answer = cataloguer.post("/copy/update", data={"record": german, "ours": record_id, "source": "any"})
    session.rollback()
    (row,) = session.scalars(select(RecordDraft))
    assert (answer.location, row.record_id) == (f"/records/drafts/{row.id}", record_id)
    busy = cataloguer.post("/copy/update", data={"record": german, "ours": record_id})
    assert "unsaved draft" in busy.text


def test_what_was_lost_on_the_way_is_shown(
    cataloguer: FlaskClient, session: Session, theirs: Catalogue
) -> None:
    one = ids(session)[0]
    (first, _second) = seals(part(cataloguer, one))
    cataloguer.post("/copy/take", data={"record": first, "act": "save"})
    with transaction(session):
        session.get_one(Target, one).address = f"{theirs.url}/bnf"
    (french,) = seals(part(cataloguer, one))
    page = cataloguer.post("/copy/compare", data={"record": french, "ours": 1}).text
    assert "Le petit prince" in page
    assert cataloguer.post("/copy/compare", data={"record": french, "ours": "999"}).status_code == 404
    assert cataloguer.post("/copy/compare", data={"record": french, "ours": "x"}).status_code == 404


@pytest.mark.parametrize("sealed", ["", "marc21:utf-8:eJw=.forged", "ё", "x" * 5000])
def test_a_record_that_we_did_not_send_is_refused(cataloguer: FlaskClient, sealed: str) -> None:
    answer = cataloguer.post("/copy/take", data={"record": sealed})
    assert answer.status_code == 400
    assert "did not come back whole" in answer.text


def test_no_catalogue_is_asked(cataloguer: FlaskClient, session: Session) -> None:
    with transaction(session):
        for each in session.scalars(select(Target)):
            each.active = False
    assert "Switch on at least one catalogue" in cataloguer.get("/copy?q=x").text
    with transaction(session):
        session.execute(delete(Target))
    assert "No catalogues yet" in cataloguer.get("/copy/targets").text


FORM = {
    "name": "Ruslan", "protocol": "z3950", "address": "z.example.org", "port": "210", "database": "BOOKS",
    "version": "1.1", "schema": "", "syntax": "RUSMARC", "profile": "unimarc", "charset": "cp1251", "isbn": "7",
    "title": "4", "author": "1003", "active": "y",
}  # fmt: skip


def test_a_target_is_added_changed_and_switched_off(administrator: FlaskClient, session: Session) -> None:
    assert administrator.get("/copy/targets/new").status_code == 200
    assert administrator.post("/copy/targets/new", data=FORM).location == "/copy/targets"
    added = ids(session)[-1]
    page = administrator.get(f"/copy/targets/{added}").text
    assert 'value="BOOKS"' in page
    assert 'value="1003"' in page
    off = {name: value for name, value in FORM.items() if name != "active"}
    administrator.post(f"/copy/targets/{added}", data=off | {"name": "Ruslan 2"})
    page = administrator.get("/copy/targets").text
    assert "Ruslan 2" in page
    assert "switched off" in page
    assert "z.example.org:210/BOOKS" in page
    wrong = administrator.post(f"/copy/targets/{added}", data=off | {"isbn": "bath.isbn"})
    assert wrong.status_code == 400
    assert "is no index" in wrong.text
    assert administrator.post("/copy/targets/new", data=FORM | {"port": "x"}).status_code == 422
    assert administrator.get("/copy/targets/999").status_code == 404


def test_a_target_moves(administrator: FlaskClient, session: Session) -> None:
    one, other = ids(session)
    administrator.post(f"/copy/targets/{other}/move", data={"to": "up"})
    assert ids(session) == [other, one]


def test_a_target_is_tried(cataloguer: FlaskClient, session: Session) -> None:
    one, other = ids(session)
    good = cataloguer.get(f"/copy/targets/{one}/try", headers=HTMX).text
    assert "It answers. Found: 2" in good
    assert "The little prince" in good
    assert "does not accept the connection" in cataloguer.get(f"/copy/targets/{other}/try", headers=HTMX).text


def test_who_may(client: FlaskClient, signed_in: SignIn, session: Session) -> None:
    desk = signed_in(Role.DESK)
    assert desk.get("/copy").status_code == 403
    assert client.get("/copy").status_code == 302
    cataloguer = signed_in(Role.CATALOGUER)
    assert cataloguer.get("/copy/targets").status_code == 200
    assert cataloguer.get("/copy/targets/new").status_code == 403
    assert cataloguer.get(f"/copy/targets/{ids(session)[0]}").status_code == 403
