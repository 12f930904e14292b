"""A book for copies to belong to."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.records.models import Origin, Record
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar


def add_row(session: Session, title: str = "Oʻtkan kunlar", language: str = "uzb") -> int:
    """Write a record row as it would stand after cataloguing; the catalogue's own acts are tested elsewhere."""
    with transaction(session):
        row = Record(
            profile="marc21", origin=Origin.ORIGINAL, marc=b"{}", created_at=NOON, updated_at=NOON,
            control_number="", control_source="", document_type="book", title=title, title_sort="", year=1925,
            responsibility="Abdulla Qodiriy", author="Qodiriy, Abdulla", author_sort="", language=language,
            languages=language, country="UZ", publisher="", place="", extent="", series="", isbn="",
            class_mark="", knowledge_branch="8",
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def book(session: Session) -> int:
    """The id of «Oʻtkan kunlar»."""
    return add_row(session)


@pytest.fixture
def cataloguer(app: Flask, session: Session, client: FlaskClient) -> FlaskClient:
    """A browser in which Nilufar is signed in as a cataloguer, in English."""
    add_nilufar(session, NOON, role=Role.CATALOGUER)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client
