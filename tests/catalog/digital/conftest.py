"""A record for texts to belong to, a data folder, and how files come in."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.digital import services
from catalog.digital.models import Rights
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, marc21


@pytest.fixture
def folder(app: Flask) -> Path:
    """The data folder of the library."""
    home: Path = app.config["ILS_SETTINGS"].home
    return home


@pytest.fixture
def book(session: Session) -> int:
    """«Oʻtkan kunlar»."""
    with transaction(session):
        return add(session, marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", number="7"))


Attach = Callable[..., int]


@pytest.fixture
def attach(session: Session, folder: Path, book: int) -> Attach:
    """Return a function: content → the object that it becomes."""

    def put(
        content: bytes, *, name: str = "kitob.pdf", rights: Rights = Rights.OPEN, full_text: bool = True,
        record_id: int | None = None, pages: int | None = None, work: Work = WORK,
    ) -> int:  # fmt: skip
        with (
            services.received(io.BytesIO(content), file_name=name, folder=folder, limit=10_000_000) as file,
            transaction(session),
        ):
            return services.add_file(
                session,
                work,
                record_id=record_id or book,
                file=file,
                rights=rights,
                full_text=full_text,
                pages=pages,
            )

    return put
