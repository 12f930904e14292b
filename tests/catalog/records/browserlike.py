"""What a browser without scripts would send of a form: every box by its name, in the order of the page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.marc.editing import rows_of
from catalog.records.queries import record_view, version_marc
from ils.db import transaction
from tests.catalog.records.builders import add, marc21

Pairs = list[tuple[str, str]]


class _Form(HTMLParser):
    """Collects the boxes of the form with this id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.pairs: Pairs = []
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = said.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and "name" in said and said.get("type") not in ("submit", "file"):
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                self.pairs.append((said["name"], said.get("value", "")))
        elif tag == "textarea" and "name" in said:
            self.area, self.text = said["name"], ""
        elif tag == "select" and "name" in said:
            self.select, self.options = said["name"], []
        elif tag == "option" and self.select is not None:
            self.options.append((said.get("value", ""), "selected" in said))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            self.pairs.append((self.area, self.text.removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = [value for value, selected in self.options if selected] or [
                value for value, _ in self.options[:1]
            ]
            self.pairs += [(self.select, value) for value in chosen]
            self.select = None


def sent_of(page: str, form_id: str) -> Pairs:
    """Return what the form with this id would send as it stands."""
    form = _Form(form_id)
    form.feed(page)
    return form.pairs


def a_book(session: Session, title: str = "Oʻtkan kunlar", *, isbn: str = "") -> int:
    """Take a book in and return its id."""
    with transaction(session):
        return add(session, marc21(title, "Qodiriy, Abdulla", isbn=isbn, number="77"))


def begun(client: FlaskClient, form: str = "book", **more: str) -> str:
    """Begin a record and return the address of its draft."""
    answer = client.get("/records/new", query_string={"form": form, **more})
    assert answer.status_code == 302
    return str(answer.location)


def boxes(client: FlaskClient, address: str) -> Pairs:
    """Return what a browser would send of the editor page."""
    return sent_of(client.get(address).text, "editor")


def filled(pairs: Pairs, **typed: str) -> Pairs:
    """Return the pairs with something typed: `title__title` is the box title of the first line title."""
    wanted = {tuple(name.split("__")): value for name, value in typed.items()}
    line, result = "", list[tuple[str, str]]()
    for name, value in pairs:
        if name == "line":
            line = value.partition("@")[0]
        key = (line, name.removeprefix("v."))
        result.append((name, wanted.pop(key) if name.startswith("v.") and key in wanted else value))
    assert not wanted
    return result


def send(client: FlaskClient, address: str, pairs: Pairs, act: str = "save") -> Any:
    path = address.partition("?")[0]
    body = urlencode([*pairs, ("act", act)])
    return client.post(path, data=body, content_type="application/x-www-form-urlencoded")


def marc_of(session: Session, record_id: int) -> dict[str, list[str]]:
    session.rollback()
    marc, _profile = version_marc(session, record_id, record_view(session, record_id).version)
    found: dict[str, list[str]] = {}
    for row in rows_of(marc):
        text = row.text if row.is_control else "".join(f"${code}{value}" for code, value in row.subfields)
        found.setdefault(row.tag, []).append(text)
    return found
