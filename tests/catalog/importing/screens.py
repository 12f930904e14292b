"""Uploading through the page, and the jobs behind it run at once."""

from __future__ import annotations

from io import BytesIO

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.app.working import runner_of
from ils.web.session import db

HTMX = {"HX-Request": "true"}


def send(client: FlaskClient, *records: bytes, name: str = "books.mrc", **values: str) -> tuple[int, str]:
    """Upload a file; return the status and where it leads, or the page."""
    asked = {"charset": "", "profile": "", "source": "any", "department": "lending"}
    data = {"file": (BytesIO(b"".join(records)), name)} | asked | values
    answer = client.post("/import", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.headers.get("Location", answer.text)


def work(app: Flask) -> int:
    """Run the jobs that wait; return how many. What the test's own session has read before, it reads anew."""
    done = runner_of(app).run_waiting()
    if has_app_context():
        db.session.rollback()
    return done


def read_in(app: Flask, client: FlaskClient, *records: bytes, **values: str) -> str:
    """Upload a file, let it be read, and return the address of its page."""
    status, address = send(client, *records, **values)
    assert status == 302, address
    work(app)
    return address


def press(app: Flask, client: FlaskClient, address: str, **values: object) -> str:
    """Press a button, let the jobs it began run, and return the page that one is led to."""
    answer = client.post(address, data=values)
    assert answer.status_code == 302, answer.text
    work(app)
    return client.get(answer.location).text


def count(session: Session, table: type) -> int:
    """Return how many rows a table has."""
    session.rollback()
    return session.scalars(select(func.count()).select_from(table)).one()
