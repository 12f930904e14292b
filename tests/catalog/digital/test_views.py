"""The pages of full texts, and who gets which file in what manner."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.digital.models import Rights
from catalog.digital.queries import object_view, objects_of
from ils.accounts.permissions import Role
from tests.catalog.digital import samples
from tests.catalog.digital.conftest import Attach
from tests.conftest import SignIn


def fetch(browser: FlaskClient, object_id: int, query: str = "", **headers: str) -> TestResponse:
    """Ask for the file itself, read it, and let it go."""
    answer = browser.get(f"/digital/{object_id}{query}", headers=headers)
    assert answer.data is not None
    answer.close()
    return answer


FORM = {"title": "", "url": "", "pages": "", "full_text": "y", "rights": "open"}


@pytest.fixture
def cataloguer(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.CATALOGUER)


def test_a_scan_is_attached_and_read_by_a_reader(
    cataloguer: FlaskClient, client: FlaskClient, session: Session, book: int
) -> None:
    content = samples.pdf(2)
    answer = cataloguer.post(
        f"/digital/record/{book}",
        data=FORM | {"file": (io.BytesIO(content), "Oʻtkan kunlar.pdf")},
        follow_redirects=True,
    )
    assert "Attached." in answer.text
    assert "Oʻtkan kunlar.pdf" in answer.text
    (view,) = objects_of(session, book)
    page = client.get(f"/records/{book}").text
    assert f'href="/digital/{view.id}"' in page
    answer = fetch(client, view.id)
    assert answer.data == content
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "filename*=UTF-8''O%CA%BBtkan%20kunlar.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_parts_of_a_file_are_given(client: FlaskClient, attach: Attach) -> None:
    content = samples.pdf(2)
    object_id = attach(content)
    answer = fetch(client, object_id, Range="bytes=5-9")
    assert answer.status_code == 206
    assert answer.data == content[5:10]
    assert answer.headers["Content-Range"] == f"bytes 5-9/{len(content)}"
    assert fetch(client, object_id, Range="bytes=99999999-").status_code == 416


@pytest.mark.parametrize(
    ("content", "name", "query", "disposition"),
    [
        (samples.pdf(1), "a.pdf", "", "inline"),
        (samples.pdf(1), "a.pdf", "?download=1", "attachment"),
        (samples.PNG, "a.png", "", "inline"),
        (samples.TIFF, "a.tif", "", "attachment"),
        (samples.epub(), "a.epub", "", "attachment"),
        (samples.DJVU, "a.djvu", "", "attachment"),
    ],
)
def test_what_browsers_show_safely_is_shown_all_else_is_handed_over(
    client: FlaskClient, attach: Attach, content: bytes, name: str, query: str, disposition: str
) -> None:
    answer = fetch(client, attach(content, name=name), query)
    assert answer.headers["Content-Disposition"].startswith(disposition)
    assert ("sandbox" in answer.headers["Content-Security-Policy"]) is (disposition == "attachment")


@pytest.mark.parametrize(
    ("rights", "role", "status"),
    [
        (Rights.OPEN, None, 200),
        (Rights.LIBRARY, None, 403),
        (Rights.CLOSED, None, 404),
        (Rights.LIBRARY, Role.DESK, 200),
        (Rights.CLOSED, Role.DESK, 404),
        (Rights.CLOSED, Role.CATALOGUER, 200),
    ],
)
def test_rights(
    client: FlaskClient,
    signed_in: SignIn,
    attach: Attach,
    book: int,
    rights: Rights,
    role: Role | None,
    status: int,
) -> None:
    object_id = attach(samples.pdf(1), rights=rights)
    browser = signed_in(role) if role else client
    assert fetch(browser, object_id).status_code == status
    page = browser.get(f"/records/{book}").text
    assert ("kitob.pdf" in page) is (status != 404)
    assert (f'href="/digital/{object_id}"' in page) is (status == 200)


def test_a_link_leads_away(cataloguer: FlaskClient, client: FlaskClient, session: Session, book: int) -> None:
    cataloguer.post(f"/digital/record/{book}", data=FORM | {"url": "https://natlib.uz/kitob?id=1"})
    (view,) = objects_of(session, book)
    answer = fetch(client, view.id)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "https://natlib.uz/kitob?id=1"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file or give an address."),
        ({"file": (io.BytesIO(samples.HTML), "a.pdf")}, "This kind of file is not taken: html."),
        ({"file": (io.BytesIO(b""), "a.pdf")}, "The file is empty."),
        ({"url": "javascript:alert(1)"}, "is not an address that begins with"),
        ({"url": "https://a.example/", "file": (io.BytesIO(samples.PNG), "a.png")}, "one after the other"),
        ({"url": "https://a.example/", "pages": "0"}, "mend the marked fields"),
        ({"url": "https://a.example/", "rights": "everybody"}, "mend the marked fields"),
    ],
)
def test_refusals_are_told_on_the_page(
    cataloguer: FlaskClient, session: Session, book: int, given: dict[str, object], words: str
) -> None:
    fresh = {
        name: (io.BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in given.items()
    }
    answer = cataloguer.post(f"/digital/record/{book}", data=FORM | fresh)
    assert 400 <= answer.status_code < 500
    assert words in answer.text
    assert objects_of(session, book) == ()


def test_a_file_over_the_limit_is_refused(
    cataloguer: FlaskClient, session: Session, book: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.digital.views._limit", lambda: 1000)
    answer = cataloguer.post(
        f"/digital/record/{book}", data=FORM | {"file": (io.BytesIO(samples.PNG * 9), "a.png")}
    )
    assert answer.status_code == 400
    assert "too large" in answer.text


def test_an_object_is_changed_replaced_and_removed(
    cataloguer: FlaskClient, client: FlaskClient, session: Session, folder: Path, book: int, attach: Attach
) -> None:
    object_id = attach(samples.pdf(1))
    assert "SHA-256" in cataloguer.get(f"/digital/{object_id}/edit").text
    said = {"title": "Roman, 1-nashr", "pages": "7", "full_text": "y", "rights": "library"}
    assert "Saved." in cataloguer.post(f"/digital/{object_id}/edit", data=said, follow_redirects=True).text
    assert fetch(client, object_id).status_code == 403
    again = cataloguer.post(
        f"/digital/{object_id}/replace",
        data={"file": (io.BytesIO(samples.pdf(4)), "b.pdf")},
        follow_redirects=True,
    )
    assert "The file was replaced." in again.text
    assert object_view(session, object_id).pages == 4
    assert len(list((folder / "files" / "replaced").iterdir())) == 1
    assert "Choose a file" in cataloguer.post(f"/digital/{object_id}/replace", data={}).text
    assert "Fill in the field" in cataloguer.post(f"/digital/{object_id}/remove", data={"reason": ""}).text
    gone = cataloguer.post(
        f"/digital/{object_id}/remove", data={"reason": "Xato skan"}, follow_redirects=True
    )
    assert "Xato skan" in gone.text
    assert fetch(cataloguer, object_id).status_code == 404
    assert cataloguer.post(f"/digital/{object_id}/edit", data=said).status_code == 422


def test_a_missing_file_is_told(client: FlaskClient, session: Session, folder: Path, attach: Attach) -> None:
    object_id = attach(samples.pdf(1))
    for path in (folder / "files").glob("[0-9a-f][0-9a-f]/*"):
        path.unlink()
    client.post("/language", data={"language": "en"})
    answer = fetch(client, object_id)
    assert answer.status_code == 404
    assert "missing from the store" in answer.text


@pytest.mark.parametrize("path", ["/digital/record/{book}", "/digital/{one}/edit"])
def test_the_desk_does_not_attach(signed_in: SignIn, book: int, attach: Attach, path: str) -> None:
    address = path.format(book=book, one=attach(samples.pdf(1)))
    assert signed_in(Role.DESK).get(address).status_code == 403
